//! Ships a card, and shows what stands on its letter.

use axum::extract::{Path, State as Shared};
use jiff::ToSpan;
use portico_model::ErrorCode;
use serde_json::{Value, json};
use sqlx::AnyConnection;

use crate::{
    State,
    clock::day,
    http::{Answer, Refusal},
    random::generate_digits,
    store::cards::{self, CardRow},
    vault::Place,
};

/// Days until a letter arrives.
const TRAVEL: i64 = 5;

/// `GET /sandbox/cards/{id}`.
pub(crate) async fn show(Shared(state): Shared<State>, Path(id): Path<String>) -> Result<Answer, Refusal> {
    let card = find(&mut *state.store.read().await?, &id).await?;
    Answer::ok(&wire(&state, &card)?)
}

/// `POST /sandbox/cards/{id}/ship`.
pub(crate) async fn ship(Shared(state): Shared<State>, Path(id): Path<String>) -> Result<Answer, Refusal> {
    Answer::ok(&wire(&state, &send(&state, &id).await?)?)
}

/// The card with this id.
pub(super) async fn find(connection: &mut AnyConnection, id: &str) -> Result<CardRow, Refusal> {
    cards::find(connection, id).await?.ok_or_else(|| ErrorCode::CardNotFound.into())
}

/// Sends the card's letter, once.
pub(super) async fn send(state: &State, id: &str) -> Result<CardRow, Refusal> {
    let mut write = state.store.write().await?;
    find(write.connection(), id).await?;
    let arrival = day(state.clock.now()).saturating_add(TRAVEL.days()).to_string();
    let tracking = format!("SBX{}", generate_digits(12)?);
    cards::ship(write.connection(), id, "Sandbox Post", &tracking, &arrival).await?;
    let card = find(write.connection(), id).await?;
    write.commit().await?;
    Ok(card)
}

/// The security code on the back of the card.
pub(super) fn read_cvc(state: &State, card: &CardRow) -> Result<String, Refusal> {
    let place = Place { table: "cards", row: card.id.as_str(), column: "cvc" };
    Ok(state.vault.open(place, &card.cvc)?)
}

fn wire(state: &State, card: &CardRow) -> Result<Value, Refusal> {
    Ok(json!({
        "id": card.id,
        "cvc": read_cvc(state, card)?,
        "pan_last4": card.pan_last4,
        "shipping_status": card.shipping_status,
    }))
}
