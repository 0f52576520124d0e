//! The one address that notices go to.

use super::encode_flag;
use crate::store::{Connection, query};

/// The address as the database has it.
#[derive(Clone)]
pub(crate) struct EndpointRow {
    pub(crate) url: String,
    /// Proves a visit of the confirmation's link.
    pub(crate) token: String,
    pub(crate) is_confirmed: bool,
    pub(crate) blocked_at: Option<i64>,
}

/// The address, if there is one.
pub(crate) async fn find(connection: &mut Connection) -> sqlx::Result<Option<EndpointRow>> {
    let row = query("SELECT url, token, is_confirmed, blocked_at FROM passport_endpoint");
    let Some(row) = row.fetch_optional(connection).await? else { return Ok(None) };
    Ok(Some(EndpointRow {
        url: row.try_get("url")?,
        token: row.try_get("token")?,
        is_confirmed: row.try_get::<i64>("is_confirmed")? == 1,
        blocked_at: row.try_get("blocked_at")?,
    }))
}

/// Puts `endpoint` in the place of whichever there was.
pub(crate) async fn put(connection: &mut Connection, endpoint: &EndpointRow) -> sqlx::Result<()> {
    query("DELETE FROM passport_endpoint").execute(&mut *connection).await?;
    query("INSERT INTO passport_endpoint (url, token, is_confirmed, blocked_at) VALUES ($1, $2, $3, $4)")
        .bind(&endpoint.url)
        .bind(&endpoint.token)
        .bind(encode_flag(endpoint.is_confirmed))
        .bind(endpoint.blocked_at)
        .execute(connection)
        .await?;
    Ok(())
}
