//! What is on an account.

use portico_model::id::AccountId;

use super::{Connection, query};

/// In cents; nothing was ever booked on an account without a row.
pub(crate) async fn of_account(connection: &mut Connection, account: &AccountId) -> sqlx::Result<i64> {
    let row = query("SELECT cents FROM balances WHERE account_id = $1")
        .bind(account.as_str())
        .fetch_optional(connection)
        .await?;
    row.map_or(Ok(0), |row| row.try_get("cents"))
}

/// Sets it.
pub(crate) async fn set(connection: &mut Connection, account: &AccountId, cents: i64) -> sqlx::Result<()> {
    query(
        "INSERT INTO balances (account_id, cents) VALUES ($1, $2) \
         ON CONFLICT (account_id) DO UPDATE SET cents = excluded.cents",
    )
    .bind(account.as_str())
    .bind(cents)
    .execute(connection)
    .await?;
    Ok(())
}
