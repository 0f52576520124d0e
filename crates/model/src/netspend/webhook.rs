//! Webhooks (contract: section 1.12).

use serde::{Deserialize, Serialize};

/// What the platform posts to the partner. Ids and states only: never personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookEvent {
    /// The event's id: the same on every redelivery.
    pub id: String,
    /// What happened, such as `account.created`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// What `data` is, such as `account`.
    pub data_type: String,
    /// Ids and states.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub data: serde_json::Value,
}
