//! Shows the outbox.

use axum::extract::State as Shared;
use serde_json::{Value, json};

use crate::{
    State,
    clock::rfc3339,
    http::{Answer, Refusal},
    store::outbox,
};

/// `GET /sandbox/events`, oldest first.
pub(crate) async fn list(Shared(state): Shared<State>) -> Result<Answer, Refusal> {
    let events = outbox::all(&mut *state.store.read().await?).await?;
    let events: Vec<Value> = events
        .iter()
        .map(|event| {
            json!({
                "id": event.id,
                "type": event.kind,
                "attempts": event.attempts,
                "delivered_at": event.delivered_at.map(rfc3339),
            })
        })
        .collect();
    Answer::ok(&json!({"events": events}))
}
