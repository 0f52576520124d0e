//! People. What the page typed doesn't come back: it has that already.

use portico_model::netspend::{self, AccountState, KycStatus, OfacStatus, PersonStatus};
use serde::Serialize;

use super::{account::Workflow, all};

/// `Person` of index.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Person<'a> {
    id: &'a str,
    status: PersonStatus,
    kyc_status: KycStatus,
    ofac_status: OfacStatus,
    account_state: AccountState,
    workflows: Vec<Workflow<'a>>,
}

impl<'a> From<&'a netspend::Person> for Person<'a> {
    fn from(person: &'a netspend::Person) -> Self {
        Self {
            id: person.id.as_str(),
            status: person.status,
            kyc_status: person.kyc_status,
            ofac_status: person.ofac_status,
            account_state: person.account_state,
            workflows: all(&person.workflows),
        }
    }
}

/// `Address` of index.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Address<'a> {
    line1: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line2: Option<&'a str>,
    city: &'a str,
    state: &'a str,
    postal_code: &'a str,
    country: &'a str,
}

impl<'a> From<&'a netspend::Address> for Address<'a> {
    fn from(address: &'a netspend::Address) -> Self {
        Self {
            line1: &address.line1,
            line2: address.line2.as_deref(),
            city: &address.city,
            state: &address.state,
            postal_code: &address.postal_code,
            country: &address.country,
        }
    }
}
