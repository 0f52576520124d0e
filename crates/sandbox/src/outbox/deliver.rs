//! Deliveries: at least once, with exponential back-off, for 72 hours.

use std::time::Duration;

use anyhow::Context;
use reqwest::{Client, StatusCode, redirect::Policy};
use tokio::sync::Notify;

use super::sign::Signer;
use crate::{
    State,
    store::outbox::{self, EventRow},
};

/// A receiver that takes longer has not received.
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// After the first failure; doubled after each.
const FIRST_PAUSE: i64 = 5;
const LONGEST_PAUSE: i64 = 6 * 3_600;
/// How long an event is tried.
const KEPT: i64 = 72 * 3_600;

/// The outbox's way out.
pub(crate) struct Outbox {
    url: Option<String>,
    signer: Signer,
    client: Client,
    news: Notify,
}

impl std::fmt::Debug for Outbox {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Outbox")
    }
}

impl Outbox {
    pub(crate) fn new(url: Option<String>, secret: &str) -> anyhow::Result<Self> {
        // A second call finds the provider installed and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // No redirects: a receiver that moved would get signed events at an address that nobody configured.
        let client = Client::builder()
            .timeout(TIME_LIMIT)
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .context("no client for webhooks")?;
        Ok(Self { url, signer: Signer::new(secret)?, client, news: Notify::new() })
    }

    /// Something may be due now.
    pub(crate) fn wake(&self) {
        self.news.notify_one();
    }
}

/// Delivers for as long as the process lives. Ends at once when no webhook URL is set: events then stay in the outbox.
pub async fn run_deliveries(state: State) {
    while state.outbox.url.is_some() {
        let pause = match deliver_due(&state).await {
            Ok(Some(seconds)) => Duration::from_secs(seconds),
            Ok(None) => Duration::from_secs(3_600),
            Err(error) => {
                tracing::error!(cause = %error, "webhooks are not delivered");
                TIME_LIMIT
            }
        };
        tokio::select! {
            () = state.outbox.news.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Tries what is due, and gives the seconds until more is.
async fn deliver_due(state: &State) -> anyhow::Result<Option<u64>> {
    let due = outbox::due(&mut *state.store.read().await?, state.clock.now()).await?;
    for event in &due {
        let attempts = event.attempts + 1;
        let is_taken = attempt(state, event, attempts).await;
        let now = state.clock.now();
        let mut write = state.store.write().await?;
        if is_taken {
            outbox::set_delivered(write.connection(), &event.id, attempts, now).await?;
        } else {
            let next = next_attempt(event.created_at, attempts, now);
            outbox::set_failed(write.connection(), &event.id, attempts, next, now).await?;
        }
        write.commit().await?;
        tracing::info!(event = event.kind, attempts, is_taken, "webhook");
    }
    let next = outbox::next_due(&mut *state.store.read().await?).await?;
    Ok(next.map(|due| u64::try_from(due - state.clock.now()).unwrap_or(0)))
}

/// One attempt. Only a 200 counts.
async fn attempt(state: &State, event: &EventRow, attempts: i64) -> bool {
    let Some(url) = &state.outbox.url else { return false };
    let timestamp = state.clock.now();
    let Ok(signature) = state.outbox.signer.sign(&event.id, timestamp, &event.payload) else { return false };
    let sent = state
        .outbox
        .client
        .post(url)
        .header("content-type", "application/json")
        .header("webhook-id", &event.id)
        .header("webhook-timestamp", timestamp)
        .header("webhook-signature", signature)
        .header("ns-delivery-count", attempts)
        .body(event.payload.clone())
        .send()
        .await;
    sent.is_ok_and(|answer| answer.status() == StatusCode::OK)
}

/// When to try again after the `attempts`th failure; `None` when the event is too old for it.
fn next_attempt(created_at: i64, attempts: i64, now: i64) -> Option<i64> {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(20);
    let pause = FIRST_PAUSE.saturating_mul(2_i64.saturating_pow(doublings)).min(LONGEST_PAUSE);
    Some(now + pause).filter(|due| *due < created_at + KEPT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_six_hours_and_end_after_three_days() {
        let pauses: Vec<_> = (1..=14).map(|attempt| next_attempt(0, attempt, 0).unwrap()).collect();
        assert_eq!(&pauses[..4], [5, 10, 20, 40]);
        assert_eq!(pauses[13], LONGEST_PAUSE);
        assert_eq!(next_attempt(0, 14, KEPT - LONGEST_PAUSE), None);
        assert!(next_attempt(0, 100, KEPT - LONGEST_PAUSE - 1).is_some());
    }
}
