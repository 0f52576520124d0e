//! An account as an answer has it: its documents without their content.

use portico_model::passport::{Account, Amount, RoutableAccount};

use super::customer_path;
use crate::{
    State,
    passport::{domain::date::write_time, records::open_details, store::accounts::AccountRow},
    vault::VaultError,
};

/// Two numbers of the form of routing numbers, check digit and all, that belong to no bank we know of.
const ROUTING_NUMBER: &str = "990000000";
const WIRE_ROUTING_NUMBER: &str = "990000013";

/// The path of an account.
pub(crate) fn account_path(customer: i64, id: i64) -> String {
    format!("{}/account/id/{id}", customer_path(customer))
}

/// The resource. No money moves in the sandbox: every balance is `"0.00"`, as of now.
pub(crate) fn account(state: &State, row: &AccountRow) -> Result<Account, VaultError> {
    let details = open_details(state, row)?;
    let nothing = Amount { amount: "0.00".to_owned(), as_on: write_time(state.clock.now()) };
    Ok(Account {
        resource_name: "account".to_owned(),
        url: account_path(row.customer_id, row.id),
        id: row.id,
        external_id: row.external_id.clone(),
        kind: "CHECKING".to_owned(),
        is_customer_owned: row.is_customer_owned,
        is_primary: row.is_primary,
        nick_name: details.nick_name,
        purpose: details.purpose,
        status: row.status,
        status_reason: row.status_reason.clone(),
        status_date: write_time(row.status_at),
        routable_account: Some(RoutableAccount {
            account_number: details.account_number.clone(),
            routing_number: ROUTING_NUMBER.to_owned(),
            wire_account_number: details.account_number.clone(),
            wire_routing_number: WIRE_ROUTING_NUMBER.to_owned(),
        }),
        account_number: Some(details.account_number),
        balance: Some(nothing.clone()),
        available_balance: Some(nothing.clone()),
        actual_balance: Some(nothing.clone()),
        advance_balance: Some(nothing.clone()),
        hold_balance: Some(nothing),
        linked_document: details.documents,
        meta_data: details.meta_data,
        tags: details.tags,
        created_on: write_time(row.created_at),
        last_updated_on: write_time(row.updated_at),
    })
}
