//! `/cards`: the brands that can be ordered, and a card as it stands.

use axum::extract::{Path, State as Shared};
use portico_model::{
    ErrorCode,
    id::CardId,
    netspend::{AccountState, BrandList, BrandSearch, Card, CardStatus, Shipping, Workflow},
};
use serde_json::json;

use super::{
    standing::{context_of, settle},
    visibility::{find_card, find_card_with_account, find_person_with_account},
};
use crate::{
    State,
    http::{Answer, Effect, JsonBody, Refusal, Visitor, read_body},
    outbox::{Event, emit},
    store::{Connection, accounts::AccountRow, cards::CardRow},
};

pub(crate) async fn brands(
    Shared(state): Shared<State>,
    visitor: Visitor,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    let search: BrandSearch = read_body(&body)?;
    let mut connection = state.store.read().await?;
    let (_, account) = find_person_with_account(&mut connection, &visitor, search.person_id.as_str()).await?;
    let brands = context_of(&account)?.brands.iter().map(|brand| brand.wire(&state.config.public_url)).collect();
    Answer::ok(&BrandList { brands })
}

pub(crate) async fn show(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Answer, Refusal> {
    let mut connection = state.store.read().await?;
    let card = find_card(&mut connection, &visitor, &id).await?;
    Answer::ok(&wire(&card, None)?)
}

/// A card as an answer has it. `standing` is there after a write.
pub(crate) fn wire(card: &CardRow, standing: Option<(AccountState, Vec<Workflow>)>) -> Result<Card, Refusal> {
    let out_of_range = |_| Refusal::internal(&"a card's expiry is out of range");
    let (account_state, workflows) = standing.unzip();
    Ok(Card {
        id: card.id.clone(),
        kind: card.kind,
        status: card.status,
        lock_status: card.lock_status,
        brand_name: card.brand_name.clone(),
        exp_month: u8::try_from(card.exp_month).map_err(out_of_range)?,
        exp_year: u16::try_from(card.exp_year).map_err(out_of_range)?,
        pan_last4: card.pan_last4.clone(),
        replaces: card.replaces.clone().map(CardId),
        shipping: card.shipping_status.map(|status| Shipping {
            status,
            carrier: card.carrier.clone(),
            tracking_number: card.tracking_number.clone(),
            estimated_arrival: card.estimated_arrival.clone(),
        }),
        account_state,
        workflows,
    })
}

/// The visitor's card and its account, for doing something with it: it is not closed, and its account is active.
pub(crate) async fn find_usable(
    connection: &mut Connection,
    visitor: &Visitor,
    id: &str,
) -> Result<(CardRow, AccountRow), Refusal> {
    let (card, account) = find_card_with_account(connection, visitor, id).await?;
    if account.state != AccountState::Active {
        return Err(ErrorCode::AccountInactive.into());
    }
    if card.status == CardStatus::Closed {
        return Err(ErrorCode::CardClosed.into());
    }
    Ok((card, account))
}

/// Tells the partner what became of a card.
pub(crate) async fn emit_modified(connection: &mut Connection, card: &CardRow, now: i64) -> sqlx::Result<()> {
    let mut data = json!({
        "id": card.id, "account_id": card.account_id, "person_id": card.person_id,
        "status": card.status, "lock_status": card.lock_status,
    });
    if let (Some(members), Some(status)) = (data.as_object_mut(), card.shipping_status) {
        members.insert("shipping_status".to_owned(), json!(status));
    }
    emit(connection, Event { kind: "card.modified", data_type: "card", data }, now).await
}

/// The end of a call that changed a card: the event, and the card as it is now.
pub(crate) async fn finish_change(
    connection: &mut Connection,
    effect: &Effect<'_>,
    card: &CardRow,
    account: &AccountRow,
) -> Result<Answer, Refusal> {
    emit_modified(connection, card, effect.now).await?;
    let standing = settle(connection, account, effect.now).await?;
    Answer::ok(&wire(card, Some(standing))?)
}
