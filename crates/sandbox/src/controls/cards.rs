//! Ships a card, and shows what stands on its letter.

use axum::extract::{Path, State as Shared};
use jiff::ToSpan;
use portico_model::{ErrorCode, netspend::ShippingStatus};
use serde_json::{Value, json};

use crate::{
    State,
    calls::emit_modified,
    clock::day,
    http::{Answer, Refusal},
    random::generate_digits,
    store::{
        Connection,
        cards::{self, CardRow},
    },
    vault::Place,
};

/// Days until a letter arrives.
const TRAVEL: i64 = 5;
/// Who carries it.
const CARRIER: &str = "Sandbox Post";

/// `GET /sandbox/cards/{id}`.
pub(crate) async fn show(Shared(state): Shared<State>, Path(id): Path<String>) -> Result<Answer, Refusal> {
    let card = find(&mut *state.store.read().await?, &id).await?;
    Answer::ok(&wire(&state, &card)?)
}

/// `POST /sandbox/cards/{id}/ship`.
pub(crate) async fn ship(Shared(state): Shared<State>, Path(id): Path<String>) -> Result<Answer, Refusal> {
    Answer::ok(&wire(&state, &send(&state, &id).await?)?)
}

/// A card that comes by mail.
pub(super) struct Letter {
    pub(super) card: CardRow,
    pub(super) cvc: String,
    pub(super) last4: String,
    pub(super) shipping: ShippingStatus,
}

impl Letter {
    /// The letter of `card`; none for a card that nobody sends.
    pub(super) fn open(state: &State, card: CardRow) -> Result<Self, Refusal> {
        let (Some(shipping), Some(last4)) = (card.shipping_status, card.pan_last4.clone()) else {
            return Err(ErrorCode::CardNotFound.into());
        };
        let cvc = read_cvc(state, &card)?.ok_or(ErrorCode::CardNotFound)?;
        Ok(Self { cvc, last4, shipping, card })
    }
}

/// The card with this id.
pub(super) async fn find(connection: &mut Connection, id: &str) -> Result<CardRow, Refusal> {
    cards::find(connection, id).await?.ok_or_else(|| ErrorCode::CardNotFound.into())
}

/// Sends the card's letter, once.
pub(super) async fn send(state: &State, id: &str) -> Result<CardRow, Refusal> {
    let mut write = state.store.write().await?;
    let mut card = find(write.connection(), id).await?;
    if card.shipping_status.is_none() {
        return Err(ErrorCode::CardNotFound.into());
    }
    let arrival = day(state.clock.now()).saturating_add(TRAVEL.days()).to_string();
    let tracking = format!("SBX{}", generate_digits(12)?);
    if cards::ship(write.connection(), id, CARRIER, &tracking, &arrival).await? {
        card.shipping_status = Some(ShippingStatus::Shipped);
        card.carrier = Some(CARRIER.to_owned());
        (card.tracking_number, card.estimated_arrival) = (Some(tracking), Some(arrival));
        emit_modified(write.connection(), &card, state.clock.now()).await?;
    }
    write.commit().await?;
    state.outbox.wake();
    Ok(card)
}

/// The security code on the back of the card. A digital card has none.
fn read_cvc(state: &State, card: &CardRow) -> Result<Option<String>, Refusal> {
    let place = Place { table: "cards", row: card.id.as_str(), column: "cvc" };
    Ok(card.cvc.as_deref().map(|sealed| state.vault.open(place, sealed)).transpose()?)
}

fn wire(state: &State, card: &CardRow) -> Result<Value, Refusal> {
    Ok(json!({
        "id": card.id,
        "cvc": read_cvc(state, card)?,
        "pan_last4": card.pan_last4,
        "shipping_status": card.shipping_status,
    }))
}
