//! Rotates the keys that sealed values are opened with.

use axum::extract::State as Shared;
use serde_json::{Value, json};

use crate::{
    State,
    clock::rfc3339,
    http::{Answer, Refusal},
    key_ring::OpeningKeys,
};

/// `POST /sandbox/keys/rotate`: a new key of each suite. The former ones open for ten more minutes.
pub(crate) async fn rotate(Shared(state): Shared<State>) -> Result<Answer, Refusal> {
    // An RSA key takes its time, and none of the runtime's threads is for that.
    let next = tokio::task::spawn_blocking(OpeningKeys::generate).await;
    let next = next.map_err(|_| Refusal::internal(&"a key could not be made"))??;
    // Holding the turn to write makes two rotations at once two rotations.
    let turn = state.store.write().await?;
    let now = state.clock.now();
    let rotated = state.keys.opening.keys().rotated_to(next, now);
    state.keys.put(rotated).map_err(|error| Refusal::internal(&error))?;
    drop(turn);
    let keys = state.keys.opening.keys();
    let kids: Vec<&str> = keys.current.iter().map(|key| key.kid()).collect();
    let retired: Vec<Value> = keys
        .retired
        .iter()
        .map(|retired| json!({"kid": retired.key.kid(), "opens_until": rfc3339(retired.opens_until)}))
        .collect();
    Answer::ok(&json!({"kids": kids, "retired": retired}))
}
