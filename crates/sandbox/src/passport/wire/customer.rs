//! A customer as an answer has it: of SSN and EIN the last four digits.

use serde_json::{Map, Value, json};

use crate::{
    State,
    passport::{
        domain::{date::write_time, masking::mask},
        records::open_document,
        store::customers::CustomerRow,
    },
    vault::VaultError,
};

/// The path of a customer.
pub(crate) fn customer_path(id: i64) -> String {
    format!("/v1/customer/id/{id}")
}

/// The resource. Members without a value are left out.
pub(crate) fn customer(state: &State, row: &CustomerRow) -> Result<Map<String, Value>, VaultError> {
    let mut resource = open_document(state, row)?;
    mask(&mut resource);
    let path = customer_path(row.id);
    let platform = [
        ("resourceName", json!("customer")),
        ("account", json!({"url": format!("{path}/account")})),
        ("url", json!(path)),
        ("id", json!(row.id)),
        ("externalId", json!(row.external_id)),
        ("type", json!(row.kind)),
        ("status", json!(row.status)),
        ("statusReason", json!(row.status_reason)),
        ("statusDate", json!(write_time(row.status_at))),
        ("createdOn", json!(write_time(row.created_at))),
        ("lastUpdatedOn", json!(write_time(row.updated_at))),
    ];
    resource.extend(platform.into_iter().map(|(name, value)| (name.to_owned(), value)));
    resource.retain(|_, value| !value.is_null());
    Ok(resource)
}
