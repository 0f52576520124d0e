//! `POST /cards/{id}/verifications`: whoever holds the card knows its security code.

use axum::extract::{Path, State as Shared};
use portico_model::{
    ErrorCode, FieldCode,
    id::VerificationId,
    netspend::{CvcSecret, NewVerification, Verification},
};
use subtle::ConstantTimeEq;

use super::cards::find_usable;
use crate::{
    State,
    clock::rfc3339,
    domain::fields::check_digits,
    http::{Answer, CallInfo, Effect, JsonBody, Refusal, Request, Visitor, WriteCall, run_write},
    random::generate_id,
    store::{Connection, Hold, cards},
    vault::Place,
};

/// How long a passed verification is good for, in seconds.
const LIFE: i64 = 900;
/// Wrong codes that lock the card's verification, and for how long.
const TRIES: i64 = 3;
const LOCK: i64 = 3_600;

pub(crate) async fn create(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    visitor.require_person()?;
    run_write::<Verify>(state, visitor, call, id, body).await
}

struct Verify {
    card_id: String,
    secret: CvcSecret,
}

impl WriteCall for Verify {
    type Target = String;

    fn read(card_id: String, request: &mut Request<'_>) -> Result<Self, Refusal> {
        let new: NewVerification = request.body()?;
        let secret = request.open("encrypted_data", &new.encrypted_data, &format!("cvc:{card_id}"))?;
        Ok(Self { card_id, secret })
    }

    fn holds<'a>(&'a self, _: &'a Visitor) -> Vec<Hold<'a>> {
        vec![Hold::AccountOfCard(&self.card_id)]
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        // A slip of the finger is no guess, so it doesn't count as one.
        if let Some(code) = check_digits(&self.secret.verification_value, 3, FieldCode::CvcForm) {
            return Err(Refusal::field("/encrypted_data/verification_value", code));
        }
        let (card, _) = find_usable(connection, effect.visitor, &self.card_id).await?;
        let cvc = card.cvc.as_deref().ok_or(ErrorCode::CardHasNoPan)?;
        if card.locked_until.is_some_and(|until| effect.now < until) {
            return Err(ErrorCode::VerificationLocked.into());
        }
        let place = Place { table: "cards", row: card.id.as_str(), column: "cvc" };
        let cvc: String = effect.state.vault.open(place, cvc)?;
        if bool::from(cvc.as_bytes().ct_eq(self.secret.verification_value.as_bytes())) {
            cards::set_tries(connection, &card.id, 0, None).await?;
            let verification =
                Verification { id: VerificationId(generate_id()), expires_at: rfc3339(effect.now + LIFE) };
            let id = verification.id.as_str();
            cards::insert_verification(connection, id, &card.id, effect.now + LIFE).await?;
            return Answer::created(&verification);
        }
        // A wrong code has an effect too: it is counted, in the transaction of its answer.
        let wrong = card.wrong_cvcs + 1;
        let refusal = if wrong < TRIES {
            cards::set_tries(connection, &card.id, wrong, None).await?;
            Refusal::verification(u8::try_from(TRIES - wrong).unwrap_or(0))
        } else {
            cards::set_tries(connection, &card.id, 0, Some(effect.now + LOCK)).await?;
            Refusal::from(ErrorCode::VerificationLocked)
        };
        Answer::refused(&refusal, effect.request_id)
    }
}
