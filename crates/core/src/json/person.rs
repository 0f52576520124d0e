//! People and their addresses.

use portico_model::id::{AccountId, PersonId};
use portico_model::netspend::{Address, KycStatus, OfacStatus, Person, PersonStatus, Relationship};

use super::account::read_account_state;
use super::{Json, Read, read_all, read_optional};

impl Read for Person {
    fn read(json: &Json) -> Option<Self> {
        let relationships = [("primary", Relationship::Primary), ("secondary", Relationship::Secondary)];
        let statuses =
            [("inactive", PersonStatus::Inactive), ("active", PersonStatus::Active), ("closed", PersonStatus::Closed)];
        let kyc = [
            ("unchecked", KycStatus::Unchecked),
            ("pending", KycStatus::Pending),
            ("approved", KycStatus::Approved),
            ("conditional", KycStatus::Conditional),
            ("rejected", KycStatus::Rejected),
            ("blocked", KycStatus::Blocked),
        ];
        let ofac = [
            ("unchecked", OfacStatus::Unchecked),
            ("approved", OfacStatus::Approved),
            ("rejected", OfacStatus::Rejected),
        ];
        Some(Self {
            id: PersonId(json.text("id")?),
            first_name: json.text_or_empty("first_name")?,
            middle_name: json.optional_text("middle_name")?,
            last_name: json.text_or_empty("last_name")?,
            relationship: json.one_of("relationship", &relationships)?,
            email: json.optional_text("email")?,
            phone: json.optional_text("phone")?,
            address: read_optional(json, "address")?,
            government_id_last4: json.optional_text("government_id_last4")?,
            status: json.one_of("status", &statuses)?,
            kyc_status: json.one_of("kyc_status", &kyc)?,
            ofac_status: json.one_of("ofac_status", &ofac)?,
            account_ids: read_all::<String>(json.optional_items("account_ids")?)?.into_iter().map(AccountId).collect(),
            account_state: read_account_state(json)?,
            workflows: read_all(json.optional_items("workflows")?)?,
        })
    }
}

impl Read for Address {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            line1: json.text("line1")?,
            line2: json.optional_text("line2")?,
            city: json.text("city")?,
            state: json.text("state")?,
            postal_code: json.text("postal_code")?,
            country: json.text("country")?,
        })
    }
}
