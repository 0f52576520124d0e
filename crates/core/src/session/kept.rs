//! What this browser keeps of its session over a reload: ids in the store, the key where it can't be read.

use portico_model::id::SessionId;

use super::info::{OpenSession, Source};
use crate::client::Inner;
use crate::json::ObjectText;
use crate::ports::{Platform, SessionKeys};
use crate::unsaved::Change;

/// The name of both, in the store and among the keys.
pub(crate) const NAME: &str = "session";

impl<P: Platform> Inner<P> {
    /// Keeps the open session's key, and what [`Self::keep_session_id`] keeps.
    pub(crate) fn keep_session(&self, session: &OpenSession<<P as SessionKeys>::Key>) {
        if !session.resumed {
            self.unsaved.add(Change::Key(Some(session.key.clone())));
        }
        self.keep_session_id(&session.id);
    }

    /// Keeps the session's id, and what a session that follows it becomes at once.
    pub(crate) fn keep_session_id(&self, id: &SessionId) {
        let mut kept = ObjectText::new()
            .text("id", id.as_str())
            .text("sdk_id", &self.config.sdk_id)
            .text("platform_key", &self.config.platform_key);
        if let Some(source) = &*self.source.borrow() {
            kept = source.write(kept);
        }
        if self.vouched.get() {
            kept = kept.flag("vouched", true);
        }
        self.unsaved.add(Change::Text(NAME, Some(kept.end())));
    }

    /// The kept session's id and key, for the same SDK id and platform. Its source is taken over even if the key is
    /// gone, so that the next session goes on where that one was.
    pub(crate) async fn recall_session(&self) -> Option<(SessionId, <P as SessionKeys>::Key)> {
        self.save().await;
        let kept = self.read(NAME).await;
        let is = |name, value: &str| kept.text(name) == Some(value);
        if !is("sdk_id", &self.config.sdk_id) || !is("platform_key", &self.config.platform_key) {
            return None;
        }
        let id = SessionId(kept.text("id")?.to_owned());
        self.vouched.set(kept.get("vouched").is_some());
        if let Some(source) = Source::read(&kept) {
            *self.source.borrow_mut() = Some(source);
        }
        Some((id, self.platform.recall(NAME).await?))
    }

    /// Forgets all of it.
    pub(crate) fn forget_session(&self) {
        self.unsaved.add(Change::Text(NAME, None));
        self.unsaved.add(Change::Key(None));
    }
}
