//! What of this platform lives as long as the process does.

use std::time::Duration;

use tokio::sync::Notify;

use super::{
    PassportConfig,
    http::Limiter,
    progress,
    webhook::{self, Sender},
};
use crate::State;

/// Nothing is due for longer than this without a look.
const LONGEST_PAUSE: Duration = Duration::from_secs(3_600);
/// After a failure of the database.
const PAUSE_AFTER_ERROR: Duration = Duration::from_secs(10);

/// The parts that requests share.
pub(crate) struct Passport {
    pub(super) limiter: Limiter,
    pub(super) sender: Sender,
    checks: Notify,
    notices: Notify,
}

impl std::fmt::Debug for Passport {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Passport")
    }
}

impl Passport {
    pub(crate) fn new(config: &PassportConfig, secret: &str, allows_private: bool) -> anyhow::Result<Self> {
        let sender = Sender::new(config.webhook_url.clone(), secret, allows_private)?;
        Ok(Self { limiter: Limiter::default(), sender, checks: Notify::new(), notices: Notify::new() })
    }

    /// Something may be due now.
    pub(crate) fn wake(&self) {
        self.checks.notify_one();
        self.notices.notify_one();
    }
}

/// Checks new accounts, closes old ones and delivers notices, for as long as the process lives.
pub async fn run_passport(state: State) {
    // Side by side: a receiver that is slow to answer holds up no account.
    tokio::join!(run_checks(&state), run_notices(&state));
}

async fn run_checks(state: &State) {
    loop {
        let next = progress::run_due(state).await;
        rest(state, &state.passport.checks, next).await;
    }
}

async fn run_notices(state: &State) {
    loop {
        let next = webhook::deliver_due(state).await;
        rest(state, &state.passport.notices, next).await;
    }
}

/// Waits until `next`, or until there is news.
async fn rest(state: &State, news: &Notify, next: anyhow::Result<Option<i64>>) {
    let pause = match next {
        Ok(Some(due)) => Duration::from_secs(u64::try_from(due - state.clock.now()).unwrap_or(0)),
        Ok(None) => LONGEST_PAUSE,
        Err(error) => {
            tracing::error!(cause = %error, "passport: work that is due was not done");
            PAUSE_AFTER_ERROR
        }
    };
    tokio::select! {
        () = news.notified() => {}
        () = tokio::time::sleep(pause.min(LONGEST_PAUSE)) => {}
    }
}
