//! The partner's access tokens, by their hash.

use super::{Connection, query};

/// Remembers a token, and forgets those that are over.
pub(crate) async fn insert(connection: &mut Connection, hash: &str, now: i64, expires_at: i64) -> sqlx::Result<()> {
    query("DELETE FROM tokens WHERE expires_at <= $1").bind(now).execute(&mut *connection).await?;
    query("INSERT INTO tokens (hash, expires_at) VALUES ($1, $2)")
        .bind(hash)
        .bind(expires_at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Until when the token is good, if it is known.
pub(crate) async fn find_end(connection: &mut Connection, hash: &str) -> sqlx::Result<Option<i64>> {
    let row = query("SELECT expires_at FROM tokens WHERE hash = $1").bind(hash).fetch_optional(connection).await?;
    row.map(|row| row.try_get("expires_at")).transpose()
}
