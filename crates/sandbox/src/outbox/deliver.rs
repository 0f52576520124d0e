//! Deliveries: at least once, with exponential back-off, for 72 hours.

use std::time::Duration;

use tokio::{sync::Notify, task::JoinSet};

use super::post::{Delivery, Outcome, Postman, TIME_LIMIT};
use crate::{
    State,
    store::outbox::{self, EventRow},
};

/// After the first failure; doubled after each.
const FIRST_PAUSE: i64 = 5;
const LONGEST_PAUSE: i64 = 6 * 3_600;
/// How long an event is tried.
const KEPT: i64 = 72 * 3_600;

/// The outbox's way out.
pub(crate) struct Outbox {
    /// `None` when no URL is set: events then stay in the outbox.
    postman: Option<Postman>,
    news: Notify,
}

impl std::fmt::Debug for Outbox {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Outbox")
    }
}

impl Outbox {
    pub(crate) fn new(url: Option<&str>, secret: &str, allows_private: bool) -> anyhow::Result<Self> {
        let postman = url.map(|url| Postman::new(url, secret, allows_private, TIME_LIMIT)).transpose()?;
        Ok(Self { postman, news: Notify::new() })
    }

    /// Something may be due now.
    pub(crate) fn wake(&self) {
        self.news.notify_one();
    }
}

/// Delivers for as long as the process lives. Ends at once when no webhook URL is set: events then stay in the outbox.
pub async fn run_deliveries(state: State) {
    while state.outbox.postman.is_some() {
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
    // Side by side: a receiver that takes its ten seconds for one event doesn't hold the others back.
    let mut running: JoinSet<sqlx::Result<()>> = due.into_iter().map(|event| attempt(state.clone(), event)).collect();
    while let Some(done) = running.join_next().await {
        done??;
    }
    let next = outbox::next_due(&mut *state.store.read().await?).await?;
    Ok(next.map(|due| u64::try_from(due - state.clock.now()).unwrap_or(0)))
}

/// One attempt, written down.
async fn attempt(state: State, event: EventRow) -> sqlx::Result<()> {
    let Some(postman) = &state.outbox.postman else { return Ok(()) };
    let attempts = event.attempts + 1;
    let timestamp = state.clock.now();
    let outcome = postman.post(Delivery { id: &event.id, payload: &event.payload, count: attempts, timestamp }).await;
    let now = state.clock.now();
    let mut write = state.store.write().await?;
    let text = outcome.to_string();
    if outcome == Outcome::Delivered {
        outbox::set_delivered(write.connection(), &event.id, attempts, &text, now).await?;
    } else {
        let next = next_attempt(event.tried_since, attempts, now);
        outbox::set_failed(write.connection(), &event.id, attempts, next, &text, now).await?;
    }
    write.commit().await?;
    tracing::info!(event = event.kind, attempts, %outcome, "webhook");
    Ok(())
}

/// When to try again after the `attempts`th failure; `None` when the event is too old for it.
fn next_attempt(tried_since: i64, attempts: i64, now: i64) -> Option<i64> {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(20);
    let pause = FIRST_PAUSE.saturating_mul(2_i64.saturating_pow(doublings)).min(LONGEST_PAUSE);
    Some(now + pause).filter(|due| *due < tried_since + KEPT)
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
