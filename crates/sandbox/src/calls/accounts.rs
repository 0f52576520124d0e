//! `/accounts`.

use axum::extract::{Path, State as Shared};
use portico_model::{
    ErrorCode, FieldCode, FieldError,
    id::{AccountId, ProvidedId},
    netspend::{Account, AccountState, Balance, CardSummary, NewAccount},
};

use super::{
    standing::{context_of, load_with_terms},
    visibility::find_account,
};
use crate::{
    State,
    clock::rfc3339,
    domain::{catalog::Context, money::write_dollars},
    http::{Answer, CallInfo, Effect, JsonBody, Refusal, Request, Visitor, WriteCall, run_write},
    random::generate_id,
    store::{
        Connection, Hold,
        accounts::{self, AccountRow},
        balances,
        cards::{self, CardRow},
    },
};

pub(crate) async fn create(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    run_write::<CreateAccount>(state, visitor, call, (), body).await
}

pub(crate) async fn show(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Answer, Refusal> {
    let mut connection = state.store.read().await?;
    let account = find_account(&mut connection, &visitor, &id).await?;
    let cards = cards::of_account(&mut connection, &account.id).await?;
    let cents = balances::of_account(&mut connection, &account.id).await?;
    Answer::ok(&wire(&mut connection, account, cards, cents).await?)
}

/// `POST /accounts`.
struct CreateAccount(NewAccount);

impl WriteCall for CreateAccount {
    type Target = ();

    fn read((): (), request: &mut Request<'_>) -> Result<Self, Refusal> {
        request.body().map(Self)
    }

    fn holds<'a>(&'a self, _: &'a Visitor) -> Vec<Hold<'a>> {
        self.0.parent_account_id.iter().map(|id| Hold::Account(id.as_str())).collect()
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        let named = named_context(&self.0)?;
        let parent = match &self.0.parent_account_id {
            Some(id) => Some(find_account(connection, effect.visitor, id.as_str()).await?),
            None => None,
        };
        if parent.as_ref().is_some_and(|parent| parent.state == AccountState::Closed) {
            return Err(ErrorCode::AccountInactive.into());
        }
        // Directly, or by inheritance from the parent.
        let context = match (named, &parent) {
            (Some(id), _) => Context::find(id.as_str()).ok_or(ErrorCode::ContextNotFound)?,
            (None, Some(parent)) => context_of(parent)?,
            (None, None) => return Err(Refusal::field("/account_context", FieldCode::Required)),
        };
        let account = AccountRow {
            id: AccountId(generate_id()),
            session_id: effect.visitor.session.id.clone(),
            provided_id: context.provided_id.to_owned(),
            parent_account_id: parent.map(|parent| parent.id.0),
            state: AccountState::New,
            created_at: effect.now,
        };
        accounts::insert(connection, &account).await?;
        // It has no card yet, and nothing was booked on it.
        Answer::created(&wire(connection, account, Vec::new(), 0).await?)
    }
}

/// The provided id, in whichever of its two forms it is given.
fn named_context(new: &NewAccount) -> Result<Option<&ProvidedId>, Refusal> {
    match (&new.account_context, &new.provided_id) {
        (Some(_), Some(_)) => {
            let entry = FieldError::new("/provided_id", FieldCode::UnknownField);
            Err(Refusal::fields(ErrorCode::MalformedRequest, vec![entry]))
        }
        (Some(context), None) if context.kind == "provided" => Ok(Some(&context.provided_id)),
        (Some(_), None) => Err(Refusal::field("/account_context/type", FieldCode::OptionUnknown)),
        (None, provided_id) => Ok(provided_id.as_ref()),
    }
}

/// An account as an answer has it, with its cards and what is on it in cents.
async fn wire(
    connection: &mut Connection,
    account: AccountRow,
    cards: Vec<CardRow>,
    cents: i64,
) -> Result<Account, Refusal> {
    let context = context_of(&account)?;
    let (standing, terms) = load_with_terms(connection, &account).await?;
    Ok(Account {
        account_state: standing.state,
        kind: context.kind,
        provided_id: ProvidedId::from(context.provided_id),
        account_context: context.wire(&terms),
        workflows: standing.workflows(),
        primary_person_id: standing.primary_person_id,
        created_at: rfc3339(account.created_at),
        balance: Balance { available: write_dollars(cents), currency: "USD".to_owned() },
        cards: cards
            .into_iter()
            .map(|card| CardSummary { id: card.id, kind: card.kind, status: card.status })
            .collect(),
        id: account.id,
    })
}
