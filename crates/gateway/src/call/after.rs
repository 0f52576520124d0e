//! What a call changes at the gateway: bindings begin, move and end with the platform's sessions.

use http::{HeaderMap, HeaderValue, Method};
use portico_model::ErrorCode;
use serde_json::Value;

use super::caller::Caller;
use crate::{
    allow_list::{After, Route, is_id},
    refusal::Refusal,
    state::State,
    store::{Binding, Cookie, NewBinding},
    tickets::{Belongings, Ticket},
    upstream::Answer,
};

/// Does what the route says, and gives the cookie to set, if any.
pub(super) async fn apply(
    state: &State,
    route: &Route,
    caller: &Caller,
    ticket: Option<&Ticket>,
    answer: &Answer,
    json: Option<&mut Value>,
) -> Result<Option<HeaderValue>, Refusal> {
    let good = answer.status.is_success();
    match (route.after, &caller.binding) {
        (After::SessionOpened, _) if good => open(state, caller, ticket, json).await,
        (After::SessionMoved, Some(binding)) if good => rotate(state, binding, &binding.session).await,
        // Whatever the platform says of the session: whoever signs out is signed out. Only when it failed may the
        // browser try again.
        (After::SessionClosed, Some(binding)) if !answer.status.is_server_error() => {
            state.store().close_binding(&binding.id).await?;
            Ok(Some(Cookie::clearing_header()))
        }
        (_, Some(binding)) => renew(state, binding).await,
        (_, None) => Ok(None),
    }
}

/// A new cookie for a browser that seems not to have got the newest one.
pub(crate) async fn renew(state: &State, binding: &Binding) -> Result<Option<HeaderValue>, Refusal> {
    if !binding.wants_new_cookie(state.clock().seconds()) {
        return Ok(None);
    }
    rotate(state, binding, &binding.session).await
}

/// Keeps the new session, if it was opened with the key that the proof shows.
async fn open(
    state: &State,
    caller: &Caller,
    ticket: Option<&Ticket>,
    json: Option<&mut Value>,
) -> Result<Option<HeaderValue>, Refusal> {
    let json = json.ok_or(ErrorCode::UpstreamUnavailable)?;
    let text = |name: &str| json.get(name).and_then(Value::as_str).map(str::to_owned);
    let session = &text("id").filter(|id| is_id(id)).ok_or(ErrorCode::UpstreamUnavailable)?;
    if text("device_jkt").as_deref() != Some(caller.jkt.as_str()) {
        // The statement was signed with another key: somebody else's session, which this caller must not get.
        let path = ["/sessions/", session].concat();
        if state.upstream().call(&Method::DELETE, &path, HeaderMap::new(), None).await.is_err() {
            tracing::warn!("a session that was opened with another key could not be ended on the platform");
        }
        return Err(Refusal::device_refused());
    }
    let mut new = NewBinding { jkt: &caller.jkt, session, ..NewBinding::default() };
    match (ticket, &caller.binding) {
        (None, Some(binding)) => return rotate(state, binding, session).await,
        (None, None) => {}
        // Whoever signs in goes on with nothing of who was there before.
        (Some(ticket), before) => {
            new.partner_ref = Some(&ticket.partner_ref);
            new.replaces = before.as_ref().map(|binding| binding.id.as_str());
            let mut onboardings = Vec::new();
            if let Some(person) = &ticket.person {
                let theirs = Belongings::of(state, session, person).await?;
                (new.owns, onboardings) = (theirs.ids, theirs.onboardings);
            }
            // For the page, which knows nothing of them on this device.
            if let Some(members) = json.as_object_mut() {
                members.insert("onboardings".to_owned(), onboardings.into());
            }
        }
    }
    let cookie = Cookie::generate().ok_or(ErrorCode::InternalError)?;
    state.store().open_binding(new, &cookie, state.clock().seconds()).await?;
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
