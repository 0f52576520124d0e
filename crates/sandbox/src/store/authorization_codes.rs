//! Authorization codes, by their hash.

use portico_model::id::PersonId;

use super::{Connection, query};

/// Remembers a code, and forgets those that are over.
pub(crate) async fn insert(
    connection: &mut Connection,
    hash: &str,
    session_id: &str,
    person: &PersonId,
    now: i64,
    expires_at: i64,
) -> sqlx::Result<()> {
    query("DELETE FROM authorization_codes WHERE expires_at <= $1").bind(now).execute(&mut *connection).await?;
    query("INSERT INTO authorization_codes (hash, session_id, person_id, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(hash)
        .bind(session_id)
        .bind(person.as_str())
        .bind(expires_at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Uses a code up, and gives its session and its person. `None` when it is unknown, over or was used.
pub(crate) async fn spend(
    connection: &mut Connection,
    hash: &str,
    now: i64,
) -> sqlx::Result<Option<(String, PersonId)>> {
    let row = query(
        "UPDATE authorization_codes SET used_at = $1 WHERE hash = $2 AND expires_at > $1 AND used_at IS NULL \
         RETURNING session_id, person_id",
    )
    .bind(now)
    .bind(hash)
    .fetch_optional(connection)
    .await?;
    row.map(|row| Ok((row.try_get("session_id")?, PersonId(row.try_get("person_id")?)))).transpose()
}
