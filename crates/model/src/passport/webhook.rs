//! Webhooks in the style of Amazon SNS.

use serde::{Deserialize, Serialize};

use super::AccountStatus;

/// `event` when an account has another status than before.
pub const ACCOUNT_STATUS_CHANGED: &str = "ACCOUNT_STATUS_CHANGED";

/// What is posted to the partner: first a `SubscriptionConfirmation`, then a `Notification` for each event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Notice {
    /// `SubscriptionConfirmation` or `Notification`.
    #[serde(rename = "Type")]
    pub kind: String,
    /// The same on each try.
    pub message_id: String,
    /// The platform's topic.
    pub topic_arn: String,
    /// Words for a confirmation; an [`AccountEvent`] as JSON text for a notification.
    pub message: String,
    /// RFC 3339 in UTC.
    pub timestamp: String,
    /// Proves the visit of `SubscribeURL`; confirmations only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Visiting it confirms; confirmations only.
    #[serde(rename = "SubscribeURL", default, skip_serializing_if = "Option::is_none")]
    pub subscribe_url: Option<String>,
}

/// What happened to an account. Ids and states only: never personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountEvent {
    /// [`ACCOUNT_STATUS_CHANGED`].
    pub event: String,
    /// The account after it.
    pub resource: AccountEventResource,
    /// `MM/DD/YYYY HH:mm:ss`.
    pub occurred_on: String,
}

/// An account in an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountEventResource {
    /// `account`.
    pub resource_name: String,
    /// The path of the account.
    pub url: String,
    /// The platform's id.
    pub id: i64,
    /// The partner's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Where it stands.
    pub status: AccountStatus,
    /// Why it stands there.
    pub status_reason: String,
    /// Since when, `MM/DD/YYYY HH:mm:ss`.
    pub status_date: String,
}
