//! `/cards`: brands, orders, and what became of them.

use axum::extract::{Path, State as Shared};
use portico_model::{
    ErrorCode,
    id::CardId,
    netspend::{
        AccountState, BrandList, BrandSearch, Card, CardStatus, CardType, KycStatus, LockStatus, NewPhysicalCard,
        OfacStatus, Shipping, ShippingStatus, Workflow,
    },
};
use sqlx::AnyConnection;

use super::{
    standing::{context_of, settle},
    visibility::{find_account, find_card, find_person},
};
use crate::{
    State,
    clock::day,
    domain::fields::{Errors, check_address},
    http::{Answer, CallInfo, Effect, JsonBody, Refusal, Request, Visitor, WriteCall, read_body, run_write},
    random::{generate_digits, generate_id},
    store::{
        accounts,
        cards::{self, CardRow, CardSecrets},
    },
    vault::Place,
};

/// The first digits of the sandbox's card numbers.
const ISSUER: &str = "400022";
/// A card is good for four years.
const YEARS: i64 = 4;

pub(crate) async fn brands(
    Shared(state): Shared<State>,
    visitor: Visitor,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    visitor.require_customer()?;
    let search: BrandSearch = read_body(&body)?;
    let mut connection = state.store.read().await?;
    let person = find_person(&mut connection, &visitor, search.person_id.as_str()).await?;
    let account = accounts::find(&mut connection, person.account_id.as_str()).await?;
    let context = context_of(&account.ok_or(ErrorCode::AccountNotFound)?)?;
    let brands = context.brands.iter().map(|brand| brand.wire(&state.config.public_url)).collect();
    Answer::ok(&BrandList { brands })
}

pub(crate) async fn order(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    visitor.require_person()?;
    run_write::<OrderCard>(state, visitor, call, (), body).await
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

/// `POST /cards/physical`.
struct OrderCard(NewPhysicalCard);

impl WriteCall for OrderCard {
    type Target = ();

    fn read((): (), request: &mut Request<'_>) -> Result<Self, Refusal> {
        request.body().map(Self)
    }

    async fn apply(self, connection: &mut AnyConnection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        let order = self.0;
        let mut errors = Errors::default();
        check_address(&order.address, "/address", &mut errors)?;
        let errors = errors.into_list();
        if !errors.is_empty() {
            return Err(Refusal::fields(ErrorCode::ValidationFailed, errors));
        }
        if effect.visitor.require_person()? != &order.person_id {
            return Err(ErrorCode::SessionForbidden.into());
        }
        let person = find_person(connection, effect.visitor, order.person_id.as_str()).await?;
        let account = find_account(connection, effect.visitor, order.account_id.as_str()).await?;
        if person.account_id != account.id {
            return Err(ErrorCode::SessionForbidden.into());
        }
        if person.kyc_status != KycStatus::Approved || person.ofac_status != OfacStatus::Approved {
            return Err(ErrorCode::KycNotApproved.into());
        }
        if account.state != AccountState::Active {
            return Err(ErrorCode::AccountInactive.into());
        }
        let brand = context_of(&account)?.brands.iter().find(|brand| brand.name == order.brand_name);
        let brand = brand.ok_or(ErrorCode::BrandNotAvailable)?;
        let id = CardId(generate_id());
        let place = |column| Place { table: "cards", row: id.as_str(), column };
        let vault = &effect.state.vault;
        let pan = generate_pan()?;
        let today = day(effect.now);
        let card = CardRow {
            account_id: account.id.clone(),
            person_id: person.id,
            kind: CardType::Physical,
            status: CardStatus::Unactivated,
            lock_status: LockStatus::Unlocked,
            brand_name: brand.name.to_owned(),
            exp_month: i64::from(today.month()),
            exp_year: i64::from(today.year()) + YEARS,
            pan_last4: pan.get(12..).unwrap_or_default().to_owned(),
            cvc: vault.seal(place("cvc"), &generate_digits(3)?)?,
            wrong_cvcs: 0,
            locked_until: None,
            shipping_status: ShippingStatus::Pending,
            carrier: None,
            tracking_number: None,
            estimated_arrival: None,
            created_at: effect.now,
            id: id.clone(),
        };
        let secrets = CardSecrets {
            pan: vault.seal(place("pan"), &pan)?,
            address: vault.seal(place("address"), &order.address)?,
        };
        cards::insert(connection, &card, &secrets).await?;
        let standing = settle(effect.state, connection, &account.id, effect.now).await?;
        Answer::created(&wire(&card, Some(standing))?)
    }
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
        pan_last4: Some(card.pan_last4.clone()),
        shipping: Some(Shipping {
            status: card.shipping_status,
            carrier: card.carrier.clone(),
            tracking_number: card.tracking_number.clone(),
            estimated_arrival: card.estimated_arrival.clone(),
        }),
        account_state,
        workflows,
    })
}

/// 16 digits that pass the Luhn check.
fn generate_pan() -> Result<String, Refusal> {
    let payload = [ISSUER, &generate_digits(9)?].concat();
    let check = luhn_digit(&payload);
    Ok(format!("{payload}{check}"))
}

/// The digit that makes `payload` and it pass the Luhn check.
fn luhn_digit(payload: &str) -> u32 {
    let sum: u32 = payload
        .chars()
        .rev()
        .filter_map(|digit| digit.to_digit(10))
        .enumerate()
        .map(|(index, digit)| match index % 2 {
            0 if digit > 4 => digit * 2 - 9,
            0 => digit * 2,
            _ => digit,
        })
        .sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completes_card_numbers_by_the_luhn_check() {
        assert_eq!(luhn_digit("7992739871"), 3);
        assert_eq!(luhn_digit("411111111111111"), 1);
        assert_eq!(generate_pan().unwrap().len(), 16);
    }
}
