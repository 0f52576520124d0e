//! Accounts.

use portico_model::{
    id::{AccountId, SessionId},
    netspend::AccountState,
};

use super::{Connection, Row, people::decode_name, query};

/// An account as the database has it.
#[derive(Clone, Debug)]
pub(crate) struct AccountRow {
    pub(crate) id: AccountId,
    /// The session that made it.
    pub(crate) session_id: SessionId,
    pub(crate) provided_id: String,
    pub(crate) parent_account_id: Option<String>,
    pub(crate) state: AccountState,
    pub(crate) created_at: i64,
}

impl AccountRow {
    /// Its columns have names of their own, since they also stand in rows of what belongs to the account.
    pub(super) fn from_row(row: &Row) -> sqlx::Result<Self> {
        Ok(Self {
            id: AccountId(row.try_get("account_id")?),
            session_id: SessionId(row.try_get("opened_by")?),
            provided_id: row.try_get("provided_id")?,
            parent_account_id: row.try_get("parent_account_id")?,
            state: decode_name(row.try_get("account_state")?)?,
            created_at: row.try_get("opened_at")?,
        })
    }
}

/// Opens an account.
pub(crate) async fn insert(connection: &mut Connection, account: &AccountRow) -> sqlx::Result<()> {
    query(
        "INSERT INTO accounts (id, session_id, provided_id, parent_account_id, state, created_at) \
         VALUES ($1, $2, $3, $4, 'new', $5)",
    )
    .bind(account.id.as_str())
    .bind(account.session_id.as_str())
    .bind(&account.provided_id)
    .bind(account.parent_account_id.as_deref())
    .bind(account.created_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// The account with this id.
pub(crate) async fn find(connection: &mut Connection, id: &str) -> sqlx::Result<Option<AccountRow>> {
    let row = query(
        "SELECT id AS account_id, session_id AS opened_by, provided_id, parent_account_id, state AS account_state, \
         created_at AS opened_at FROM accounts WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(AccountRow::from_row).transpose()
}

/// To closed. False when it was closed before.
pub(crate) async fn close(connection: &mut Connection, id: &AccountId) -> sqlx::Result<bool> {
    let changed = query("UPDATE accounts SET state = 'closed' WHERE id = $1 AND state <> 'closed'")
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(changed == 1)
}

/// From new to active. False when it was not new.
pub(crate) async fn activate(connection: &mut Connection, id: &AccountId) -> sqlx::Result<bool> {
    let changed = query("UPDATE accounts SET state = 'active' WHERE id = $1 AND state = 'new'")
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(changed == 1)
}
