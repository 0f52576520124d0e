//! Customers. What they told is sealed; where they stand is not.

use portico_model::passport::{CustomerStatus, CustomerType};

use crate::{
    passport::key::Key,
    store::{
        Connection, Row,
        people::{decode_name, encode_name},
        query,
    },
};

/// A customer as the database has it.
#[derive(Clone)]
pub(crate) struct CustomerRow {
    pub(crate) id: i64,
    pub(crate) external_id: Option<String>,
    pub(crate) kind: CustomerType,
    pub(crate) status: CustomerStatus,
    pub(crate) status_reason: Option<String>,
    pub(crate) status_at: i64,
    /// The document, sealed.
    pub(crate) document: Vec<u8>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

const SELECT: &str = "SELECT id, external_id, kind, status, status_reason, status_at, document_sealed, created_at, \
                      updated_at FROM passport_customers";

/// Adds a customer.
pub(crate) async fn insert(connection: &mut Connection, customer: &CustomerRow) -> sqlx::Result<()> {
    query(
        "INSERT INTO passport_customers (id, external_id, kind, status, status_reason, status_at, document_sealed, \
         created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(customer.id)
    .bind(customer.external_id.as_deref())
    .bind(encode_name(&customer.kind)?)
    .bind(encode_name(&customer.status)?)
    .bind(customer.status_reason.as_deref())
    .bind(customer.status_at)
    .bind(customer.document.as_slice())
    .bind(customer.created_at)
    .bind(customer.updated_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes what may change of a customer.
pub(crate) async fn update(connection: &mut Connection, customer: &CustomerRow) -> sqlx::Result<()> {
    query(
        "UPDATE passport_customers SET external_id = $1, status = $2, status_reason = $3, status_at = $4, \
         document_sealed = $5, updated_at = $6 WHERE id = $7",
    )
    .bind(customer.external_id.as_deref())
    .bind(encode_name(&customer.status)?)
    .bind(customer.status_reason.as_deref())
    .bind(customer.status_at)
    .bind(customer.document.as_slice())
    .bind(customer.updated_at)
    .bind(customer.id)
    .execute(connection)
    .await?;
    Ok(())
}

/// The customer with this key.
pub(crate) async fn find(connection: &mut Connection, key: &Key) -> sqlx::Result<Option<CustomerRow>> {
    let row = match key {
        Key::Id(id) => query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE id = $1"))).bind(*id),
        Key::External(id) => query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE external_id = $1"))).bind(id.clone()),
    };
    row.fetch_optional(connection).await?.as_ref().map(from_row).transpose()
}

/// All of them.
pub(crate) async fn all(connection: &mut Connection) -> sqlx::Result<Vec<CustomerRow>> {
    query(SELECT).fetch_all(connection).await?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> sqlx::Result<CustomerRow> {
    Ok(CustomerRow {
        id: row.try_get("id")?,
        external_id: row.try_get("external_id")?,
        kind: decode_name(row.try_get("kind")?)?,
        status: decode_name(row.try_get("status")?)?,
        status_reason: row.try_get("status_reason")?,
        status_at: row.try_get("status_at")?,
        document: row.try_get("document_sealed")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}
