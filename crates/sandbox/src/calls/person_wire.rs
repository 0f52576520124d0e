//! A person as an answer has them.

use portico_model::netspend::{AccountState, Person, PersonStatus, Workflow};

use crate::{
    State,
    domain::workflows::Checks,
    http::Refusal,
    store::people::{Contact, Identity, PersonRow},
    vault::Place,
};

/// The clear fields, and of the government id its last four.
pub(crate) fn person(
    state: &State,
    row: &PersonRow,
    account_state: AccountState,
    workflows: Vec<Workflow>,
) -> Result<Person, Refusal> {
    let place = |column| Place { table: "people", row: row.id.as_str(), column };
    let contact: Contact = state.vault.open(place("contact"), &row.contact)?;
    let identity: Option<Identity> =
        row.secrets.as_deref().map(|sealed| state.vault.open(place("secrets"), sealed)).transpose()?;
    let last4 = |value: &str| value.get(value.len().saturating_sub(4)..).map(str::to_owned);
    Ok(Person {
        id: row.id.clone(),
        first_name: contact.first_name,
        middle_name: contact.middle_name,
        last_name: contact.last_name,
        relationship: row.relationship,
        email: contact.email,
        phone: contact.phone,
        address: contact.address,
        government_id_last4: identity.and_then(|identity| identity.government_id).and_then(|(_, value)| last4(&value)),
        status: status(row, account_state),
        kyc_status: row.kyc_status,
        ofac_status: row.ofac_status,
        account_ids: vec![row.account_id.clone()],
        account_state,
        workflows,
    })
}

/// Active while both checks are approved and the account is active.
fn status(row: &PersonRow, account: AccountState) -> PersonStatus {
    let checks = Checks { kyc: row.kyc_status, ofac: row.ofac_status, cure: None };
    match account {
        AccountState::Closed => PersonStatus::Closed,
        AccountState::Active if checks.are_approved() => PersonStatus::Active,
        AccountState::Active | AccountState::New => PersonStatus::Inactive,
    }
}
