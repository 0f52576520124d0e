//! One request as a write sees it: what it is, and its opened body.

use axum::extract::FromRequestParts;
use http::{HeaderMap, Method, request::Parts};
use portico_model::{ErrorCode, netspend::Sealed};
use portico_unseal::{Claims, Expected, Suite, Unsealable, check_claims, jwe::Compact};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{
    Refusal,
    body::MAX_DOCUMENTS,
    parse_body,
    shape::{parse_within, read_shape},
};
use crate::State;

/// A sealed value in a JSON body; documents have routes of their own.
const MAX_SEALED: usize = 64 * 1024;

/// The id that the envelope gave the request.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(pub(crate) String);

/// What a write needs to know of the request beside its body.
#[derive(Clone, Debug)]
pub(crate) struct CallInfo {
    pub(crate) request_id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) idempotency_key: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for CallInfo {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        Ok(Self {
            request_id: parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            idempotency_key: read_key(&parts.headers)?,
        })
    }
}

/// Bare or as a quoted string (the IETF draft's form), 1 to 255 visible characters. The two forms are one key.
fn read_key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let mut values = headers.get_all("idempotency-key").iter();
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.to_str().map_err(|_| ErrorCode::IdempotencyKeyInvalid)?.trim();
    let key = match text.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"').ok_or(ErrorCode::IdempotencyKeyInvalid)?,
        None => text,
    };
    let fits = (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"');
    if fits && values.next().is_none() {
        Ok(Some(key.to_owned()))
    } else {
        Err(ErrorCode::IdempotencyKeyInvalid.into())
    }
}

/// A request's body while it is read. Opening notes the jti, and puts the opened value in the place of the sealed one:
/// two tries of one call then look the same, though each of them seals afresh.
pub(crate) struct Request<'a> {
    state: &'a State,
    session_id: &'a str,
    body: Value,
    opened: Value,
    claims: Vec<Claims>,
}

impl<'a> Request<'a> {
    pub(crate) fn new(state: &'a State, session_id: &'a str, body: &[u8]) -> Result<Self, Refusal> {
        let body = parse_body(body)?;
        Ok(Self { state, session_id, opened: body.clone(), body, claims: Vec::new() })
    }

    /// The body's clear and sealed members.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        read_shape(&self.body, "")
    }

    /// Opens a document, which stands at `pointer` in the body. A document is too large to be compared as it is: its
    /// hash takes the place of the sealed value.
    pub(crate) fn open_document<T: DeserializeOwned>(
        &mut self,
        pointer: &str,
        sealed: &Sealed,
        use_: &str,
    ) -> Result<T, Refusal> {
        let (plaintext, claims) = open_within(self.state, sealed, Some(self.session_id), use_, MAX_DOCUMENTS)?;
        self.claims.push(claims);
        let shape = read_shape(&parse_within(&plaintext, pointer)?, pointer)?;
        if let Some(value) = self.opened.pointer_mut(pointer) {
            *value = Value::String(format!("{:x?}", Sha256::digest(&*plaintext)));
        }
        Ok(shape)
    }

    /// Opens the body's member `name`, which was sealed for `use_` in this session.
    pub(crate) fn open<T: DeserializeOwned>(&mut self, name: &str, sealed: &Sealed, use_: &str) -> Result<T, Refusal> {
        let (plaintext, claims) = open_sealed(self.state, sealed, Some(self.session_id), use_)?;
        self.claims.push(claims);
        let pointer = format!("/{name}");
        let value = parse_within(&plaintext, &pointer)?;
        let shape = read_shape(&value, &pointer)?;
        if let Some(members) = self.opened.as_object_mut() {
            members.insert(name.to_owned(), value);
        }
        Ok(shape)
    }

    /// The spent jtis, and the whole request as text with nothing sealed in it: to be hashed, never to be kept.
    pub(crate) fn finish(self) -> (Vec<Claims>, Zeroizing<String>) {
        (self.claims, Zeroizing::new(self.opened.to_string()))
    }
}

/// Opens what was sealed to one of the platform's keys, and compares its header.
pub(crate) fn open_sealed(
    state: &State,
    sealed: &Sealed,
    sid: Option<&str>,
    use_: &str,
) -> Result<(Zeroizing<Vec<u8>>, Claims), Unsealable> {
    open_within(state, sealed, sid, use_, MAX_SEALED)
}

fn open_within(
    state: &State,
    sealed: &Sealed,
    sid: Option<&str>,
    use_: &str,
    limit: usize,
) -> Result<(Zeroizing<Vec<u8>>, Claims), Unsealable> {
    let jwe = Compact::parse(&sealed.0, limit)?;
    let now = state.clock.now();
    let keys = state.keys.opening.keys();
    let known = jwe.kid().and_then(|kid| keys.find(kid, now));
    // An unknown key costs an opening in its suite too, so that it takes the time of the other refusals.
    let key = known.or_else(|| keys.of(jwe.suite().unwrap_or(Suite::X25519))).ok_or(Unsealable)?;
    let plaintext = jwe.open(key)?;
    // What opens under a stand-in names another `kid` than the stand-in's, and is refused for that.
    let expected = Expected { kid: key.kid(), sid, use_, now };
    let claims = check_claims(jwe.header(), &expected)?;
    Ok((plaintext, claims))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn key(values: &[&str]) -> Result<Option<String>, ErrorCode> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("idempotency-key", HeaderValue::from_str(value).unwrap());
        }
        read_key(&headers).map_err(|refusal| refusal.code)
    }

    #[test]
    fn reads_a_key_bare_or_in_quotes() {
        assert_eq!(key(&[]), Ok(None));
        assert_eq!(key(&["abc"]), Ok(Some("abc".into())));
        assert_eq!(key(&["\"abc\""]), Ok(Some("abc".into())));
        assert_eq!(key(&[&"k".repeat(255)]), Ok(Some("k".repeat(255))));
        for values in [&[""][..], &["\"\""], &["\"abc"], &["a b"], &["a\"b"], &["a", "a"], &[&"k".repeat(256)]] {
            assert_eq!(key(values), Err(ErrorCode::IdempotencyKeyInvalid), "{values:?}");
        }
    }
}
