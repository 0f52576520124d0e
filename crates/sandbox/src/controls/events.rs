//! Shows the outbox, and sends an event again.

use axum::extract::{Path, State as Shared};
use http::StatusCode;
use portico_model::ErrorCode;
use serde_json::{Value, json};

use crate::{
    State,
    clock::rfc3339,
    http::{Answer, Refusal},
    store::outbox::{self, EventRow},
};

/// `GET /sandbox/events`, oldest first.
pub(crate) async fn list(Shared(state): Shared<State>) -> Result<Answer, Refusal> {
    let events = outbox::all(&mut *state.store.read().await?).await?;
    let events: Vec<Value> = events.iter().map(wire).collect();
    Answer::ok(&json!({"events": events}))
}

/// `POST /sandbox/events/{id}/resend`: due at once, whatever became of it before.
pub(crate) async fn resend(Shared(state): Shared<State>, Path(id): Path<String>) -> Result<StatusCode, Refusal> {
    let mut write = state.store.write().await?;
    let is_known = outbox::resend(write.connection(), &id, state.clock.now()).await?;
    write.commit().await?;
    state.outbox.wake();
    if is_known { Ok(StatusCode::NO_CONTENT) } else { Err(ErrorCode::EventNotFound.into()) }
}

fn wire(event: &EventRow) -> Value {
    let payload: Value = serde_json::from_str(&event.payload).unwrap_or_default();
    let waits = event.delivered_at.is_none() && event.given_up_at.is_none();
    json!({
        "id": event.id,
        "type": event.kind,
        "created_at": rfc3339(event.created_at),
        "data": payload.get("data"),
        "attempts": event.attempts,
        "outcome": event.outcome,
        "next_attempt_at": waits.then(|| rfc3339(event.due_at)),
        "delivered_at": event.delivered_at.map(rfc3339),
        "given_up_at": event.given_up_at.map(rfc3339),
    })
}
