//! What there is, newest first, for whoever presses the controls. Ids and states alone.

use super::{Connection, query};
use crate::clock::rfc3339;

/// One line of a list.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) first: String,
    pub(crate) second: String,
}

/// Accounts with their contexts and states.
pub(crate) async fn accounts(connection: &mut Connection) -> sqlx::Result<Vec<Line>> {
    let statement =
        "SELECT id, provided_id AS first, state AS second FROM accounts ORDER BY created_at DESC, id DESC LIMIT 50";
    lines(connection, statement).await
}

/// People with their two checks.
pub(crate) async fn people(connection: &mut Connection) -> sqlx::Result<Vec<Line>> {
    let statement =
        "SELECT id, kyc_status AS first, ofac_status AS second FROM people ORDER BY created_at DESC, id DESC LIMIT 50";
    lines(connection, statement).await
}

/// Identity scans with their people and states.
pub(crate) async fn identity_scans(connection: &mut Connection) -> sqlx::Result<Vec<Line>> {
    let statement = "SELECT id, person_id AS first, status AS second FROM identity_scans \
                     ORDER BY created_at DESC, id DESC LIMIT 50";
    lines(connection, statement).await
}

/// Requests for documents with their people and states.
pub(crate) async fn document_requests(connection: &mut Connection) -> sqlx::Result<Vec<Line>> {
    let statement = "SELECT id, person_id AS first, status AS second FROM document_requests \
                     ORDER BY created_at DESC, id DESC LIMIT 50";
    lines(connection, statement).await
}

/// Customers of the Passport side with their types and states.
pub(crate) async fn passport_customers(connection: &mut Connection) -> sqlx::Result<Vec<Line>> {
    let statement = "SELECT CAST(id AS TEXT) AS id, kind AS first, status AS second FROM passport_customers \
                     ORDER BY created_at DESC, passport_customers.id DESC LIMIT 50";
    lines(connection, statement).await
}

/// Sessions that have not ended, with what they belong to and when they were seen last.
pub(crate) async fn sessions(connection: &mut Connection) -> sqlx::Result<Vec<Line>> {
    let rows = query(
        "SELECT id, COALESCE(source_type, 'anonymous') AS first, seen_at FROM sessions WHERE ended_at IS NULL \
         ORDER BY seen_at DESC, id DESC LIMIT 50",
    )
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let seen_at = rfc3339(row.try_get("seen_at")?);
            Ok(Line { id: row.try_get("id")?, first: row.try_get("first")?, second: seen_at })
        })
        .collect()
}

async fn lines(connection: &mut Connection, statement: &'static str) -> sqlx::Result<Vec<Line>> {
    let rows = query(statement).fetch_all(connection).await?;
    rows.iter()
        .map(|row| Ok(Line { id: row.try_get("id")?, first: row.try_get("first")?, second: row.try_get("second")? }))
        .collect()
}
