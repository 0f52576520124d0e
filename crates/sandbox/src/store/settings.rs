//! The few values that belong to the sandbox itself.

use super::{Connection, query};

const CLOCK_OFFSET: &str = "clock_offset";

/// How far the clock was moved, in seconds.
pub(crate) async fn clock_offset(connection: &mut Connection) -> sqlx::Result<i64> {
    let row = query("SELECT value FROM settings WHERE name = $1").bind(CLOCK_OFFSET).fetch_optional(connection).await?;
    let text: Option<String> = row.map(|row| row.try_get("value")).transpose()?;
    Ok(text.and_then(|text| text.parse().ok()).unwrap_or(0))
}

/// Remembers how far the clock is moved.
pub(crate) async fn set_clock_offset(connection: &mut Connection, seconds: i64) -> sqlx::Result<()> {
    query("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .bind(CLOCK_OFFSET)
        .bind(seconds.to_string())
        .execute(connection)
        .await?;
    Ok(())
}
