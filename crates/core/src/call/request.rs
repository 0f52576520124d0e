//! What a call is, apart from sending it.

use std::fmt;
use std::ops::{Deref, DerefMut};

use portico_model::netspend::SourceType;

use super::shape::{Expected, NOTHING};
use crate::encoding::push_percent_encoded;
use crate::json::ObjectText;
use crate::pii::Pii;
use crate::time::CivilDate;

/// The member that carries what is sealed.
pub(crate) const SEALED_MEMBER: &str = "encrypted_data";
/// Room to spare for the text of a secret, in bytes, so that growing leaves no copy of it behind.
pub(crate) const ROOM_FOR_SECRETS: usize = 16 * 1024;

/// One logical call, described. Every try of it is made from this. A pointer, since a call is handed on often.
pub(crate) struct Call(Box<CallParts>);

/// The members of a [`Call`].
pub(crate) struct CallParts {
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
    /// The person whom the session has to belong to first.
    pub(crate) about: Option<String>,
    /// Whether the session has to belong to what it made: for calls that name neither account nor person.
    pub(crate) about_known: bool,
    /// The idempotency key of all tries, once it is chosen. Reads have none.
    pub(crate) idempotency_key: Option<String>,
    /// Whether trying again can't make it happen twice.
    pub(crate) repeatable: bool,
    /// What the answer has to be.
    pub(crate) expected: Expected,
    /// What its answer is sealed for; `None` where it is clear.
    pub(crate) opens: Option<String>,
    /// What the answer is taken for if it is a text that doesn't say.
    pub(crate) media_type: String,
    /// The partner's word on who the customer is; empty where there is none.
    pub(crate) ticket: String,
    /// What its answer makes, so that a session that follows this one belongs to it.
    pub(crate) makes: Option<SourceType>,
}

/// The platform's time when a call begins.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Now {
    /// Milliseconds since 1970.
    pub(crate) ms: i64,
}

impl Now {
    /// The platform's calendar day.
    pub(crate) fn today(self) -> CivilDate {
        CivilDate::of_unix_seconds(self.ms.div_euclid(1000))
    }
}

/// What is sent.
#[derive(Default)]
pub(crate) struct Body {
    /// The members in the clear.
    pub(crate) clear: Option<ObjectText>,
    /// What is sealed afresh for every try, and goes into [`SEALED_MEMBER`].
    pub(crate) sealing: Option<Sealing>,
}

/// A value to be sealed.
pub(crate) struct Sealing {
    /// What the value is for.
    pub(crate) use_: String,
    /// What is sealed.
    pub(crate) secret: Pii<Vec<u8>>,
}

impl Call {
    /// A read that bears the session.
    pub(crate) fn get(path: String) -> Self {
        Self(Box::new(CallParts {
            method: "GET",
            path,
            body: Body::default(),
            accept: "application/json",
            session: true,
            about: None,
            about_known: false,
            idempotency_key: None,
            repeatable: true,
            expected: NOTHING,
            opens: None,
            media_type: String::new(),
            ticket: String::new(),
            makes: None,
        }))
    }

    /// A call about sessions, which bears none, and whose answer is read by whoever makes it. `id` is a session's or a word.
    pub(crate) fn of_sessions(method: &'static str, id: &str) -> Self {
        let mut path = String::from("/netspend/sessions");
        if !id.is_empty() {
            path.push('/');
            push_percent_encoded(&mut path, id);
        }
        let mut call = Self::get(path);
        call.method = method;
        call.session = false;
        call
    }

    /// Whether it is for the other platform: what it seals, the gateway opens.
    pub(crate) fn is_passport(&self) -> bool {
        self.path.starts_with("/passport/")
    }

    /// The same with a sealed value.
    pub(crate) fn sealing(mut self, use_: String, secret: Pii<Vec<u8>>) -> Self {
        self.body.sealing = Some(Sealing { use_, secret });
        self
    }
}

impl Deref for Call {
    type Target = CallParts;

    fn deref(&self) -> &CallParts {
        &self.0
    }
}

impl DerefMut for Call {
    fn deref_mut(&mut self) -> &mut CallParts {
        &mut self.0
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.method)?;
        formatter.write_str(" ")?;
        formatter.write_str(&self.path)
    }
}

/// What is written with room to spare, so that growing leaves no copy of a secret behind.
pub(crate) fn secret_object() -> ObjectText {
    ObjectText::with_room(ROOM_FOR_SECRETS)
}

/// The text of a secret, in memory that is wiped.
pub(crate) fn secret_bytes(object: ObjectText) -> Pii<Vec<u8>> {
    Pii::new(object.end().into_bytes())
}
