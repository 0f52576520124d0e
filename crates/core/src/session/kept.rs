//! What this browser keeps of its session over a reload: ids in the store, the key where it can't be read.

use portico_model::id::SessionId;
use portico_model::netspend::SourceType;
use serde::Serialize;

use super::info::{OpenSession, Source};
use crate::client::Inner;
use crate::encoding::json;
use crate::json::session::read_source_type;
use crate::json::{Json, Read, from_bytes};
use crate::ports::{Platform, SessionKeys};

/// The name of both, in the store and among the keys.
const NAME: &str = "session";

#[derive(Serialize)]
struct Kept {
    id: SessionId,
    sdk_id: String,
    platform_key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_type: Option<SourceType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_id: Option<String>,
}

impl Read for Kept {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            id: SessionId(json.text("id")?),
            sdk_id: json.text("sdk_id")?,
            platform_key: json.text("platform_key")?,
            source_type: read_source_type(json)?,
            source_id: json.optional_text("source_id")?,
        })
    }
}

impl<P: Platform> Inner<P> {
    /// Keeps the open session's key, and what [`Self::keep_session_id`] keeps.
    pub(crate) async fn keep_session(&self, session: &OpenSession<<P as SessionKeys>::Key>) {
        self.platform.keep(NAME, &session.key).await;
        self.keep_session_id(&session.id).await;
    }

    /// Keeps the session's id, and what a session that follows it becomes at once.
    pub(crate) async fn keep_session_id(&self, id: &SessionId) {
        let source = self.source.borrow().clone();
        let kept = Kept {
            id: id.clone(),
            sdk_id: self.config.sdk_id.clone(),
            platform_key: self.config.platform_key.clone(),
            source_type: source.as_ref().map(|source| source.kind),
            source_id: source.map(|source| source.id),
        };
        if let Ok(text) = json(&kept) {
            self.platform.write(NAME, &text).await;
        }
    }

    /// The kept session's id and key, for the same SDK id and platform. Its source is taken over even if the key is
    /// gone, so that the next session goes on where that one was.
    pub(crate) async fn recall_session(&self) -> Option<(SessionId, <P as SessionKeys>::Key)> {
        let kept: Kept = from_bytes(self.platform.read(NAME).await?.as_bytes())?;
        if kept.sdk_id != self.config.sdk_id || kept.platform_key != self.config.platform_key {
            return None;
        }
        if let (Some(kind), Some(id)) = (kept.source_type, kept.source_id) {
            *self.source.borrow_mut() = Some(Source { kind, id });
        }
        Some((kept.id, self.platform.recall(NAME).await?))
    }

    /// Forgets all of it.
    pub(crate) async fn forget_session(&self) {
        self.platform.remove(NAME).await;
        self.platform.forget(NAME).await;
    }
}
