//! Who calls: the cookie's binding, the proof's key, the session.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use http::request::Parts;
use portico_model::ErrorCode;

use crate::{
    allow_list::Needs,
    dpop::{self, Expected, Proof},
    rate,
    refusal::Refusal,
    state::State,
    store::{Binding, Cookie},
};

/// A caller whose proof holds and was never used before.
#[derive(Debug)]
pub(crate) struct Caller {
    /// The key that the proof shows.
    pub(crate) jkt: String,
    /// The live binding of that key. Always there where the route needs one.
    pub(crate) binding: Option<Binding>,
}

impl Caller {
    pub(crate) async fn identify(state: &State, needs: Needs, parts: &Parts) -> Result<Self, Refusal> {
        let now = state.clock().seconds();
        let cookie = Cookie::read(&parts.headers);
        if cookie.is_none() {
            state.rate().spend(peer(parts), now).await?;
        }
        // The signature is checked while the database looks for the cookie: each takes as long as the other.
        let checking =
            async { session_header(parts).and_then(|session| Ok((session, proof(state, parts, session, now)?))) };
        let (binding, checked) = tokio::join!(find(state, cookie.as_ref(), now), checking);
        let binding = binding?;
        if cookie.is_some() {
            state.rate().spend(who_is_counted(binding.as_ref(), parts), now).await?;
        }
        let (session, proof) = checked?;
        if needs.nonce() && !state.nonces().takes(proof.nonce.as_deref(), now) {
            return Err(Refusal::use_dpop_nonce());
        }
        let binding = match binding {
            Some(binding) if binding.jkt == proof.jkt => Some(binding),
            // A page that lost its key begins anew, whatever cookie its browser still has.
            Some(_) if needs.no_binding() => None,
            Some(_) => return Err(Refusal::invalid_dpop_proof()),
            None => None,
        };
        if !state.store().spend_proof(&proof).await? {
            return Err(Refusal::invalid_dpop_proof());
        }
        check_session(needs, binding.as_ref(), session)?;
        if let Some(binding) = &binding {
            state.store().touch_binding(binding, now).await?;
        }
        Ok(Self { jkt: proof.jkt, binding })
    }
}

async fn find(state: &State, cookie: Option<&Cookie>, now: i64) -> Result<Option<Binding>, sqlx::Error> {
    match cookie {
        Some(cookie) => state.store().find_binding(cookie, now).await,
        None => Ok(None),
    }
}

fn who_is_counted(binding: Option<&Binding>, parts: &Parts) -> rate::Caller {
    binding.map_or_else(|| peer(parts), |binding| rate::Caller::Binding(binding.id.clone()))
}

/// The address at the other end; none when the router is called in process.
pub(crate) fn peer(parts: &Parts) -> rate::Caller {
    rate::Caller::Peer(parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip()))
}

fn session_header(parts: &Parts) -> Result<Option<&str>, Refusal> {
    let mut values = parts.headers.get_all("ns-session-id").iter();
    let Some(value) = values.next() else { return Ok(None) };
    match value.to_str() {
        Ok(value) if values.next().is_none() && !value.is_empty() => Ok(Some(value)),
        _ => Err(ErrorCode::MalformedRequest.into()),
    }
}

fn proof(state: &State, parts: &Parts, session: Option<&str>, now: i64) -> Result<Proof, Refusal> {
    let mut url = state.public_url().clone();
    url.set_path(parts.uri.path());
    let expected = Expected { method: &parts.method, url: &url, session, now };
    dpop::check(&parts.headers, &expected).ok_or_else(Refusal::invalid_dpop_proof)
}

fn check_session(needs: Needs, binding: Option<&Binding>, session: Option<&str>) -> Result<(), Refusal> {
    match (binding, session) {
        (None, None) if needs.no_binding() => Ok(()),
        (None, _) => Err(ErrorCode::LoginRequired.into()),
        (Some(_), None) if needs == Needs::Session => Err(ErrorCode::SessionRequired.into()),
        (Some(_), None) => Ok(()),
        (Some(binding), Some(session)) if binding.session == session => Ok(()),
        (Some(_), Some(_)) => Err(ErrorCode::SessionForbidden.into()),
    }
}
