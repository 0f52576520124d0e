//! `GET /sessions/init`: the platform's keys, its time, and a nonce for one device statement.

use axum::extract::State as Shared;
use portico_model::netspend::SessionInit;

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
    let key_set = state.keys.key_set()?;
    let nonce = generate_token()?;
    let now = state.clock.now();
    state.sweeper.sweep(&state.store, now).await?;
    handshake::insert_nonce(&mut *state.store.write_once().await?, &nonce, now + NONCE_LIFE).await?;
    Answer::ok(&SessionInit {
        jwks: key_set.jwks.clone(),
        jwks_jws: key_set.jws.clone(),
        nonce,
        now: rfc3339(now),
        expires_at: rfc3339(now + NONCE_LIFE),
    })
}
