//! What a call is, apart from sending it.

use portico_model::ErrorCode;
use portico_model::netspend::Sealed;
use serde::Serialize;

use crate::encoding::path;
use crate::fault::Fault;
use crate::pii::Pii;

/// One logical call. Every try of it is made from this.
pub(crate) struct Call {
    /// The method.
    pub(crate) method: &'static str,
    /// Path under the gateway.
    pub(crate) path: String,
    /// What is sent.
    pub(crate) body: Body,
    /// The media type that is asked for.
    pub(crate) accept: &'static str,
    /// Whether it bears `ns-session-id`.
    pub(crate) session: bool,
    /// One for each logical call that writes.
    pub(crate) idempotency_key: Option<String>,
    /// Whether trying again can't make it happen twice.
    pub(crate) repeatable: bool,
}

/// What is sent.
pub(crate) enum Body {
    /// Nothing.
    None,
    /// JSON with no sealed member.
    Clear(String),
    /// JSON with one sealed member, sealed afresh for every try.
    Sealing(Sealing),
}

/// A body that is made from a fresh sealed value.
pub(crate) struct Sealing {
    /// What the value is for.
    pub(crate) use_: String,
    /// What is sealed.
    pub(crate) secret: Pii<Vec<u8>>,
    /// The body around the sealed value.
    pub(crate) write: Box<dyn Fn(Sealed) -> Result<String, Fault>>,
}

impl Call {
    /// A read that bears the session.
    pub(crate) fn get(segments: &[&str]) -> Self {
        Self {
            method: "GET",
            path: path(segments),
            body: Body::None,
            accept: "application/json",
            session: true,
            idempotency_key: None,
            repeatable: true,
        }
    }

    /// A read whose question is a body.
    pub(crate) fn search(segments: &[&str], question: String) -> Self {
        Self { method: "POST", body: Body::Clear(question), ..Self::get(segments) }
    }

    /// A write that bears the session and one idempotency key over all of its tries.
    pub(crate) fn write(method: &'static str, segments: &[&str], body: Body, key: String) -> Self {
        Self { method, body, idempotency_key: Some(key), ..Self::get(segments) }
    }

    /// The same without the session.
    pub(crate) fn sessionless(self) -> Self {
        Self { session: false, ..self }
    }
}

/// The JSON of a secret, in memory that is wiped.
pub(crate) fn secret_json<T: Serialize>(secret: &T) -> Result<Pii<Vec<u8>>, Fault> {
    // With room to spare, so that growing leaves no copies behind.
    let mut text = Vec::with_capacity(16 * 1024);
    serde_json::to_writer(&mut text, secret).map_err(|_| ErrorCode::InternalFault)?;
    Ok(Pii::new(text))
}
