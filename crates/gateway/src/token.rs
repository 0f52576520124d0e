//! The partner's access token (RFC 6749 section 4.4): kept in memory, renewed before it ends.

use reqwest::{Client, StatusCode, Url};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::Mutex;

use crate::{clock::Clock, secret::Secret, upstream::UpstreamError};

/// Where no lifetime is given, or none that can be read.
const DEFAULT_LIFETIME_SECONDS: i64 = 300;
const RENEW_BEFORE_SECONDS: i64 = 60;

/// Fetches the token when it is first needed and keeps it. Of callers at once one fetches and the others wait.
#[derive(Debug)]
pub(crate) struct TokenKeeper {
    client: Client,
    url: String,
    key: Secret,
    secret: Secret,
    clock: Clock,
    current: Mutex<Option<Token>>,
}

#[derive(Clone, Debug)]
struct Token {
    text: Secret,
    renew_at: i64,
}

/// The answer, as far as it counts. `token_type` does not: the platform calls it `BearerToken` (contract, 1.3).
#[derive(Deserialize)]
struct Answer {
    access_token: String,
    #[serde(default)]
    expires_in: Value,
}

impl TokenKeeper {
    pub(crate) fn new(client: Client, base: &Url, key: Secret, secret: Secret, clock: Clock) -> Self {
        let url = [base.as_str().trim_end_matches('/'), "/oauth/accesstoken"].concat();
        Self { client, url, key, secret, clock, current: Mutex::new(None) }
    }

    /// A token that is good for a while yet. `refused` is one that the platform no longer takes.
    pub(crate) async fn token(&self, refused: Option<&Secret>) -> Result<Secret, UpstreamError> {
        // Held while fetching, on purpose: whoever waits here finds the new token when it is their turn.
        let mut current = self.current.lock().await;
        if let Some(token) = current.as_ref()
            && self.clock.seconds() < token.renew_at
            && refused.is_none_or(|refused| refused.expose() != token.text.expose())
        {
            return Ok(token.text.clone());
        }
        let token = self.fetch().await?;
        let text = token.text.clone();
        *current = Some(token);
        Ok(text)
    }

    async fn fetch(&self) -> Result<Token, UpstreamError> {
        let asked_at = self.clock.seconds();
        let response = self
            .client
            .post(&self.url)
            .basic_auth(self.key.expose(), Some(self.secret.expose()))
            .form(&[("grant_type", "client_credentials")])
            .send()
            .await?;
        let status = response.status();
        if matches!(status, StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
            tracing::error!(
                status = status.as_u16(),
                "the platform refuses the partner's key and secret: check GATEWAY_API_KEY and GATEWAY_API_SECRET"
            );
            return Err(UpstreamError::Credentials);
        }
        if !status.is_success() {
            return Err(UpstreamError::Unavailable);
        }
        // The body is dropped without a word when it can't be read: it may hold a token.
        let answer: Answer = response.json().await.map_err(|_| UpstreamError::Unavailable)?;
        let lifetime = lifetime(&answer.expires_in);
        // A short-lived token is renewed in the last quarter of its life.
        let margin = RENEW_BEFORE_SECONDS.min(lifetime / 4);
        Ok(Token { text: Secret::new(answer.access_token), renew_at: asked_at.saturating_add(lifetime - margin) })
    }
}

/// Seconds, as a string or a number: the platform sends a string.
fn lifetime(expires_in: &Value) -> i64 {
    let seconds = match expires_in {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_i64(),
    };
    seconds.filter(|seconds| *seconds > 0).unwrap_or(DEFAULT_LIFETIME_SECONDS)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_a_lifetime_as_string_or_number() {
        for (value, seconds) in [
            (json!("86399"), 86_399),
            (json!(3600), 3_600),
            (json!(null), DEFAULT_LIFETIME_SECONDS),
            (json!("soon"), DEFAULT_LIFETIME_SECONDS),
            (json!(-5), DEFAULT_LIFETIME_SECONDS),
        ] {
            assert_eq!(lifetime(&value), seconds, "{value}");
        }
    }
}
