//! What a call is, apart from sending it.

use std::ops::{Deref, DerefMut};

use portico_model::netspend::SourceType;

use super::shape::{Expected, NOTHING};
use crate::encoding::path;
use crate::fault::Fault;
use crate::json::ObjectText;
use crate::pii::Pii;
use crate::time::CivilDate;

/// The member that carries what is sealed.
pub(crate) const SEALED_MEMBER: &str = "encrypted_data";

/// One logical call, described. Every try of it is made from this. A pointer, since a call is handed on often.
#[derive(Debug)]
pub struct Call(Box<CallParts>);

/// The members of a [`Call`].
pub struct CallParts {
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
    /// What the session has to belong to first.
    pub(crate) about: About,
    /// Whether it bears an idempotency key: one for all of its tries.
    pub(crate) writes: bool,
    /// The key, once it is chosen.
    pub(crate) idempotency_key: Option<String>,
    /// Whether trying again can't make it happen twice.
    pub(crate) repeatable: bool,
    /// What the answer has to be.
    pub(crate) expected: &'static Expected,
    /// What the answer is taken for if it is a text that doesn't say.
    pub(crate) media_type: String,
    /// What its answer makes, so that a session that follows this one belongs to it.
    pub(crate) makes: Option<SourceType>,
}

/// A call, or what becomes one as soon as the platform's time is known.
pub enum Plan {
    /// Described already.
    Ready(Call),
    /// Checked and described by the platform's time.
    Dated(Box<dyn FnOnce(Now) -> Result<Call, Fault>>),
}

impl From<Call> for Plan {
    fn from(call: Call) -> Self {
        Self::Ready(call)
    }
}

/// The platform's time when a call begins.
#[derive(Clone, Copy, Debug, Default)]
pub struct Now {
    /// Milliseconds since 1970.
    pub(crate) ms: i64,
}

impl Now {
    /// The platform's calendar day.
    pub(crate) fn today(self) -> CivilDate {
        CivilDate::of_unix_seconds(self.ms.div_euclid(1000))
    }
}

/// What the session has to belong to before a call.
pub(crate) enum About {
    /// Whatever it belongs to now.
    Anything,
    /// What the session made, for calls that name neither account nor person.
    Known,
    /// This person.
    Person(String),
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
    pub(crate) fn get(segments: &[&str], expected: &'static Expected) -> Self {
        Self(Box::new(CallParts {
            method: "GET",
            path: path(segments),
            body: Body::default(),
            accept: "application/json",
            session: true,
            about: About::Anything,
            writes: false,
            idempotency_key: None,
            repeatable: true,
            expected,
            media_type: String::new(),
            makes: None,
        }))
    }

    /// A read whose question is a body.
    pub(crate) fn search(segments: &[&str], question: ObjectText, expected: &'static Expected) -> Self {
        let mut call = Self::get(segments, expected);
        call.method = "POST";
        call.body.clear = Some(question);
        call
    }

    /// A write that bears the session.
    pub(crate) fn write(
        method: &'static str,
        segments: &[&str],
        clear: ObjectText,
        expected: &'static Expected,
    ) -> Self {
        let mut call = Self::search(segments, clear, expected);
        call.method = method;
        call.writes = true;
        call
    }

    /// A call without the session, whose answer is read by whoever makes it.
    pub(crate) fn sessionless(method: &'static str, segments: &[&str]) -> Self {
        let mut call = Self::get(segments, NOTHING);
        call.method = method;
        call.session = false;
        call
    }

    /// The same about a person.
    pub(crate) fn about(mut self, person_id: &str) -> Self {
        self.about = About::Person(person_id.to_owned());
        self
    }

    /// The same about what the session made.
    pub(crate) fn about_known(mut self) -> Self {
        self.about = About::Known;
        self
    }

    /// The same, of which something comes that the session then belongs to.
    pub(crate) fn making(mut self, kind: SourceType) -> Self {
        self.makes = Some(kind);
        self
    }

    /// The same with a sealed value.
    pub(crate) fn sealing(mut self, use_: [&str; 2], secret: Pii<Vec<u8>>) -> Self {
        self.body.sealing = Some(Sealing { use_: use_.concat(), secret });
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

impl std::fmt::Debug for CallParts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.method)?;
        formatter.write_str(" ")?;
        formatter.write_str(&self.path)
    }
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ready(call) => call.fmt(formatter),
            Self::Dated(_) => formatter.write_str("a call that waits for the time"),
        }
    }
}

/// What is written with room to spare, so that growing leaves no copy of a secret behind.
pub(crate) fn secret_object() -> ObjectText {
    ObjectText::with_room(16 * 1024)
}

/// The text of a secret, in memory that is wiped.
pub(crate) fn secret_bytes(object: ObjectText) -> Pii<Vec<u8>> {
    Pii::new(object.end().into_bytes())
}
