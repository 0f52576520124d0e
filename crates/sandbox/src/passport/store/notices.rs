//! Notices that wait for their delivery.

use portico_model::passport::Notice;

use crate::store::{Connection, Row, query};

/// `Type` of the first notice.
pub(crate) const CONFIRMATION: &str = "SubscriptionConfirmation";
/// `Type` of all others.
pub(crate) const NOTIFICATION: &str = "Notification";

/// A notice as the database has it.
#[derive(Clone, Debug)]
pub(crate) struct NoticeRow {
    pub(crate) id: String,
    pub(crate) kind: String,
    /// The body: the same bytes on every attempt.
    pub(crate) payload: String,
    pub(crate) attempts: i64,
    pub(crate) delivered_at: Option<i64>,
}

const SELECT: &str = "SELECT id, kind, payload, attempts, delivered_at FROM passport_notices";

/// Adds a notice, in the transaction of what it tells.
pub(crate) async fn insert(connection: &mut Connection, notice: &Notice, now: i64) -> sqlx::Result<()> {
    let payload = serde_json::to_string(notice).map_err(|error| sqlx::Error::Encode(error.into()))?;
    query(
        "INSERT INTO passport_notices (id, kind, payload, created_at, attempts, due_at) VALUES ($1, $2, $3, $4, 0, $4)",
    )
    .bind(&notice.message_id)
    .bind(&notice.kind)
    .bind(payload)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets the confirmations, delivered or not: a new one follows.
pub(crate) async fn forget_confirmations(connection: &mut Connection) -> sqlx::Result<()> {
    query("DELETE FROM passport_notices WHERE kind = $1").bind(CONFIRMATION).execute(connection).await?;
    Ok(())
}

/// The notices of a kind whose next attempt is due, oldest first.
pub(crate) async fn due(connection: &mut Connection, kind: &str, now: i64) -> sqlx::Result<Vec<NoticeRow>> {
    let found =
        format!("{SELECT} WHERE delivered_at IS NULL AND kind = $1 AND due_at <= $2 ORDER BY created_at, id LIMIT 20");
    let rows = query(sqlx::AssertSqlSafe(found)).bind(kind.to_owned()).bind(now).fetch_all(connection).await?;
    rows.iter().map(from_row).collect()
}

/// When the next attempt of a kind is due, if any waits.
pub(crate) async fn next_due(connection: &mut Connection, kind: &str) -> sqlx::Result<Option<i64>> {
    query("SELECT MIN(due_at) AS due FROM passport_notices WHERE delivered_at IS NULL AND kind = $1")
        .bind(kind.to_owned())
        .fetch_one(connection)
        .await?
        .try_get("due")
}

/// The newest 1,000 notices, oldest first.
pub(crate) async fn all(connection: &mut Connection) -> sqlx::Result<Vec<NoticeRow>> {
    let found = sqlx::AssertSqlSafe(format!("{SELECT} ORDER BY created_at DESC, id DESC LIMIT 1000"));
    query(found).fetch_all(connection).await?.iter().rev().map(from_row).collect()
}

/// An attempt was made: taken at `delivered_at`, or to be made again at `due_at`.
pub(crate) async fn set_attempted(
    connection: &mut Connection,
    id: &str,
    attempts: i64,
    delivered_at: Option<i64>,
    due_at: i64,
) -> sqlx::Result<()> {
    query("UPDATE passport_notices SET attempts = $1, delivered_at = $2, due_at = $3 WHERE id = $4")
        .bind(attempts)
        .bind(delivered_at)
        .bind(due_at)
        .bind(id.to_owned())
        .execute(connection)
        .await?;
    Ok(())
}

/// Begins anew with everything that was not taken.
pub(crate) async fn start_over(connection: &mut Connection, now: i64) -> sqlx::Result<()> {
    query("UPDATE passport_notices SET attempts = 0, due_at = $1 WHERE delivered_at IS NULL")
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

fn from_row(row: &Row) -> sqlx::Result<NoticeRow> {
    Ok(NoticeRow {
        id: row.try_get("id")?,
        kind: row.try_get("kind")?,
        payload: row.try_get("payload")?,
        attempts: row.try_get("attempts")?,
        delivered_at: row.try_get("delivered_at")?,
    })
}
