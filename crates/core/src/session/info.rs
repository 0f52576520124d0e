//! What is known of an open session.

use portico_model::id::SessionId;
use portico_model::netspend::SourceType;

use crate::json::{Json, ObjectText};

/// An open session, as the page learns of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// Its id.
    pub id: String,
    /// When it ends if no call comes before: RFC 3339, UTC.
    pub expires_at: String,
    /// Whether a session of an earlier page view goes on.
    pub resumed: bool,
}

/// An open session, with the key that opens what the platform seals in it.
pub(crate) struct OpenSession<K> {
    pub(crate) id: SessionId,
    pub(crate) key: K,
    pub(crate) expires_at: String,
    pub(crate) resumed: bool,
    /// Whether the page's own server opened it: then nothing is sent from here.
    pub(crate) local: bool,
    /// What it belongs to; `None` while it is anonymous.
    pub(crate) source: Option<Source>,
}

/// What a session belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) kind: SourceType,
    pub(crate) id: String,
}

impl Source {
    /// A person.
    pub(crate) fn person(id: &str) -> Self {
        Self { kind: SourceType::Person, id: id.to_owned() }
    }

    /// Writes it into an object.
    pub(crate) fn write(&self, object: ObjectText) -> ObjectText {
        object.text("source_type", self.kind.word()).text("source_id", &self.id)
    }

    /// What an object names as a session's source.
    pub(crate) fn read(of: &Json) -> Option<Self> {
        let kind = of.text("source_type").and_then(SourceType::from_word)?;
        Some(Self { kind, id: of.text("source_id")?.to_owned() })
    }
}

impl<K> OpenSession<K> {
    pub(crate) fn info(&self) -> SessionInfo {
        SessionInfo { id: self.id.0.clone(), expires_at: self.expires_at.clone(), resumed: self.resumed }
    }
}
