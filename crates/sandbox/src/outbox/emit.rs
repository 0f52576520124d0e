//! Events, written in the transaction of what they tell.

use portico_model::netspend::WebhookEvent;
use serde_json::Value;

use crate::{
    clock::rfc3339,
    random::generate_id,
    store::{Connection, outbox},
};

/// What an event tells (contract section 1.12). `data` holds ids and states, never personal data.
#[derive(Debug)]
pub(crate) struct Event {
    /// Such as `account.created`.
    pub(crate) kind: &'static str,
    /// What `data` is, such as `account`.
    pub(crate) data_type: &'static str,
    pub(crate) data: Value,
}

/// Puts `event` into the outbox: whoever commits the change commits the event, and neither is there without the other.
pub(crate) async fn emit(connection: &mut Connection, event: Event, now: i64) -> sqlx::Result<()> {
    let event = WebhookEvent {
        id: format!("evt_{}", generate_id()),
        kind: event.kind.to_owned(),
        created_at: rfc3339(now),
        data_type: event.data_type.to_owned(),
        data: event.data,
    };
    outbox::insert(connection, &event, now).await
}
