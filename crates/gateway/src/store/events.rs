//! Webhooks that came, in an order that never changes.

use sqlx::{Connection, Row};

use super::Store;
use crate::webhooks::Platform;

/// How long an event is kept, and so how long its id is known again. The platform delivers for 72 hours.
pub(super) const KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;

/// An event as it came.
#[derive(Debug)]
pub(crate) struct KeptEvent {
    /// Its place in the order of coming.
    pub(crate) place: i64,
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) received_at: i64,
    pub(crate) body: String,
}

impl Store {
    /// Keeps an event, unless its id came before.
    pub(crate) async fn keep_event(
        &self,
        platform: Platform,
        id: &str,
        kind: &str,
        body: &str,
        now: i64,
    ) -> Result<(), sqlx::Error> {
        let mut held = self.connection().await?;
        let mut transaction = held.begin().await?;
        // Whoever has the next place holds this row until its event can be read: a reader that has seen a place will
        // never find one before it later on.
        let row = sqlx::query("UPDATE event_places SET last = last + 1 RETURNING last").fetch_one(&mut *transaction);
        let place: i64 = row.await?.try_get(0)?;
        let kept = sqlx::query(
            "INSERT INTO webhook_events (id, place, kind, received_at, body, platform) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT DO NOTHING",
        )
        .bind(id.to_owned())
        .bind(place)
        .bind(kind.to_owned())
        .bind(now)
        .bind(body.to_owned())
        .bind(platform.as_str())
        .execute(&mut *transaction)
        .await?;
        if kept.rows_affected() == 0 { transaction.rollback().await } else { transaction.commit().await }
    }

    /// The events of a platform after a place, at most `count`.
    pub(crate) async fn events_after(
        &self,
        platform: Platform,
        place: i64,
        count: i64,
    ) -> Result<Vec<KeptEvent>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT place, id, kind, received_at, body FROM webhook_events WHERE place > $1 AND platform = $3 ORDER BY place LIMIT $2",
        )
        .bind(place)
        .bind(count)
        .bind(platform.as_str())
        .fetch_all(&mut *self.connection().await?)
        .await?;
        let read = |row: &sqlx::any::AnyRow| {
            Ok(KeptEvent {
                place: row.try_get(0)?,
                id: row.try_get(1)?,
                kind: row.try_get(2)?,
                received_at: row.try_get(3)?,
                body: row.try_get(4)?,
            })
        };
        rows.iter().map(read).collect()
    }
}
