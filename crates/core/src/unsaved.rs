//! What this browser is to keep, written in one place. Whoever changes something says so and goes on; it is written
//! before the next request is sent and before the call ends, so that a reload finds what a request was made from.

use std::cell::RefCell;
use std::rc::Rc;

use crate::call::turn::Turn;
use crate::client::Inner;
use crate::json::Json;
use crate::onboarding::{self, Kept};
use crate::ports::Platform;
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
            match change {
                Change::Key(key) => self.platform.keep(session::NAME, key.as_ref()).await,
                Change::Text(name, text) => drop(self.platform.put(name, None, text.as_deref()).await),
                // Beside what another tab may have written since.
                Change::Onboarding(kept) => {
                    while let Some(found) = self.keep_onboarding(&kept).await {
                        kept.borrow_mut().seen = found;
                    }
                }
            }
            // Not before: whoever writes may be aborted, and the change may be another call's.
            self.unsaved.changes.borrow_mut().remove(0);
        }
    }

    /// The text of all onboardings that this browser keeps by now, of all its tabs.
    pub(crate) async fn look(&self) -> String {
        self.save().await;
        self.platform.read(onboarding::NAME).await.unwrap_or_default()
    }

    /// Keeps an onboarding beside the others. Where another tab wrote since this one was last read or kept, it is not, and
    /// what is kept instead comes back.
    pub(crate) async fn keep_onboarding(&self, kept: &RefCell<Kept>) -> Option<String> {
        let before = kept.borrow().seen.clone();
        let text = kept.borrow().write_beside();
        if text == before {
            return None;
        }
        let found = self.platform.put(onboarding::NAME, Some(&before), Some(&text)).await;
        if found != before {
            return Some(found);
        }
        kept.borrow_mut().seen = text;
        None
    }
}

/// A text that this browser kept; null for what was not written by this version.
#[inline(never)]
pub(crate) fn parsed(text: &str) -> Json {
    Json::parse(text.as_bytes()).unwrap_or_default()
}
