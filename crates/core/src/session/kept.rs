//! What this browser keeps of its session over a reload: ids in the store, the key where it can't be read.

use portico_model::id::SessionId;
use portico_model::netspend::SourceType;

use super::info::{OpenSession, Source};
use crate::client::Inner;
use crate::json::{Json, ObjectText};
use crate::ports::{Platform, SessionKeys};

/// The name of both, in the store and among the keys.
const NAME: &str = "session";

impl<P: Platform> Inner<P> {
    /// Keeps the open session's key, and what [`Self::keep_session_id`] keeps.
    pub(crate) async fn keep_session(&self, session: &OpenSession<<P as SessionKeys>::Key>) {
        self.platform.keep(NAME, &session.key).await;
        self.keep_session_id(&session.id).await;
    }

    /// Keeps the session's id, and what a session that follows it becomes at once.
    pub(crate) async fn keep_session_id(&self, id: &SessionId) {
        let source = self.source.borrow().clone();
        let mut kept = ObjectText::new()
            .text("id", id.as_str())
            .text("sdk_id", &self.config.sdk_id)
            .text("platform_key", &self.config.platform_key);
        if let Some(source) = source {
            kept = kept.text("source_type", source.kind.word()).text("source_id", &source.id);
        }
        self.platform.write(NAME, &kept.end()).await;
    }

    /// The kept session's id and key, for the same SDK id and platform. Its source is taken over even if the key is
    /// gone, so that the next session goes on where that one was.
    pub(crate) async fn recall_session(&self) -> Option<(SessionId, <P as SessionKeys>::Key)> {
        let kept = Json::parse(self.platform.read(NAME).await?.as_bytes())?;
        let is = |name, value: &str| kept.text(name) == Some(value);
        if !is("sdk_id", &self.config.sdk_id) || !is("platform_key", &self.config.platform_key) {
            return None;
        }
        let id = SessionId(kept.text("id")?.to_owned());
        let kind = kept.text("source_type").and_then(SourceType::from_word);
        if let (Some(kind), Some(id)) = (kind, kept.text("source_id")) {
            *self.source.borrow_mut() = Some(Source { kind, id: id.to_owned() });
        }
        Some((id, self.platform.recall(NAME).await?))
    }

    /// Forgets all of it.
    pub(crate) async fn forget_session(&self) {
        self.platform.remove(NAME).await;
        self.platform.forget(NAME).await;
    }
}
