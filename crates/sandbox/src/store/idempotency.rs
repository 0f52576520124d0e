//! Marks of requests that came under a key (contract section 1.13).

use sqlx::{AnyConnection, Row};

/// How long an answer is kept.
const KEPT: i64 = 86_400;
/// How long a running mark holds: a crash doesn't hold it for ever.
const LEASE: i64 = 60;

/// What stands under a key.
#[derive(Debug)]
pub(crate) enum Mark {
    /// Nothing stood there: the request is this caller's to carry out.
    Mine,
    /// The first one has not been answered yet.
    Running,
    /// It was answered.
    Answered {
        /// Keyed hash of the first request's body.
        body_hash: String,
        /// Keyed hash of its clear members and opened values.
        request_hash: String,
        /// Status, content type and body, sealed.
        answer: Vec<u8>,
    },
}

/// Finds what stands under `scope`, or takes it for `owner`.
pub(crate) async fn claim(
    connection: &mut AnyConnection,
    scope: &str,
    body_hash: &str,
    owner: &str,
    now: i64,
) -> sqlx::Result<Mark> {
    sqlx::query("DELETE FROM idempotency WHERE created_at <= $1").bind(now - KEPT).execute(&mut *connection).await?;
    let row = sqlx::query(
        "SELECT body_hash, request_hash, lease_until, status, answer_sealed FROM idempotency WHERE scope = $1",
    )
    .bind(scope)
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(row) = row {
        if row.try_get::<Option<i64>, _>("status")?.is_some() {
            return Ok(Mark::Answered {
                body_hash: row.try_get("body_hash")?,
                request_hash: row.try_get("request_hash")?,
                answer: row.try_get("answer_sealed")?,
            });
        }
        if row.try_get::<i64, _>("lease_until")? > now {
            return Ok(Mark::Running);
        }
    }
    sqlx::query(
        "INSERT INTO idempotency (scope, body_hash, owner, lease_until, created_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (scope) DO UPDATE SET body_hash = excluded.body_hash, owner = excluded.owner, \
         lease_until = excluded.lease_until, created_at = excluded.created_at",
    )
    .bind(scope)
    .bind(body_hash)
    .bind(owner)
    .bind(now + LEASE)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(Mark::Mine)
}

/// Puts the answer under the mark. False when the lease ran out and another took it.
pub(crate) async fn answer(
    connection: &mut AnyConnection,
    scope: &str,
    owner: &str,
    request_hash: &str,
    status: i64,
    answer: &[u8],
) -> sqlx::Result<bool> {
    let changed = sqlx::query(
        "UPDATE idempotency SET request_hash = $1, status = $2, answer_sealed = $3 \
         WHERE scope = $4 AND owner = $5 AND status IS NULL",
    )
    .bind(request_hash)
    .bind(status)
    .bind(answer)
    .bind(scope)
    .bind(owner)
    .execute(connection)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Gives a mark back: nothing happened under it.
pub(crate) async fn release(connection: &mut AnyConnection, scope: &str, owner: &str) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM idempotency WHERE scope = $1 AND owner = $2 AND status IS NULL")
        .bind(scope)
        .bind(owner)
        .execute(connection)
        .await?;
    Ok(())
}
