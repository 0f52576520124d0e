//! Deliveries: five tries, then the address is blocked until it is enabled again.

use std::time::Duration;

use anyhow::Context;
use reqwest::{Client, Url, redirect::Policy};

use crate::{
    State,
    outbox::{PublicResolver, Signer, check_literal},
    passport::store::{
        endpoint,
        notices::{self, CONFIRMATION, NOTIFICATION, NoticeRow},
    },
};

/// A receiver that takes longer has not received.
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// Seconds after the first failure; doubled after each.
const FIRST_PAUSE: i64 = 5;
const MOST_ATTEMPTS: i64 = 5;

/// The notices' way out.
pub(crate) struct Sender {
    url: Option<String>,
    allows_private: bool,
    signer: Signer,
    client: Client,
}

impl Sender {
    pub(crate) fn new(url: Option<String>, secret: &str, allows_private: bool) -> anyhow::Result<Self> {
        // A second call finds the provider installed and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // No redirects: signed notices go to the configured address and nowhere else. No idle connections: each attempt
        // looks its address up anew.
        let client =
            Client::builder().timeout(TIME_LIMIT).redirect(Policy::none()).no_proxy().pool_max_idle_per_host(0);
        let client = if allows_private { client } else { client.dns_resolver(PublicResolver::system()) };
        let client = client.build().context("no client for notices")?;
        Ok(Self { url, allows_private, signer: Signer::new(secret)?, client })
    }

    /// One attempt. Any 2xx counts.
    async fn attempt(&self, url: &str, notice: &NoticeRow, now: i64) -> bool {
        // An address that is written as a number passes by the resolver.
        let is_open = self.allows_private || url.parse::<Url>().is_ok_and(|url| check_literal(&url).is_ok());
        if !is_open {
            return false;
        }
        let Ok(signature) = self.signer.sign(&notice.id, now, &notice.payload) else { return false };
        let sent = self
            .client
            .post(url)
            .header("content-type", "application/json")
            .header("x-amz-sns-message-type", &notice.kind)
            .header("webhook-id", &notice.id)
            .header("webhook-timestamp", now)
            .header("webhook-signature", signature)
            .body(notice.payload.clone())
            .send()
            .await;
        sent.is_ok_and(|answer| answer.status().is_success())
    }
}

/// Tries what is due, and tells when more is. An address that has not confirmed gets its confirmation alone, a blocked
/// one nothing.
pub(crate) async fn deliver_due(state: &State) -> anyhow::Result<Option<i64>> {
    let Some(url) = &state.passport.sender.url else { return Ok(None) };
    super::subscribe(state).await.map_err(|_| anyhow::anyhow!("no subscription"))?;
    loop {
        let (kind, due) = {
            let mut connection = state.store.read().await?;
            let endpoint = endpoint::find(&mut connection).await?;
            let Some(endpoint) = endpoint.filter(|endpoint| endpoint.blocked_at.is_none()) else { return Ok(None) };
            let kind = if endpoint.is_confirmed { NOTIFICATION } else { CONFIRMATION };
            (kind, notices::due(&mut connection, kind, state.clock.now()).await?)
        };
        // One at a time: what the first brings about decides about the second.
        let Some(notice) = due.first() else {
            return Ok(notices::next_due(&mut *state.store.read().await?, kind).await?);
        };
        let attempts = notice.attempts + 1;
        let is_taken = state.passport.sender.attempt(url, notice, state.clock.now()).await;
        note(state, notice, attempts, is_taken).await?;
        tracing::info!(notice = notice.kind, attempts, is_taken, "passport webhook");
    }
}

async fn note(state: &State, notice: &NoticeRow, attempts: i64, is_taken: bool) -> anyhow::Result<()> {
    let now = state.clock.now();
    let mut write = state.store.write().await?;
    let delivered_at = is_taken.then_some(now);
    notices::set_attempted(write.connection(), &notice.id, attempts, delivered_at, now + pause(attempts)).await?;
    let known = endpoint::find(write.connection()).await?;
    if let Some(mut endpoint) = known.filter(|_| !is_taken && attempts >= MOST_ATTEMPTS) {
        endpoint.blocked_at = Some(now);
        endpoint::put(write.connection(), &endpoint).await?;
    }
    write.commit().await?;
    Ok(())
}

/// Seconds until the next try after the `attempts`th.
fn pause(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(20);
    FIRST_PAUSE.saturating_mul(2_i64.saturating_pow(doublings))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double() {
        assert_eq!([pause(1), pause(2), pause(3), pause(4)], [5, 10, 20, 40]);
    }
}
