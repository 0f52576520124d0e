//! What a session's opening leaves behind: nonces and spent jtis.

use super::{Connection, query};

/// A value's `iat` may be 300 seconds off either way, so a `jti` matters for ten minutes; kept a little longer.
const REMEMBERED: i64 = 660;

/// Remembers a nonce.
pub(crate) async fn insert_nonce(connection: &mut Connection, nonce: &str, expires_at: i64) -> sqlx::Result<()> {
    query("INSERT INTO nonces (nonce, expires_at) VALUES ($1, $2)")
        .bind(nonce)
        .bind(expires_at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Uses a nonce up. False when it is unknown, over or was used.
pub(crate) async fn spend_nonce(connection: &mut Connection, nonce: &str, now: i64) -> sqlx::Result<bool> {
    // PostgreSQL takes no such text.
    if nonce.contains('\0') {
        return Ok(false);
    }
    let spent = query("UPDATE nonces SET used_at = $1 WHERE nonce = $2 AND expires_at > $1 AND used_at IS NULL")
        .bind(now)
        .bind(nonce)
        .execute(connection)
        .await?;
    Ok(spent == 1)
}

/// Remembers a `jti`. False when it was seen before.
pub(crate) async fn spend_jti(connection: &mut Connection, scope: &str, jti: &str, now: i64) -> sqlx::Result<bool> {
    let inserted =
        query("INSERT INTO jtis (scope, jti, expires_at) VALUES ($1, $2, $3) ON CONFLICT (scope, jti) DO NOTHING")
            .bind(scope)
            .bind(jti)
            .bind(now + REMEMBERED)
            .execute(connection)
            .await?;
    Ok(inserted == 1)
}

/// Forgets nonces that are long over, and jtis whose values are too old to be opened.
pub(crate) async fn sweep(connection: &mut Connection, now: i64) -> sqlx::Result<()> {
    query("DELETE FROM nonces WHERE expires_at <= $1").bind(now - 3_600).execute(&mut *connection).await?;
    query("DELETE FROM jtis WHERE expires_at <= $1").bind(now).execute(connection).await?;
    Ok(())
}
