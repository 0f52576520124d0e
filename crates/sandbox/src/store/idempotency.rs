//! Answers that were given under a key (contract section 1.13).

use super::{Connection, query};

/// How long an answer is kept.
const KEPT: i64 = 86_400;

/// What was answered under a key.
#[derive(Debug)]
pub(crate) struct Answered {
    /// Keyed hash of the first request's body.
    pub(crate) body_hash: String,
    /// Keyed hash of its clear members and opened values.
    pub(crate) request_hash: String,
    pub(crate) status: i64,
    /// Status, content type and body, sealed.
    pub(crate) answer: Vec<u8>,
}

/// The answer under `scope`, if there is one.
pub(crate) async fn find(connection: &mut Connection, scope: &str, now: i64) -> sqlx::Result<Option<Answered>> {
    let row = query(
        "SELECT body_hash, request_hash, status, answer_sealed FROM idempotency WHERE scope = $1 AND created_at > $2",
    )
    .bind(scope)
    .bind(now - KEPT)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Answered {
            body_hash: row.try_get("body_hash")?,
            request_hash: row.try_get("request_hash")?,
            status: row.try_get("status")?,
            answer: row.try_get("answer_sealed")?,
        })
    })
    .transpose()
}

/// Puts an answer under `scope`, in the transaction of its effect. False when another is there: somebody was faster.
pub(crate) async fn insert(
    connection: &mut Connection,
    scope: &str,
    answered: &Answered,
    now: i64,
) -> sqlx::Result<bool> {
    let inserted = query(
        "INSERT INTO idempotency (scope, body_hash, request_hash, status, answer_sealed, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (scope) DO UPDATE SET body_hash = excluded.body_hash, \
         request_hash = excluded.request_hash, status = excluded.status, answer_sealed = excluded.answer_sealed, \
         created_at = excluded.created_at WHERE idempotency.created_at <= $7",
    )
    .bind(scope)
    .bind(&answered.body_hash)
    .bind(&answered.request_hash)
    .bind(answered.status)
    .bind(answered.answer.as_slice())
    .bind(now)
    .bind(now - KEPT)
    .execute(connection)
    .await?;
    Ok(inserted == 1)
}

/// Forgets the answers that are too old.
pub(crate) async fn sweep(connection: &mut Connection, now: i64) -> sqlx::Result<()> {
    query("DELETE FROM idempotency WHERE created_at <= $1").bind(now - KEPT).execute(connection).await?;
    Ok(())
}
