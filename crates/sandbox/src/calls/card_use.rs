//! What becomes of a card: its secrets, its lock, its end, and its way into a wallet.

use axum::extract::{Path, State as Shared};
use portico_model::{
    ErrorCode,
    id::WalletTokenId,
    netspend::{
        CardClosure, CardLock, CardSecrets, CardStatus, CardType, LockStatus, NewWalletToken, SealedCardSecrets,
        WalletToken, WalletTokenStatus,
    },
};

use super::{
    cards::{find_usable, finish_change, wire},
    standing::settle,
};
use crate::{
    State,
    clock::rfc3339,
    http::{Answer, CallInfo, Effect, JsonBody, Refusal, Request, Visitor, WriteCall, run_write, seal_to_session},
    random::generate_id,
    store::{
        Connection, Hold,
        cards::{self, CardRow},
    },
    vault::Place,
};

/// How long a wallet may take a token in, in seconds.
const WALLET_TOKEN_LIFE: i64 = 600;

/// `GET /cards/{id}/secrets`: number and security code, sealed to the session.
pub(crate) async fn secrets(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Answer, Refusal> {
    visitor.require_person()?;
    let mut connection = state.store.read().await?;
    let (card, _) = find_usable(&mut connection, &visitor, &id).await?;
    let pan = cards::find_pan(&mut connection, &card.id).await?;
    let (Some(pan), Some(cvc)) = (pan, &card.cvc) else { return Err(ErrorCode::CardHasNoPan.into()) };
    require_in_use(&card)?;
    let place = |column| Place { table: "cards", row: card.id.as_str(), column };
    let secrets =
        CardSecrets { pan: state.vault.open(place("pan"), &pan)?, cvv2: state.vault.open(place("cvc"), cvc)? };
    let use_ = format!("card_secrets:{}", card.id);
    let encrypted_data = seal_to_session(&state, &mut connection, &visitor, &use_, &secrets).await?;
    Answer::ok(&SealedCardSecrets { encrypted_data })
}

pub(crate) async fn lock(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    visitor.require_person()?;
    run_write::<Lock>(state, visitor, call, id, body).await
}

pub(crate) async fn close(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    visitor.require_person()?;
    run_write::<Close>(state, visitor, call, id, body).await
}

pub(crate) async fn make_wallet_token(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    visitor.require_person()?;
    run_write::<MakeWalletToken>(state, visitor, call, id, body).await
}

/// `PUT /cards/{id}/lock`.
struct Lock {
    card_id: String,
    new: CardLock,
}

impl WriteCall for Lock {
    type Target = String;

    fn read(card_id: String, request: &mut Request<'_>) -> Result<Self, Refusal> {
        Ok(Self { card_id, new: request.body()? })
    }

    fn holds<'a>(&'a self, _: &'a Visitor) -> Vec<Hold<'a>> {
        vec![Hold::AccountOfCard(&self.card_id)]
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        let (card, account) = find_usable(connection, effect.visitor, &self.card_id).await?;
        if card.lock_status == self.new.lock_status {
            let standing = settle(connection, &account, effect.now).await?;
            return Answer::ok(&wire(&card, Some(standing))?);
        }
        cards::set_lock(connection, &card.id, self.new.lock_status).await?;
        let card = CardRow { lock_status: self.new.lock_status, ..card };
        finish_change(connection, effect, &card, &account).await
    }
}

/// `POST /cards/{id}/close`.
struct Close {
    card_id: String,
    closure: CardClosure,
}

impl WriteCall for Close {
    type Target = String;

    fn read(card_id: String, request: &mut Request<'_>) -> Result<Self, Refusal> {
        Ok(Self { card_id, closure: request.body()? })
    }

    fn holds<'a>(&'a self, _: &'a Visitor) -> Vec<Hold<'a>> {
        vec![Hold::AccountOfCard(&self.card_id)]
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        let (card, account) = find_usable(connection, effect.visitor, &self.card_id).await?;
        cards::close(connection, &card.id, self.closure.reason).await?;
        let card = CardRow { status: CardStatus::Closed, ..card };
        finish_change(connection, effect, &card, &account).await
    }
}

/// `POST /cards/{id}/wallet_tokens`.
struct MakeWalletToken {
    card_id: String,
    new: NewWalletToken,
}

impl WriteCall for MakeWalletToken {
    type Target = String;

    fn read(card_id: String, request: &mut Request<'_>) -> Result<Self, Refusal> {
        Ok(Self { card_id, new: request.body()? })
    }

    fn holds<'a>(&'a self, _: &'a Visitor) -> Vec<Hold<'a>> {
        vec![Hold::AccountOfCard(&self.card_id)]
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        let (card, _) = find_usable(connection, effect.visitor, &self.card_id).await?;
        if card.kind == CardType::Virtual {
            return Err(ErrorCode::CardNotDigitizable.into());
        }
        require_in_use(&card)?;
        let id = WalletTokenId(generate_id());
        let (now, expires_at) = (effect.now, effect.now + WALLET_TOKEN_LIFE);
        cards::insert_wallet_token(connection, id.as_str(), &card.id, self.new.wallet, now, expires_at).await?;
        Answer::created(&WalletToken {
            id,
            wallet: self.new.wallet,
            status: WalletTokenStatus::Created,
            expires_at: rfc3339(expires_at),
        })
    }
}

/// Activated, and not locked by its holder.
fn require_in_use(card: &CardRow) -> Result<(), Refusal> {
    match (card.status, card.lock_status) {
        (CardStatus::Active, LockStatus::Unlocked) => Ok(()),
        (CardStatus::Active, LockStatus::Locked) => Err(ErrorCode::CardLocked.into()),
        (CardStatus::Unactivated, _) => Err(ErrorCode::CardNotActive.into()),
        (CardStatus::Closed, _) => Err(ErrorCode::CardClosed.into()),
    }
}
