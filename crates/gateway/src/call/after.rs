//! What a call changes at the gateway: bindings begin, move and end with the platform's sessions.

use http::{HeaderMap, HeaderValue, Method};
use portico_model::ErrorCode;
use serde_json::Value;

use super::caller::Caller;
use crate::{
    allow_list::{After, Route, is_id},
    refusal::Refusal,
    state::State,
    store::{Binding, Cookie},
    upstream::Answer,
};

/// Does what the route says, and gives the cookie to set, if any.
pub(super) async fn apply(
    state: &State,
    route: &Route,
    caller: &Caller,
    answer: &Answer,
    json: Option<&Value>,
) -> Result<Option<HeaderValue>, Refusal> {
    let good = answer.status.is_success();
    match (route.after, &caller.binding) {
        (After::SessionOpened, _) if good => open(state, caller, json).await,
        (After::SessionMoved, Some(binding)) if good => rotate(state, binding, &binding.session).await,
        // Whatever the platform says of the session: whoever signs out is signed out. Only when it failed may the
        // browser try again.
        (After::SessionClosed, Some(binding)) if !answer.status.is_server_error() => {
            state.store().close_binding(&binding.id).await?;
            Ok(Some(Cookie::clearing_header()))
        }
        (_, Some(binding)) if binding.wants_new_cookie(state.clock().seconds()) => {
            rotate(state, binding, &binding.session).await
        }
        _ => Ok(None),
    }
}

/// Keeps the new session, if it was opened with the key that the proof shows.
async fn open(state: &State, caller: &Caller, json: Option<&Value>) -> Result<Option<HeaderValue>, Refusal> {
    let text = |name: &str| json.and_then(|json| json.get(name)).and_then(Value::as_str);
    let session = text("id").filter(|id| is_id(id)).ok_or(ErrorCode::UpstreamUnavailable)?;
    if text("device_jkt") != Some(caller.jkt.as_str()) {
        // The statement was signed with another key: somebody else's session, which this caller must not get.
        let path = ["/sessions/", session].concat();
        if state.upstream().call(&Method::DELETE, &path, HeaderMap::new(), None).await.is_err() {
            tracing::warn!("a session that was opened with another key could not be ended on the platform");
        }
        return Err(Refusal::device_refused());
    }
    if let Some(binding) = &caller.binding {
        return rotate(state, binding, session).await;
    }
    let cookie = Cookie::generate().ok_or(ErrorCode::InternalError)?;
    state.store().open_binding(&caller.jkt, session, &cookie, state.clock().seconds()).await?;
    Ok(cookie.to_header())
}

async fn rotate(state: &State, binding: &Binding, session: &str) -> Result<Option<HeaderValue>, Refusal> {
    let cookie = Cookie::generate().ok_or(ErrorCode::InternalError)?;
    let now = state.clock().seconds();
    match state.store().rotate_cookie(&binding.id, session, &cookie, now).await? {
        true => Ok(cookie.to_header()),
        false => Err(ErrorCode::LoginRequired.into()),
    }
}
