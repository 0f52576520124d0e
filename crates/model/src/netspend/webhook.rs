//! Webhooks (contract: section 1.12).

use serde::{Deserialize, Serialize};

/// What the platform posts to the partner. Ids and states only: never personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookEvent {
    /// The event's id: the same on every redelivery.
    pub id: String,
    /// What happened, such as `account.created`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened.
    pub created_at: String,
    /// What `data` is, such as `account`.
    pub data_type: String,
    /// Ids and states.
    pub data: serde_json::Value,
}
