//! The partner's access tokens, by their hash.

use sqlx::AnyConnection;

/// Remembers a token, and forgets those that are over.
pub(crate) async fn insert(connection: &mut AnyConnection, hash: &str, now: i64, expires_at: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM tokens WHERE expires_at <= $1").bind(now).execute(&mut *connection).await?;
    sqlx::query("INSERT INTO tokens (hash, expires_at) VALUES ($1, $2)")
        .bind(hash)
        .bind(expires_at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether the token is known and not over.
pub(crate) async fn is_valid(connection: &mut AnyConnection, hash: &str, now: i64) -> sqlx::Result<bool> {
    let row = sqlx::query("SELECT 1 FROM tokens WHERE hash = $1 AND expires_at > $2")
        .bind(hash)
        .bind(now)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}
