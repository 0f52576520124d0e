//! Rows with their sealed parts, opened and closed.

use portico_model::passport::{CustomerStatus, PassportCode};
use serde_json::{Map, Value};

use super::{
    domain::primary::{Candidate, elect},
    http::Refused,
    key::Key,
    store::{
        accounts::{self, AccountRow, Details},
        customers::{self, CustomerRow},
    },
};
use crate::{
    State,
    store::Connection,
    vault::{Place, VaultError},
};

/// The customer of a path.
pub(crate) async fn find_customer(connection: &mut Connection, key: &Key) -> Result<CustomerRow, Refused> {
    customers::find(connection, key).await?.ok_or_else(|| PassportCode::NotFound.into())
}

/// The customer of a path, for a change: none when they were closed or blocked.
pub(crate) async fn find_active_customer(connection: &mut Connection, key: &Key) -> Result<CustomerRow, Refused> {
    let customer = find_customer(connection, key).await?;
    match customer.status {
        CustomerStatus::Active => Ok(customer),
        CustomerStatus::Inactive => Err(PassportCode::CustomerInactive.into()),
    }
}

/// The account of a path.
pub(crate) async fn find_account(
    connection: &mut Connection,
    customer: &CustomerRow,
    key: &Key,
) -> Result<AccountRow, Refused> {
    accounts::find(connection, customer.id, key).await?.ok_or_else(|| PassportCode::NotFound.into())
}

/// Chooses the customer's primary account again, after one of them was made, blocked or closed.
pub(crate) async fn settle_primary(connection: &mut Connection, customer: i64) -> sqlx::Result<Option<i64>> {
    let accounts = accounts::of_customer(connection, customer).await?;
    let candidates: Vec<Candidate> = accounts
        .iter()
        .map(|account| Candidate { id: account.id, status: account.status, is_primary: account.is_primary })
        .collect();
    let elected = elect(&candidates);
    let is_new = |id: &i64| candidates.iter().any(|candidate| candidate.id == *id && !candidate.is_primary);
    if let Some(id) = elected.filter(is_new) {
        accounts::set_primary(connection, customer, id).await?;
    }
    Ok(elected)
}

/// A customer's document.
pub(crate) fn open_document(state: &State, customer: &CustomerRow) -> Result<Map<String, Value>, VaultError> {
    state.vault.open(document_place(&customer.id.to_string()), &customer.document)
}

/// A customer's document as its column has it.
pub(crate) fn seal_document(state: &State, id: i64, document: &Map<String, Value>) -> Result<Vec<u8>, VaultError> {
    state.vault.seal(document_place(&id.to_string()), document)
}

/// An account's details.
pub(crate) fn open_details(state: &State, account: &AccountRow) -> Result<Details, VaultError> {
    state.vault.open(details_place(&account.id.to_string()), &account.details)
}

/// An account's details as its column has them.
pub(crate) fn seal_details(state: &State, id: i64, details: &Details) -> Result<Vec<u8>, VaultError> {
    state.vault.seal(details_place(&id.to_string()), details)
}

fn document_place(row: &str) -> Place<'_> {
    Place { table: "passport_customers", row, column: "document" }
}

fn details_place(row: &str) -> Place<'_> {
    Place { table: "passport_accounts", row, column: "details" }
}
