//! Making something under an externalId, so that it is made once and its maker finds it again.

use http::{HeaderMap, Method, StatusCode, header};
use portico_model::{
    ErrorCode,
    passport::{FieldMessage, PassportCode, PassportError},
};

use super::{answer::made, key::Key, key::is_external_id, reach};
use crate::{allow_list::Kind, payload::Payload, refusal::Refusal, state::State, store::Binding, upstream::Answer};

/// The externalId of a body. The gateway makes nothing without one: a lost answer could not be looked up.
pub(super) fn external_id(body: &serde_json::Map<String, serde_json::Value>) -> Result<String, ErrorCode> {
    let id = body.get("externalId").and_then(serde_json::Value::as_str).filter(|id| is_external_id(id));
    id.map(str::to_owned).ok_or(ErrorCode::MalformedRequest)
}

/// What is made, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct New<'a> {
    pub(super) kind: Kind,
    pub(super) external_id: &'a str,
    pub(super) path: &'a str,
}

/// Reserves the externalId, makes the call, and learns what was made.
///
/// The platform documents no idempotency. So an externalId is one browser's alone from its first try on: when the answer is
/// lost, that browser and no other can look up what was made.
pub(super) async fn make(state: &State, binding: &Binding, new: New<'_>, body: Payload) -> Result<Answer, Refusal> {
    let New { kind, external_id, path } = new;
    let reserved = state.store().reservation(kind, external_id).await?;
    if reserved.as_ref().is_some_and(|reserved| reserved.binding_id != binding.id) {
        return taken();
    }
    // An account is looked up under its customer alone, who is the binding's: nobody else's can be found there.
    if reserved.is_none() && kind == Kind::Customer {
        let answer = reach::look_up(state, &Key::External(external_id.to_owned())).await?;
        match answer.status {
            StatusCode::NOT_FOUND => {}
            StatusCode::OK => return taken(),
            // Nothing was made: the platform's own answer says why.
            status if status.is_client_error() || status.is_server_error() => return Ok(answer),
            _ => return Err(ErrorCode::UpstreamUnavailable.into()),
        }
    }
    let Some(tries) = state.store().reserve(&binding.id, kind, external_id).await? else { return taken() };
    let answer = state.passport().upstream().deliver(&Method::POST, path, up(), Some(body)).await?;
    if answer.status.is_success() {
        if let Some(id) = made(&answer, if kind == Kind::Customer { "customer" } else { "account" }) {
            reach::learn(state, binding, kind, Some(external_id), id).await?;
        }
    } else if tries == 1 && answer.status.is_client_error() {
        state.store().release(&binding.id, kind, external_id).await?;
    }
    Ok(answer)
}

/// The headers of a call with a body.
pub(super) fn up() -> HeaderMap {
    let json = http::HeaderValue::from_static("application/json");
    HeaderMap::from_iter([(header::CONTENT_TYPE, json.clone()), (header::ACCEPT, json)])
}

/// What the platform says of an externalId that is another's.
fn taken() -> Result<Answer, Refusal> {
    let code = PassportCode::ExternalIdTaken;
    let field = FieldMessage { field: "externalId".to_owned(), message: code.message().to_owned() };
    let body = serde_json::to_vec(&PassportError::new(code, vec![field])).map_err(|_| ErrorCode::InternalError)?;
    let status = StatusCode::from_u16(code.status()).map_err(|_| ErrorCode::InternalError)?;
    Ok(Answer { status, headers: up(), body: body.into() })
}
