//! Who calls: the partner by its token, and the visitor by the session.

use axum::extract::{FromRequestParts, MatchedPath};
use http::{header::AUTHORIZATION, request::Parts};
use portico_model::{ErrorCode, id::PersonId};
use sha2::{Digest, Sha256};

use super::{Refusal, access};
use crate::{
    State,
    random::encode_hex,
    store::{
        sessions::{self, SessionRow, Source},
        tokens,
    },
};

/// The partner, by a valid access token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Partner;

/// A visitor of the partner, by a session that has not ended and that the call may use.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub(crate) session: SessionRow,
}

/// How a token is remembered: its hash, so that the database gives none away.
pub(crate) fn hash_token(token: &str) -> String {
    encode_hex(&Sha256::digest(token))
}

impl FromRequestParts<State> for Partner {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Refusal> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let token = match header.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
            _ => return Err(ErrorCode::InvalidToken.into()),
        };
        let (hash, now) = (hash_token(token), state.clock.now());
        if state.known_tokens.is_valid(&hash, now) {
            return Ok(Self);
        }
        let ends_at = tokens::find_end(&mut *state.store.read().await?, &hash).await?;
        let ends_at = ends_at.filter(|ends_at| now < *ends_at).ok_or(ErrorCode::InvalidToken)?;
        state.known_tokens.remember(hash, ends_at, now);
        Ok(Self)
    }
}

impl FromRequestParts<State> for Visitor {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Refusal> {
        Partner::from_request_parts(parts, state).await?;
        let id = parts.headers.get("ns-session-id").and_then(|value| value.to_str().ok());
        let id = id.ok_or(ErrorCode::SessionRequired)?;
        let visitor = Self::find(state, id).await?.ok_or(ErrorCode::SessionRequired)?;
        let route = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
        access::check(&parts.method, route, &visitor.session.source)?;
        Ok(visitor)
    }
}

impl Visitor {
    /// The visitor with this session; `None` when there is no such session. The session lives on.
    pub(crate) async fn find(state: &State, id: &str) -> Result<Option<Self>, Refusal> {
        let found = sessions::find(&mut *state.store.read().await?, id).await?;
        let Some(mut session) = found else { return Ok(None) };
        let (written, now) = (session.seen_at, state.clock.now());
        state.sightings.refresh(&mut session);
        if session.is_over(now) {
            return Err(ErrorCode::SessionExpired.into());
        }
        if state.sightings.note(&mut session, written, now) {
            sessions::slide(&mut *state.store.write_once().await?, &session.id, now).await?;
        }
        Ok(Some(Self { session }))
    }

    /// The person, for cards, secrets, PIN and features.
    pub(crate) fn require_person(&self) -> Result<&PersonId, Refusal> {
        match &self.session.source {
            Source::Person(id) => Ok(id),
            Source::Anonymous | Source::Account(_) => Err(ErrorCode::PersonSessionRequired.into()),
        }
    }
}
