//! Events that wait for their delivery.

use portico_model::netspend::WebhookEvent;

use super::{Connection, Row, query};

/// An event as the database has it.
#[derive(Clone, Debug)]
pub(crate) struct EventRow {
    pub(crate) id: String,
    pub(crate) kind: String,
    /// The body: the same bytes on every attempt.
    pub(crate) payload: String,
    pub(crate) created_at: i64,
    pub(crate) attempts: i64,
    /// When the next attempt is made, for an event that still waits.
    pub(crate) due_at: i64,
    /// From when the 72 hours count: its making, or the last time that somebody asked for it again.
    pub(crate) tried_since: i64,
    pub(crate) delivered_at: Option<i64>,
    pub(crate) given_up_at: Option<i64>,
    /// How the last attempt ended. Absent before the first.
    pub(crate) outcome: Option<String>,
}

/// Puts an event into the outbox, in the transaction of what it tells.
pub(crate) async fn insert(connection: &mut Connection, event: &WebhookEvent, now: i64) -> sqlx::Result<()> {
    let payload = serde_json::to_string(event).map_err(|error| sqlx::Error::Encode(error.into()))?;
    query("INSERT INTO outbox (id, kind, payload, created_at, attempts, due_at) VALUES ($1, $2, $3, $4, 0, $4)")
        .bind(&event.id)
        .bind(&event.kind)
        .bind(payload)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// The events whose next attempt is due, longest waiting first.
pub(crate) async fn due(connection: &mut Connection, now: i64) -> sqlx::Result<Vec<EventRow>> {
    let rows = query(
        "SELECT id, kind, payload, created_at, attempts, due_at, tried_since, delivered_at, given_up_at, \
         outcome FROM outbox \
         WHERE delivered_at IS NULL AND given_up_at IS NULL AND due_at <= $1 ORDER BY due_at, id LIMIT 20",
    )
    .bind(now)
    .fetch_all(connection)
    .await?;
    rows.iter().map(from_row).collect()
}

/// When the next attempt is due, if any waits.
pub(crate) async fn next_due(connection: &mut Connection) -> sqlx::Result<Option<i64>> {
    let row = query("SELECT MIN(due_at) AS due FROM outbox WHERE delivered_at IS NULL AND given_up_at IS NULL")
        .fetch_one(connection)
        .await?;
    row.try_get("due")
}

/// The newest 1,000 events, oldest first.
pub(crate) async fn all(connection: &mut Connection) -> sqlx::Result<Vec<EventRow>> {
    let rows = query(
        "SELECT id, kind, payload, created_at, attempts, due_at, tried_since, delivered_at, given_up_at, \
         outcome FROM outbox \
         ORDER BY created_at DESC, id DESC LIMIT 1000",
    )
    .fetch_all(connection)
    .await?;
    rows.iter().rev().map(from_row).collect()
}

/// An attempt was made and taken.
pub(crate) async fn set_delivered(
    connection: &mut Connection,
    id: &str,
    attempts: i64,
    outcome: &str,
    now: i64,
) -> sqlx::Result<()> {
    query("UPDATE outbox SET attempts = $1, delivered_at = $2, outcome = $3 WHERE id = $4")
        .bind(attempts)
        .bind(now)
        .bind(outcome)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// An attempt failed: the next is due at `due_at`, or `None` gives up.
pub(crate) async fn set_failed(
    connection: &mut Connection,
    id: &str,
    attempts: i64,
    due_at: Option<i64>,
    outcome: &str,
    now: i64,
) -> sqlx::Result<()> {
    let given_up_at = if due_at.is_none() { Some(now) } else { None };
    query("UPDATE outbox SET attempts = $1, due_at = $2, given_up_at = $3, outcome = $4 WHERE id = $5")
        .bind(attempts)
        .bind(due_at.unwrap_or(now))
        .bind(given_up_at)
        .bind(outcome)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes an event due now, delivered or not. Its id and body stay, its count goes on, and the 72 hours begin anew.
/// False when there is none.
pub(crate) async fn resend(connection: &mut Connection, id: &str, now: i64) -> sqlx::Result<bool> {
    let changed =
        query("UPDATE outbox SET due_at = $1, delivered_at = NULL, given_up_at = NULL, tried_since = $1 WHERE id = $2")
            .bind(now)
            .bind(id)
            .execute(connection)
            .await?;
    Ok(changed == 1)
}

fn from_row(row: &Row) -> sqlx::Result<EventRow> {
    let created_at = row.try_get("created_at")?;
    Ok(EventRow {
        id: row.try_get("id")?,
        kind: row.try_get("kind")?,
        payload: row.try_get("payload")?,
        created_at,
        attempts: row.try_get("attempts")?,
        due_at: row.try_get("due_at")?,
        tried_since: row.try_get::<Option<i64>>("tried_since")?.unwrap_or(created_at),
        delivered_at: row.try_get("delivered_at")?,
        given_up_at: row.try_get("given_up_at")?,
        outcome: row.try_get("outcome")?,
    })
}
