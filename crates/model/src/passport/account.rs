//! Accounts.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{AcceptanceDetails, AcceptanceMode, AcceptedLinkedDocument, LinkedDocuments};

/// The body of `POST …/account`: the guide's table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NewAccount {
    /// `CHECKING`, the default.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// True: a deposit account. False, the default: a clearing (FBO) account of the platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_customer_owned: Option<bool>,
    /// A name to recognise it by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nick_name: Option<String>,
    /// Makes it the customer's primary account. The first one is by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_primary: Option<bool>,
    /// The partner's id: unique over all accounts, fixed once set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// One of the program's purposes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The signed agreement. Needed when `is_customer_owned`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linked_document: Option<LinkedDocuments>,
    /// How the agreement was accepted, where the linked document doesn't say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance_mode: Option<AcceptanceMode>,
    /// Who accepted it, where and when, where the linked document doesn't say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance_details: Option<AcceptanceDetails>,
    /// Up to 20 pairs of the partner's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta_data: Option<Map<String, Value>>,
    /// Words of the partner's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
}

/// Where an account stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AccountStatus {
    /// Made; the checks are not through.
    Inactive,
    /// May be used.
    Active,
    /// A check failed.
    Blocked,
    /// Is being closed.
    ClosureInitiated,
    /// Closed for good.
    Closed,
}

/// The body of an account's update. An absent member stays as it is; `null` takes a nick name or purpose away.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AccountUpdate {
    /// One of the program's purposes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// A name to recognise it by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nick_name: Option<String>,
    /// True makes it the primary one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_primary: Option<bool>,
}

/// The body of `POST …/close`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountClosing {
    /// Why.
    pub reason: String,
    /// In words; needed when `reason` is `OTHERS`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Where the rest of the money goes.
    pub outstanding_balance_instruction: OutstandingBalanceInstruction,
}

/// Where the rest of the money goes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutstandingBalanceInstruction {
    /// `ACH` or `CHECK`.
    pub preferred_method: String,
    /// The account or address that it goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<Value>,
}

/// An account as an answer has it. Absent members have no value.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// `account`.
    #[serde(default)]
    pub resource_name: String,
    /// The path of the account.
    #[serde(default)]
    pub url: String,
    /// The platform's id.
    pub id: i64,
    /// The partner's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// `CHECKING`.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// True: a deposit account. False: a clearing (FBO) account.
    #[serde(default)]
    pub is_customer_owned: bool,
    /// Whether money to the customer's passport payment id comes here.
    #[serde(default)]
    pub is_primary: bool,
    /// A name to recognise it by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nick_name: Option<String>,
    /// One of the program's purposes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Where it stands.
    pub status: AccountStatus,
    /// Why it stands there.
    #[serde(default)]
    pub status_reason: String,
    /// Since when, `MM/DD/YYYY HH:mm:ss`.
    #[serde(default)]
    pub status_date: String,
    /// 16 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_number: Option<String>,
    /// How other banks reach it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routable_account: Option<RoutableAccount>,
    /// What stands on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<Amount>,
    /// The same without what is on hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available_balance: Option<Amount>,
    /// Booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual_balance: Option<Amount>,
    /// Advanced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advance_balance: Option<Amount>,
    /// On hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_balance: Option<Amount>,
    /// The documents that came with it, without their content.
    #[serde(default)]
    pub linked_document: Vec<AcceptedLinkedDocument>,
    /// The partner's own pairs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta_data: Option<Map<String, Value>>,
    /// The partner's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// `MM/DD/YYYY HH:mm:ss`.
    #[serde(default)]
    pub created_on: String,
    /// `MM/DD/YYYY HH:mm:ss`.
    #[serde(default)]
    pub last_updated_on: String,
}

impl fmt::Debug for Account {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Account").field("id", &self.id).field("status", &self.status).finish_non_exhaustive()
    }
}

/// How other banks reach an account.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
pub struct RoutableAccount {
    /// For ACH.
    pub account_number: String,
    /// For ACH.
    pub routing_number: String,
    /// For wires.
    pub wire_account_number: String,
    /// For wires.
    pub wire_routing_number: String,
}

impl fmt::Debug for RoutableAccount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RoutableAccount([redacted])")
    }
}

/// An amount at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Amount {
    /// Dollars, such as `"0.00"`.
    pub amount: String,
    /// `MM/DD/YYYY HH:mm:ss`.
    pub as_on: String,
}
