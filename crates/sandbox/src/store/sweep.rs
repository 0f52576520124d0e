//! What is over, and is forgotten once a minute.

use std::sync::atomic::{AtomicI64, Ordering};

use super::{Store, device_checks, devices, handshake, idempotency};

/// Seconds between two sweeps. What can do harm is not acted upon once it is over, whether it is still there or not.
const PAUSE: i64 = 60;

/// When the last sweep was.
#[derive(Debug, Default)]
pub(crate) struct Sweeper(AtomicI64);

impl Sweeper {
    /// Forgets what is over, if nobody did so within the last minute.
    pub(crate) async fn sweep(&self, store: &Store, now: i64) -> sqlx::Result<()> {
        let last = self.0.load(Ordering::Relaxed);
        let is_due = now >= last.saturating_add(PAUSE);
        if !is_due || self.0.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_err() {
            return Ok(());
        }
        let mut write = store.write().await?;
        let connection = write.connection();
        handshake::sweep(connection, now).await?;
        idempotency::sweep(connection, now).await?;
        device_checks::sweep(connection, now).await?;
        devices::sweep(connection, now).await?;
        write.commit().await
    }
}
