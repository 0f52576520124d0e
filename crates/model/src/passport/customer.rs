//! Customers.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a customer is. Fixed once made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum CustomerType {
    /// A person.
    Individual,
    /// A company with its beneficial owners.
    Business,
}

/// Whether a customer may open and use accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum CustomerStatus {
    /// May.
    Active,
    /// Closed or blocked.
    Inactive,
}

/// A customer: the body of create and update with the members of the caller, the answer of get with those of the
/// platform besides. An absent member was not given.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Customer {
    /// `customer`; answers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_name: Option<String>,
    /// The path of the customer; answers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The platform's id; answers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// The partner's id. Fixed once set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// What the customer is.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<CustomerType>,
    /// Answers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<CustomerStatus>,
    /// Why it has this status; answers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
    /// Since when, `MM/DD/YYYY HH:mm:ss`; answers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_date: Option<String>,
    /// When `type` is INDIVIDUAL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub individual: Option<Individual>,
    /// When `type` is BUSINESS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business: Option<Business>,
    /// Up to 20 pairs of the partner's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta_data: Option<Map<String, Value>>,
    /// Words of the partner's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// `MM/DD/YYYY HH:mm:ss`; answers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_on: Option<String>,
    /// `MM/DD/YYYY HH:mm:ss`; answers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_updated_on: Option<String>,
}

/// A person.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Individual {
    /// Mandatory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Mandatory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    /// Absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maiden_name: Option<String>,
    /// Nine digits, with or without hyphens. Never in an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ssn: Option<String>,
    /// Answers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ssn_last4: Option<String>,
    /// Birth date, `MM/DD/YYYY`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dob: Option<String>,
    /// One of them with `isPrimary` for a deposit account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mailing_address: Option<Vec<MailingAddress>>,
    /// Ten digits, or E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile_phone: Option<String>,
    /// Ten digits, or E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home_phone: Option<String>,
    /// Ten digits, or E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work_phone: Option<String>,
    /// A mailbox at a domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// A postal address in the US.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MailingAddress {
    /// Street and number.
    pub address_line1: String,
    /// Flat, floor and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// City.
    pub city: String,
    /// Two-letter code of a state or territory.
    pub state: String,
    /// ZIP or ZIP+4.
    pub zip: String,
    /// Whether it is the one to write to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_primary: Option<bool>,
}

/// A company.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Business {
    /// Mandatory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<String>,
    /// Nine digits, with or without a hyphen. Never in an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ein: Option<String>,
    /// Answers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ein_last4: Option<String>,
    /// Two-letter code of a state or territory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_of_incorporation: Option<String>,
    /// `MM/DD/YYYY`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_incorporation: Option<String>,
    /// The name that it trades under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doing_business_as: Option<String>,
    /// Ten digits, or E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// A mailbox at a domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_category: Option<String>,
    /// Who owns and controls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beneficial_owner: Option<Vec<BeneficialOwner>>,
}

/// An owner of a company: a person with a share.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BeneficialOwner {
    /// The platform's id. Given by it; in an update it names the owner that changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// The partner's id. Fixed once set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Who it is.
    #[serde(flatten)]
    pub person: Individual,
    /// The share in percent, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ownership_percentage: Option<serde_json::Number>,
    /// The role in the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether they direct the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_control_person: Option<bool>,
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
redacted!(Customer, Individual, MailingAddress, Business, BeneficialOwner);
