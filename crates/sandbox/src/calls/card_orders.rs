//! Ordering cards: `POST /cards/physical`, `/cards/virtual` and `/cards/digital`, a replacement included.

use axum::extract::State as Shared;
use portico_model::{
    ErrorCode,
    id::{AccountId, CardId, PersonId},
    netspend::{
        AccountState, CardStatus, CardType, KycStatus, LockStatus, NewCard, NewPhysicalCard, OfacStatus, ShippingStatus,
    },
};

use super::{
    cards::wire,
    standing::{context_of, settle},
    visibility::find_person_with_account,
};
use crate::{
    State,
    clock::day,
    domain::{
        catalog::CardBrand,
        fields::{Errors, check_address},
        pan::generate_pan,
    },
    http::{Answer, CallInfo, Effect, JsonBody, Refusal, Request, Visitor, WriteCall, run_write},
    random::{generate_digits, generate_id},
    store::{
        Connection, Hold,
        accounts::{self, AccountRow},
        cards::{self, CardRow, SealedColumns},
    },
    vault::Place,
};

/// A card is good for four years.
const YEARS: i64 = 4;

pub(crate) async fn physical(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    visitor.require_person()?;
    run_write::<OrderPhysical>(state, visitor, call, (), body).await
}

pub(crate) async fn online(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    visitor.require_person()?;
    run_write::<Order>(state, visitor, call, CardType::Virtual, body).await
}

pub(crate) async fn digital(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    visitor.require_person()?;
    run_write::<Order>(state, visitor, call, CardType::Digital, body).await
}

/// `POST /cards/physical`.
struct OrderPhysical(NewPhysicalCard);

/// `POST /cards/virtual` and `POST /cards/digital`.
struct Order {
    kind: CardType,
    new: NewCard,
}

/// What every order names.
struct Wanted<'a> {
    account_id: &'a AccountId,
    person_id: &'a PersonId,
    replaces: Option<&'a CardId>,
}

impl WriteCall for OrderPhysical {
    type Target = ();

    fn read((): (), request: &mut Request<'_>) -> Result<Self, Refusal> {
        request.body().map(Self)
    }

    fn holds<'a>(&'a self, _: &'a Visitor) -> Vec<Hold<'a>> {
        vec![Hold::AccountOfPerson(self.0.person_id.as_str())]
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        let new = self.0;
        let mut errors = Errors::default();
        check_address(&new.address, "/address", &mut errors)?;
        let errors = errors.into_list();
        if !errors.is_empty() {
            return Err(Refusal::fields(ErrorCode::ValidationFailed, errors));
        }
        let wanted = Wanted { account_id: &new.account_id, person_id: &new.person_id, replaces: new.replaces.as_ref() };
        let account = check_gates(connection, effect, &wanted).await?;
        let brand = context_of(&account)?.brands.iter().find(|brand| brand.name == new.brand_name);
        let brand = brand.ok_or(ErrorCode::BrandNotAvailable)?;
        check_replaced(connection, &wanted).await?;
        let mut card = blank(CardType::Physical, brand, &wanted, effect.now);
        let place = |column| Place { table: "cards", row: card.id.as_str(), column };
        let address = effect.state.vault.seal(place("address"), &new.address)?;
        let (pan_last4, cvc, pan) = make_number(effect.state, &card.id)?;
        card = CardRow {
            status: CardStatus::Unactivated,
            pan_last4: Some(pan_last4),
            cvc: Some(cvc),
            shipping_status: Some(ShippingStatus::Pending),
            ..card
        };
        insert(connection, effect, &account, &card, &SealedColumns { pan: Some(pan), address: Some(address) }).await
    }
}

impl WriteCall for Order {
    type Target = CardType;

    fn read(kind: CardType, request: &mut Request<'_>) -> Result<Self, Refusal> {
        Ok(Self { kind, new: request.body()? })
    }

    fn holds<'a>(&'a self, _: &'a Visitor) -> Vec<Hold<'a>> {
        vec![Hold::AccountOfPerson(self.new.person_id.as_str())]
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        let Self { kind, new } = self;
        let wanted = Wanted { account_id: &new.account_id, person_id: &new.person_id, replaces: new.replaces.as_ref() };
        let account = check_gates(connection, effect, &wanted).await?;
        check_replaced(connection, &wanted).await?;
        // Nobody chooses a look for what is never held: it gets the context's first.
        let brand = context_of(&account)?.brands.first().ok_or(ErrorCode::BrandNotAvailable)?;
        let card = blank(kind, brand, &wanted, effect.now);
        if kind == CardType::Digital {
            return insert(connection, effect, &account, &card, &SealedColumns::default()).await;
        }
        let (pan_last4, cvc, pan) = make_number(effect.state, &card.id)?;
        let card = CardRow { pan_last4: Some(pan_last4), cvc: Some(cvc), ..card };
        insert(connection, effect, &account, &card, &SealedColumns { pan: Some(pan), address: None }).await
    }
}

/// What all cards ask for: the person's own session, an approved person, an active account.
async fn check_gates(
    connection: &mut Connection,
    effect: &Effect<'_>,
    wanted: &Wanted<'_>,
) -> Result<AccountRow, Refusal> {
    if effect.visitor.require_person()? != wanted.person_id {
        return Err(ErrorCode::SessionForbidden.into());
    }
    let (person, account) = find_person_with_account(connection, effect.visitor, wanted.person_id.as_str()).await?;
    if account.id != *wanted.account_id {
        let other = accounts::find(connection, wanted.account_id.as_str()).await?;
        return Err(other.map_or(ErrorCode::AccountNotFound, |_| ErrorCode::SessionForbidden).into());
    }
    if person.kyc_status != KycStatus::Approved || person.ofac_status != OfacStatus::Approved {
        return Err(ErrorCode::KycNotApproved.into());
    }
    if account.state != AccountState::Active {
        return Err(ErrorCode::AccountInactive.into());
    }
    Ok(account)
}

/// A card that is replaced is the same person's, is closed, and has no replacement yet.
async fn check_replaced(connection: &mut Connection, wanted: &Wanted<'_>) -> Result<(), Refusal> {
    let Some(id) = wanted.replaces else { return Ok(()) };
    let found = cards::find(connection, id.as_str()).await?;
    let former = found.filter(|card| card.person_id == *wanted.person_id).ok_or(ErrorCode::CardNotFound)?;
    if former.status != CardStatus::Closed {
        return Err(ErrorCode::CardNotClosed.into());
    }
    if cards::is_replaced(connection, &former.id).await? {
        return Err(ErrorCode::CardAlreadyReplaced.into());
    }
    Ok(())
}

/// A card that is in use at once and has nothing that only some cards have.
fn blank(kind: CardType, brand: &CardBrand, wanted: &Wanted<'_>, now: i64) -> CardRow {
    let today = day(now);
    CardRow {
        id: CardId(generate_id()),
        account_id: wanted.account_id.clone(),
        person_id: wanted.person_id.clone(),
        kind,
        status: CardStatus::Active,
        lock_status: LockStatus::Unlocked,
        brand_name: brand.name.to_owned(),
        exp_month: i64::from(today.month()),
        exp_year: i64::from(today.year()) + YEARS,
        pan_last4: None,
        cvc: None,
        wrong_cvcs: 0,
        locked_until: None,
        shipping_status: None,
        carrier: None,
        tracking_number: None,
        estimated_arrival: None,
        replaces: wanted.replaces.map(|id| id.0.clone()),
        created_at: now,
    }
}

/// A number's last four digits, its security code sealed, and itself sealed.
fn make_number(state: &State, card: &CardId) -> Result<(String, Vec<u8>, Vec<u8>), Refusal> {
    let place = |column| Place { table: "cards", row: card.as_str(), column };
    let pan = generate_pan()?;
    let cvc = state.vault.seal(place("cvc"), &generate_digits(3)?)?;
    Ok((pan.get(12..).unwrap_or_default().to_owned(), cvc, state.vault.seal(place("pan"), &pan)?))
}

async fn insert(
    connection: &mut Connection,
    effect: &Effect<'_>,
    account: &AccountRow,
    card: &CardRow,
    sealed: &SealedColumns,
) -> Result<Answer, Refusal> {
    cards::insert(connection, card, sealed).await?;
    let standing = settle(connection, account, effect.now).await?;
    Answer::created(&wire(card, Some(standing))?)
}
