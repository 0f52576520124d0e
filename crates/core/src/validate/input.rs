//! What a page passes in, as it was typed.

use portico_model::netspend::GovernmentIdType;

use crate::pii::Pii;

/// A person as the page knows them. Debug prints nothing of it.
#[derive(Clone, Debug)]
pub struct PersonInput {
    /// Given name.
    pub first_name: Pii<String>,
    /// Absent when there is none.
    pub middle_name: Option<Pii<String>>,
    /// Family name.
    pub last_name: Pii<String>,
    /// A mailbox.
    pub email: Pii<String>,
    /// A US number of ten digits in any form, or E.164.
    pub phone: Pii<String>,
    /// Home address.
    pub address: AddressInput,
    /// `YYYY-MM-DD`. Leaves sealed only.
    pub date_of_birth: Pii<String>,
    /// Leaves sealed only.
    pub government_id: GovernmentIdInput,
}

/// A government's id of a person.
#[derive(Clone, Debug)]
pub struct GovernmentIdInput {
    /// Which id it is. Only an SSN is taken for now.
    pub kind: GovernmentIdType,
    /// With or without hyphens.
    pub value: Pii<String>,
}

/// A postal address.
#[derive(Clone, Debug)]
pub struct AddressInput {
    /// Street and number.
    pub line1: Pii<String>,
    /// Flat or suite.
    pub line2: Option<Pii<String>>,
    /// City.
    pub city: Pii<String>,
    /// Two-letter code.
    pub state: Pii<String>,
    /// Five digits, or nine with a hyphen.
    pub postal_code: Pii<String>,
    /// `US` when absent.
    pub country: Option<Pii<String>>,
}
