//! `PUT /cards/{id}/pin`: sets the PIN, and the card is active.

use axum::extract::{Path, State as Shared};
use portico_model::{
    ErrorCode, FieldCode,
    netspend::{CardStatus, NewPin, PinSecret},
};

use super::cards::{find_usable, finish_change};
use crate::{
    State,
    domain::fields::check_digits,
    http::{Answer, CallInfo, Effect, JsonBody, Refusal, Request, Visitor, WriteCall, run_write},
    store::{
        Connection, Hold,
        cards::{self, CardRow},
    },
    vault::Place,
};

pub(crate) async fn set(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    visitor.require_person()?;
    run_write::<SetPin>(state, visitor, call, id, body).await
}

struct SetPin {
    card_id: String,
    new: NewPin,
    secret: PinSecret,
}

impl WriteCall for SetPin {
    type Target = String;

    fn read(card_id: String, request: &mut Request<'_>) -> Result<Self, Refusal> {
        let new: NewPin = request.body()?;
        let secret = request.open("encrypted_data", &new.encrypted_data, &format!("pin:{card_id}"))?;
        Ok(Self { card_id, new, secret })
    }

    fn holds<'a>(&'a self, _: &'a Visitor) -> Vec<Hold<'a>> {
        vec![Hold::AccountOfCard(&self.card_id)]
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        if let Some(code) = check_digits(&self.secret.pin, 4, FieldCode::PinForm) {
            return Err(Refusal::field("/encrypted_data/pin", code));
        }
        let (card, account) = find_usable(connection, effect.visitor, &self.card_id).await?;
        if card.status != CardStatus::Unactivated {
            return Err(ErrorCode::PinAlreadySet.into());
        }
        let verification = self.new.verification_id.as_str();
        if !cards::spend_verification(connection, verification, &card.id, effect.now).await? {
            return Err(ErrorCode::InvalidVerification.into());
        }
        let place = Place { table: "cards", row: card.id.as_str(), column: "pin" };
        let sealed = effect.state.vault.seal(place, &self.secret.pin)?;
        cards::activate(connection, &card.id, &sealed).await?;
        let card = CardRow { status: CardStatus::Active, ..card };
        finish_change(connection, effect, &card, &account).await
    }
}
