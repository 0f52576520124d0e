//! Moves the server's clock forward.

use axum::extract::State as Shared;
use portico_model::{ErrorCode, FieldCode, netspend::KycStatus};
use serde::Deserialize;
use serde_json::json;

use crate::{
    State,
    calls::{conclude, settle_account},
    clock::rfc3339,
    domain::checks::Outcome,
    http::{Answer, JsonBody, Refusal, read_body},
    store::{people, settings},
};

/// A step longer than ten years is a mistake.
const LONGEST_STEP: i64 = 10 * 366 * 86_400;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    seconds: i64,
}

/// `POST /sandbox/clock/advance`. Checks that were pending are approved by it, as the test values say.
pub(crate) async fn advance(Shared(state): Shared<State>, JsonBody(body): JsonBody) -> Result<Answer, Refusal> {
    let Advance { seconds } = read_body(&body)?;
    if !(1..=LONGEST_STEP).contains(&seconds) {
        return Err(Refusal::field("/seconds", FieldCode::WrongType));
    }
    let mut write = state.store.write().await?;
    // Read from the database inside the turn, so that two steps at once are two steps.
    let before = settings::clock_offset(write.connection()).await?;
    let offset = before.checked_add(seconds).ok_or(ErrorCode::ValidationFailed)?;
    settings::set_clock_offset(write.connection(), offset).await?;
    let now = state.clock.now() + seconds;
    for person in people::pending(write.connection()).await? {
        let Some(mut person) = people::find(write.connection(), person.as_str()).await? else { continue };
        let outcome = Outcome { kyc: KycStatus::Approved, ofac: person.ofac_status, cure: None };
        conclude(write.connection(), &mut person, outcome, now).await?;
        settle_account(write.connection(), &person.account_id, now).await?;
    }
    crate::passport::step(&state, write.connection(), now).await?;
    write.commit().await?;
    state.clock.raise_offset(offset);
    state.outbox.wake();
    state.passport.wake();
    Answer::ok(&json!({"now": rfc3339(state.clock.now())}))
}
