//! `GET /sessions/init`: the platform's keys, its time, and a nonce for one device statement.

use axum::extract::State as Shared;
use portico_model::{Jwk, netspend::SessionInit};
use serde_json::{Map, Value, json};

use crate::{
    State,
    clock::rfc3339,
    http::{Answer, Partner, Refusal},
    random::generate_token,
    store::handshake,
};

/// How long a nonce lives, in seconds.
const NONCE_LIFE: i64 = 300;

pub(crate) async fn show(Shared(state): Shared<State>, _: Partner) -> Result<Answer, Refusal> {
    let keys: Vec<Value> = state.keys.opening.keys().current.iter().map(|key| key.public_jwk()).collect();
    let payload = json!({"keys": keys}).to_string();
    let jwks = serde_json::from_value::<Vec<Jwk>>(Value::Array(keys))
        .map_err(|_| Refusal::internal(&"the key set can't be written"))?;
    let nonce = generate_token()?;
    let now = state.clock.now();
    let mut write = state.store.write().await?;
    handshake::insert_nonce(write.connection(), &nonce, now, now + NONCE_LIFE).await?;
    write.commit().await?;
    Answer::ok(&SessionInit {
        jwks,
        jwks_jws: state.keys.signing.sign("jwk-set+jwt", Map::new(), payload.as_bytes()),
        nonce,
        now: rfc3339(now),
        expires_at: rfc3339(now + NONCE_LIFE),
    })
}
