//! People, their checks and their addresses (contract: section 1.6).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{AccountState, Sealed, Workflow};
use crate::id::{AccountId, PersonId};

/// Body of `POST /people`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// Given name.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
    pub first_name: String,
    /// Absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
    pub middle_name: Option<String>,
    /// Family name.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
    pub last_name: String,
    /// The person's role in the account.
    pub relationship: Relationship,
    /// What the person is linked to.
    pub identity_context: IdentityContext,
    /// Absent when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254, pattern = "^[^@]+@[^@]+[.][^@]+$"))]
    pub email: Option<String>,
    /// E.164. Absent when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = r"^(\+[1-9][0-9]{6,14}|[2-9][0-9]{2}[2-9][0-9]{6})$"))]
    pub phone: Option<String>,
    /// Home address. Absent when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Sealed [`super::PersonSecrets`], use `person:<account>`. Absent when not given: KYC stays unchecked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encrypted_data: Option<Sealed>,
}

/// Body of `PATCH /people/{id}`. A member that is left out keeps its value.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonPatch {
    /// Given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
    pub first_name: Option<String>,
    /// Middle name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
    pub middle_name: Option<String>,
    /// Family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
    pub last_name: Option<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254, pattern = "^[^@]+@[^@]+[.][^@]+$"))]
    pub email: Option<String>,
    /// A US number of ten digits, or E.164.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = r"^(\+[1-9][0-9]{6,14}|[2-9][0-9]{2}[2-9][0-9]{6})$"))]
    pub phone: Option<String>,
    /// Home address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Sealed [`super::PersonSecrets`], use `person:<person>`. Only while `kyc_status` is `unchecked`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encrypted_data: Option<Sealed>,
}

/// The role of a person in an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Relationship {
    /// The one who opens it.
    Primary,
    /// Another one.
    Secondary,
}

/// How a person is linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentityContext {
    /// `account`.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(pattern = "^account$"))]
    pub kind: String,
    /// The account to link to.
    pub account_id: AccountId,
}

/// A postal address in the US.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Street and number.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub line1: String,
    /// Flat or suite. Absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub line2: Option<String>,
    /// City.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
    pub city: String,
    /// Two-letter code of a state or territory.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[A-Z]{2}$"))]
    pub state: String,
    /// ZIP or ZIP+4.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{5}(-[0-9]{4})?$"))]
    pub postal_code: String,
    /// `US`.
    #[cfg_attr(feature = "openapi", schema(pattern = "^US$"))]
    pub country: String,
}

/// `active` while KYC and OFAC are approved and the account is active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PersonStatus {
    /// Not yet, or not any more.
    Inactive,
    /// May use the account.
    Active,
    /// Closed with the account.
    Closed,
}

/// Where the Know-Your-Customer check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum KycStatus {
    /// The data does not suffice yet.
    Unchecked,
    /// Under way.
    Pending,
    /// Passed.
    Approved,
    /// More steps may cure it: see the workflows.
    Conditional,
    /// Failed.
    Rejected,
    /// Failed for good.
    Blocked,
}

/// Where the OFAC check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OfacStatus {
    /// Not run yet.
    Unchecked,
    /// Passed.
    Approved,
    /// Failed.
    Rejected,
}

/// A person. The government id only as its last four.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Given name.
    #[serde(default)]
    pub first_name: String,
    /// Absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    /// Family name.
    #[serde(default)]
    pub last_name: String,
    /// The role in the account.
    pub relationship: Relationship,
    /// Absent when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// E.164. Absent when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Absent when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Last four of the government id. Absent when none was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub government_id_last4: Option<String>,
    /// Whether they may use the account.
    pub status: PersonStatus,
    /// Where KYC stands.
    pub kyc_status: KycStatus,
    /// Where OFAC stands.
    pub ofac_status: OfacStatus,
    /// The accounts that they belong to.
    #[serde(default)]
    pub account_ids: Vec<AccountId>,
    /// Where the account stands.
    pub account_state: AccountState,
    /// What is left to do for the account.
    #[serde(default)]
    pub workflows: Vec<Workflow>,
}

macro_rules! redacted {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    )*};
}
redacted!(NewPerson, PersonPatch, Person, Address);
