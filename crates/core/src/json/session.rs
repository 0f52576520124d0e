//! Sessions.

use portico_model::Jwk;
use portico_model::id::SessionId;
use portico_model::netspend::{Sealed, Session, SessionGrant, SourceType};

use super::{Json, Read};

/// The names of what a session can belong to.
const SOURCE_TYPES: [(&str, SourceType); 2] = [("account", SourceType::Account), ("person", SourceType::Person)];

/// A `source_type` that may be absent.
pub(crate) fn read_source_type(json: &Json) -> Option<Option<SourceType>> {
    if json.member("source_type").is_none() {
        return Some(None);
    }
    json.one_of("source_type", &SOURCE_TYPES).map(Some)
}

impl Read for Session {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            id: SessionId(json.text("id")?),
            encrypted_data: json.optional_text("encrypted_data")?.map(Sealed),
            source_type: read_source_type(json)?,
            source_id: json.optional_text("source_id")?,
            device_jkt: json.text("device_jkt")?,
            created_at: json.text("created_at")?,
            expires_at: json.text("expires_at")?,
        })
    }
}

impl Read for SessionGrant {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            session_id: SessionId(json.text("session_id")?),
            session_key: Jwk::read(json.member("session_key")?)?,
            expires_at: json.text("expires_at")?,
        })
    }
}
