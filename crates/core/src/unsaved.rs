//! What this browser is to keep, written in one place. Whoever changes something says so and goes on; it is written
//! before the next request is sent and before the call ends, so that a reload finds what a request was made from.

use std::cell::RefCell;
use std::rc::Rc;

use crate::call::turn::Turn;
use crate::client::Inner;
use crate::json::Json;
use crate::onboarding::{self, Kept};
use crate::ports::{Platform, SessionKeys};
use crate::session;

/// Something to be kept or forgotten.
#[derive(Clone)]
pub(crate) enum Change<K> {
    /// A text under its name; `None` forgets it.
    Text(&'static str, Option<String>),
    /// The session's key; `None` forgets it.
    Key(Option<K>),
    /// An onboarding as it is when it is written, beside the others of this browser.
    Onboarding(Rc<RefCell<Kept>>),
}

/// What is not written yet, in its order.
pub(crate) struct Unsaved<K> {
    changes: RefCell<Vec<Change<K>>>,
    writing: Turn,
}

impl<K> Default for Unsaved<K> {
    fn default() -> Self {
        Self { changes: RefCell::default(), writing: Turn::default() }
    }
}

impl<K: Clone> Unsaved<K> {
    /// Has `change` written before the next request.
    pub(crate) fn add(&self, change: Change<K>) {
        self.changes.borrow_mut().push(change);
    }

    fn first(&self) -> Option<Change<K>> {
        self.changes.borrow().first().cloned()
    }
}

impl<P: Platform> Inner<P> {
    /// Writes what is not written yet. Whoever waits for this knows that all changes before are written, whoever made
    /// them.
    pub(crate) async fn save(&self) {
        let _turn = self.unsaved.writing.take().await;
        while let Some(change) = self.unsaved.first() {
            self.write(change).await;
            // Not before: whoever writes may be aborted, and the change may be another call's.
            self.unsaved.changes.borrow_mut().remove(0);
        }
    }

    async fn write(&self, change: Change<<P as SessionKeys>::Key>) {
        let (name, text) = match change {
            Change::Key(Some(key)) => return self.platform.keep(session::NAME, &key).await,
            Change::Key(None) => return self.platform.forget(session::NAME).await,
            Change::Text(name, text) => (name, text),
            Change::Onboarding(kept) => {
                let all = self.read(onboarding::NAME).await;
                let text = kept.borrow().write_beside(&all);
                (onboarding::NAME, Some(text))
            }
        };
        match text {
            Some(text) => self.platform.write(name, &text).await,
            None => self.platform.remove(name).await,
        }
    }

    /// What is kept under `name`; null for what was not written by this version.
    pub(crate) async fn read(&self, name: &str) -> Json {
        let text = self.platform.read(name).await.unwrap_or_default();
        Json::parse(text.as_bytes()).unwrap_or_default()
    }
}
