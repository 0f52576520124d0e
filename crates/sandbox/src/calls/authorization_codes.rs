//! Authorization codes: asked for in a person's session, redeemed once by a micro-app.

use axum::extract::{Path, State as Shared};
use portico_model::{
    ErrorCode,
    netspend::{AccountState, AuthorizationCode, NewAuthorizationCode, Redeemed, Redemption},
};

use super::visibility::find_person_with_account;
use crate::{
    State,
    clock::rfc3339,
    http::{
        Answer, CallInfo, Effect, JsonBody, Refusal, Request, Visitor, WriteCall, hash_token, read_body, run_write,
    },
    random::generate_token,
    store::{Connection, Hold, authorization_codes, sessions},
};

/// How long a code is good for, in seconds.
const LIFE: i64 = 300;
/// The longest name of a purpose.
const MAX_PURPOSE: usize = 64;

pub(crate) async fn create(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    visitor.require_person()?;
    run_write::<MakeCode>(state, visitor, call, (), body).await
}

/// `POST /micro-apps/{purpose}/redeem`. The code is all that the caller has and needs.
pub(crate) async fn redeem(
    Shared(state): Shared<State>,
    Path(purpose): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    let is_name = |text: &str| {
        (1..=MAX_PURPOSE).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    if !is_name(&purpose) {
        return Err(ErrorCode::RouteNotFound.into());
    }
    let Redemption { code } = read_body(&body)?;
    let mut write = state.store.write().await?;
    let now = state.clock.now();
    let spent = authorization_codes::spend(write.connection(), &hash_token(&code), now).await?;
    let mut session = match &spent {
        Some((session, _)) => sessions::find(write.connection(), session).await?,
        None => None,
    };
    session.iter_mut().for_each(|session| state.sightings.refresh(session));
    // Spent all the same when its session has ended.
    write.commit().await?;
    match (spent, session) {
        (Some((_, person_id)), Some(session)) if !session.is_over(now) => {
            Answer::ok(&Redeemed { purpose, person_id, redeemed_at: rfc3339(now) })
        }
        _ => Err(ErrorCode::AuthorizationCodeInvalid.into()),
    }
}

/// `POST /authorization_codes`.
struct MakeCode;

impl WriteCall for MakeCode {
    type Target = ();

    fn read((): (), request: &mut Request<'_>) -> Result<Self, Refusal> {
        request.body::<NewAuthorizationCode>().map(|_| Self)
    }

    fn holds<'a>(&'a self, visitor: &'a Visitor) -> Vec<Hold<'a>> {
        visitor.require_person().iter().map(|person| Hold::AccountOfPerson(person.as_str())).collect()
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        let person = effect.visitor.require_person()?;
        let (person, account) = find_person_with_account(connection, effect.visitor, person.as_str()).await?;
        if account.state == AccountState::Closed {
            return Err(ErrorCode::AccountInactive.into());
        }
        let code = generate_token()?;
        let (session, expires_at) = (effect.visitor.session.id.as_str(), effect.now + LIFE);
        let hash = hash_token(&code);
        authorization_codes::insert(connection, &hash, session, &person.id, effect.now, expires_at).await?;
        Answer::created(&AuthorizationCode { code, expires_at: rfc3339(expires_at) })
    }
}
