//! What this browser keeps of its session over a reload: ids in the store, the key where it can't be read.

use portico_model::ErrorCode;
use portico_model::id::SessionId;

use super::info::{OpenSession, Source};
use crate::client::Inner;
use crate::fault::Fault;
use crate::json::ObjectText;
use crate::ports::{Platform, SessionKeys};
use crate::unsaved::{Change, parsed};

/// The name of both, in the store and among the keys.
pub(crate) const NAME: &str = "session";

/// What is kept of a session.
type Recalled<P> = (SessionId, <P as SessionKeys>::Key);

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
        kept = kept.text("visit", &self.visit.borrow());
        self.unsaved.add(Change::Text(NAME, Some(kept.end())));
    }

    /// The kept session's id and key, for the same SDK id and platform. Its source is taken over even if the key is
    /// gone, so that the next session goes on where that one was.
    ///
    /// # Errors
    /// `login_required` where this page has a session and another tab keeps one of another customer's visit by now: this page
    /// then has none any more, and theirs stays kept. The same person is no other customer, whichever ticket it was.
    pub(crate) async fn recall_session(&self) -> Result<Option<Recalled<P>>, Fault> {
        self.save().await;
        let kept = parsed(&self.platform.read(NAME).await.unwrap_or_default());
        let is = |name, value: &str| kept.text(name) == Some(value);
        if !is("sdk_id", &self.config.sdk_id) || !is("platform_key", &self.config.platform_key) {
            return Ok(None);
        }
        let Some(id) = kept.text("id") else { return Ok(None) };
        let (visit, source) = (kept.text("visit").unwrap_or_default(), Source::read(&kept));
        let is_ours = self.session.borrow().is_none()
            || visit == *self.visit.borrow()
            || (source.is_some() && source == *self.source.borrow());
        *self.source.borrow_mut() = source;
        if !is_ours {
            self.drop_session();
            return Err(ErrorCode::LoginRequired.into());
        }
        visit.clone_into(&mut self.visit.borrow_mut());
        Ok(self.platform.recall(NAME).await.map(|key| (SessionId(id.to_owned()), key)))
    }

    /// Forgets all of it.
    pub(crate) fn forget_session(&self) {
        self.unsaved.add(Change::Text(NAME, None));
        self.unsaved.add(Change::Key(None));
    }
}
