//! One attempt to deliver.

use std::{fmt, time::Duration};

use anyhow::{Context, bail};
use reqwest::{Client, StatusCode, Url, redirect::Policy};

use super::{
    address::{PrivateAddress, PublicResolver, check_literal},
    sign::Signer,
};

/// A receiver that takes longer has not received.
pub(super) const TIME_LIMIT: Duration = Duration::from_secs(10);

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// With a 200, and nothing else is one.
    Delivered,
    /// With another status.
    Status(u16),
    /// With no answer in time.
    Timeout,
    /// The address is one that webhooks may not go to.
    Refused,
    /// No connection, or one that broke off.
    Unreachable,
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Delivered => formatter.write_str("delivered"),
            Self::Status(status) => write!(formatter, "status {status}"),
            Self::Timeout => formatter.write_str("timeout"),
            Self::Refused => formatter.write_str("private address refused"),
            Self::Unreachable => formatter.write_str("unreachable"),
        }
    }
}

/// What is sent: the same id and body on every attempt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Delivery<'a> {
    pub(super) id: &'a str,
    pub(super) payload: &'a str,
    /// From 1.
    pub(super) count: i64,
    /// Seconds since 1970.
    pub(super) timestamp: i64,
}

/// The way to the partner's endpoint.
pub(super) struct Postman {
    url: Url,
    allows_private: bool,
    signer: Signer,
    client: Client,
}

impl Postman {
    pub(super) fn new(url: &str, secret: &str, allows_private: bool, limit: Duration) -> anyhow::Result<Self> {
        let url: Url = url.parse().context("the webhook URL is none")?;
        if !matches!(url.scheme(), "http" | "https") {
            bail!("the webhook URL takes http or https");
        }
        // A second call finds the provider installed and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // No redirects: a receiver that moved would get signed events at an address that nobody configured. No idle
        // connections: each attempt looks its address up anew, and connects to what was looked at.
        let mut client = Client::builder().timeout(limit).redirect(Policy::none()).no_proxy().pool_max_idle_per_host(0);
        if !allows_private {
            client = client.dns_resolver(PublicResolver::system());
        }
        let client = client.build().context("no client for webhooks")?;
        Ok(Self { url, allows_private, signer: Signer::new(secret)?, client })
    }

    /// Sends it, signed as of now.
    pub(super) async fn post(&self, delivery: Delivery<'_>) -> Outcome {
        if !self.allows_private && check_literal(&self.url).is_err() {
            return Outcome::Refused;
        }
        let Delivery { id, payload, count, timestamp } = delivery;
        let Ok(signature) = self.signer.sign(id, timestamp, payload) else { return Outcome::Unreachable };
        let sent = self
            .client
            .post(self.url.clone())
            .header("content-type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signature)
            .header("ns-delivery-count", count)
            .body(payload.to_owned())
            .send()
            .await;
        match sent {
            Ok(answer) if answer.status() == StatusCode::OK => Outcome::Delivered,
            Ok(answer) => Outcome::Status(answer.status().as_u16()),
            Err(error) if error.is_timeout() => Outcome::Timeout,
            Err(error) if is_private(&error) => Outcome::Refused,
            Err(_) => Outcome::Unreachable,
        }
    }
}

/// Whether the resolver refused the name.
fn is_private(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source()).any(|error| error.is::<PrivateAddress>())
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const DELIVERY: Delivery<'static> = Delivery { id: "evt_1", payload: "{}", count: 1, timestamp: 1_800_000_000 };

    async fn post(url: &str, allows_private: bool, limit: Duration) -> Outcome {
        Postman::new(url, SECRET, allows_private, limit).unwrap().post(DELIVERY).await
    }

    #[tokio::test]
    async fn gives_up_on_a_receiver_that_does_not_answer() {
        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", silent.local_addr().unwrap());
        assert_eq!(post(&url, true, Duration::from_millis(50)).await, Outcome::Timeout);
        assert_eq!(TIME_LIMIT, Duration::from_secs(10));
        drop(silent);
        assert_eq!(post(&url, true, TIME_LIMIT).await, Outcome::Unreachable);
    }

    #[tokio::test]
    async fn connects_to_no_private_address_by_number_or_by_name() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        for host in ["127.0.0.1", "[::1]", "0x7f.1", "localhost", "[::ffff:127.0.0.1]"] {
            let url = format!("http://{host}:{port}/hook");
            assert_eq!(post(&url, false, TIME_LIMIT).await, Outcome::Refused, "{host}");
        }
        let nobody_came = tokio::time::timeout(Duration::ZERO, listener.accept()).await;
        assert!(nobody_came.is_err());
    }

    #[test]
    fn takes_no_url_that_is_not_of_the_web() {
        for url in ["", "partner.example/hook", "file:///etc/passwd", "ftp://partner.example/"] {
            assert!(Postman::new(url, SECRET, true, TIME_LIMIT).is_err(), "{url:?}");
        }
    }
}
