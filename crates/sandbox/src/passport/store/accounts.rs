//! Accounts.

use portico_model::passport::{AcceptedLinkedDocument, AccountStatus};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::AssertSqlSafe;

use super::encode_flag;
use crate::{
    passport::key::Key,
    store::{
        Connection, Row,
        people::{decode_name, encode_name},
        query,
    },
};

/// An account as the database has it.
#[derive(Clone)]
pub(crate) struct AccountRow {
    pub(crate) id: i64,
    pub(crate) customer_id: i64,
    pub(crate) external_id: Option<String>,
    pub(crate) is_customer_owned: bool,
    pub(crate) is_primary: bool,
    pub(crate) status: AccountStatus,
    pub(crate) status_reason: String,
    pub(crate) status_at: i64,
    /// When the platform goes on with it by itself.
    pub(crate) due_at: Option<i64>,
    /// [`Details`], sealed.
    pub(crate) details: Vec<u8>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

/// What the database must not hold in clear.
#[derive(Serialize, Deserialize)]
pub(crate) struct Details {
    pub(crate) account_number: String,
    pub(crate) nick_name: Option<String>,
    pub(crate) purpose: Option<String>,
    pub(crate) documents: Vec<AcceptedLinkedDocument>,
    pub(crate) meta_data: Option<Map<String, Value>>,
    pub(crate) tags: Option<Vec<String>>,
}

const SELECT: &str = "SELECT id, customer_id, external_id, is_customer_owned, is_primary, status, status_reason, \
                      status_at, due_at, details_sealed, created_at, updated_at FROM passport_accounts";

/// Adds an account, which is not the primary one yet.
pub(crate) async fn insert(connection: &mut Connection, account: &AccountRow) -> sqlx::Result<()> {
    query(
        "INSERT INTO passport_accounts (id, customer_id, external_id, is_customer_owned, is_primary, status, \
         status_reason, status_at, due_at, details_sealed, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(account.id)
    .bind(account.customer_id)
    .bind(account.external_id.as_deref())
    .bind(encode_flag(account.is_customer_owned))
    .bind(encode_name(&account.status)?)
    .bind(&account.status_reason)
    .bind(account.status_at)
    .bind(account.due_at)
    .bind(account.details.as_slice())
    .bind(account.created_at)
    .bind(account.updated_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes what may change of an account, but for which one is primary.
pub(crate) async fn update(connection: &mut Connection, account: &AccountRow) -> sqlx::Result<()> {
    query(
        "UPDATE passport_accounts SET external_id = $1, status = $2, status_reason = $3, status_at = $4, due_at = $5, \
         details_sealed = $6, updated_at = $7 WHERE id = $8",
    )
    .bind(account.external_id.as_deref())
    .bind(encode_name(&account.status)?)
    .bind(&account.status_reason)
    .bind(account.status_at)
    .bind(account.due_at)
    .bind(account.details.as_slice())
    .bind(account.updated_at)
    .bind(account.id)
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes one of the customer's accounts the primary one, and no other.
pub(crate) async fn set_primary(connection: &mut Connection, customer: i64, id: i64) -> sqlx::Result<()> {
    // The old one first: the database refuses two at any moment.
    for (statement, flag) in [("AND id <> $2 AND is_primary = 1", 0), ("AND id = $2", 1)] {
        let statement = format!("UPDATE passport_accounts SET is_primary = $3 WHERE customer_id = $1 {statement}");
        query(AssertSqlSafe(statement)).bind(customer).bind(id).bind(flag).execute(&mut *connection).await?;
    }
    Ok(())
}

/// The account with this key, of this customer.
pub(crate) async fn find(connection: &mut Connection, customer: i64, key: &Key) -> sqlx::Result<Option<AccountRow>> {
    let found = match key {
        Key::Id(id) => query(AssertSqlSafe(format!("{SELECT} WHERE id = $1"))).bind(*id),
        Key::External(id) => query(AssertSqlSafe(format!("{SELECT} WHERE external_id = $1"))).bind(id.clone()),
    };
    let row = found.fetch_optional(connection).await?.as_ref().map(from_row).transpose()?;
    Ok(row.filter(|account| account.customer_id == customer))
}

/// Whether any customer's account has this external id.
pub(crate) async fn is_taken(connection: &mut Connection, external_id: &str) -> sqlx::Result<bool> {
    let row = query("SELECT 1 FROM passport_accounts WHERE external_id = $1").bind(external_id.to_owned());
    Ok(row.fetch_optional(connection).await?.is_some())
}

/// A customer's accounts, oldest first.
pub(crate) async fn of_customer(connection: &mut Connection, customer: i64) -> sqlx::Result<Vec<AccountRow>> {
    let found = query(AssertSqlSafe(format!("{SELECT} WHERE customer_id = $1 ORDER BY id"))).bind(customer);
    found.fetch_all(connection).await?.iter().map(from_row).collect()
}

/// All of them.
pub(crate) async fn all(connection: &mut Connection) -> sqlx::Result<Vec<AccountRow>> {
    query(SELECT).fetch_all(connection).await?.iter().map(from_row).collect()
}

/// Those that the platform goes on with now.
pub(crate) async fn due(connection: &mut Connection, now: i64) -> sqlx::Result<Vec<AccountRow>> {
    let found = query(AssertSqlSafe(format!("{SELECT} WHERE due_at <= $1 ORDER BY due_at, id"))).bind(now);
    found.fetch_all(connection).await?.iter().map(from_row).collect()
}

/// Those that wait for a reviewer: new, and due at no time.
pub(crate) async fn under_review(connection: &mut Connection) -> sqlx::Result<Vec<AccountRow>> {
    let found = AssertSqlSafe(format!("{SELECT} WHERE due_at IS NULL AND status = 'INACTIVE' ORDER BY id"));
    query(found).fetch_all(connection).await?.iter().map(from_row).collect()
}

/// When the platform goes on with one, if it will by itself.
pub(crate) async fn next_due(connection: &mut Connection) -> sqlx::Result<Option<i64>> {
    query("SELECT MIN(due_at) AS due FROM passport_accounts").fetch_one(connection).await?.try_get("due")
}

fn from_row(row: &Row) -> sqlx::Result<AccountRow> {
    Ok(AccountRow {
        id: row.try_get("id")?,
        customer_id: row.try_get("customer_id")?,
        external_id: row.try_get("external_id")?,
        is_customer_owned: row.try_get::<i64>("is_customer_owned")? == 1,
        is_primary: row.try_get::<i64>("is_primary")? == 1,
        status: decode_name(row.try_get("status")?)?,
        status_reason: row.try_get("status_reason")?,
        status_at: row.try_get("status_at")?,
        due_at: row.try_get("due_at")?,
        details: row.try_get("details_sealed")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}
