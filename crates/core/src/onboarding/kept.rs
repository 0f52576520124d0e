//! What this browser keeps of onboardings over a reload: ids, and the idempotency keys of writes that are under way.
//! Never personal data, and no hash of it.

use super::step::OnboardingIds;
use crate::json::{Json, ObjectText};
use crate::unsaved::parsed;

/// The name in the store, for all onboardings of this browser.
pub(crate) const NAME: &str = "onboardings";

/// What stands for the customer's answer to the features that were offered, among the writes: they are not asked again.
pub(crate) const FEATURES: &str = "features";

/// One onboarding.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    provided_id: String,
    ids: OnboardingIds,
    /// Writes that were begun and not answered.
    pending: Vec<Pending>,
    /// The text of all onboardings, when this one was last read or kept.
    pub(crate) seen: String,
}

/// A write that was begun and not answered.
#[derive(Clone, Debug)]
struct Pending {
    /// Which write, and of what: `pin:<card>`.
    write: String,
    /// Its idempotency key.
    key: String,
}

impl Kept {
    /// An onboarding that made nothing yet.
    pub(crate) fn new(provided_id: &str) -> Self {
        Self {
            provided_id: provided_id.to_owned(),
            ids: OnboardingIds::default(),
            pending: Vec::new(),
            seen: String::new(),
        }
    }

    /// The onboarding from `provided_id` among all that this browser keeps. What can't be read was not written by this
    /// version: it is as good as nothing.
    pub(crate) fn find(seen: String, provided_id: &str) -> Self {
        let mut found = Self::new(provided_id);
        for kept in parsed(&seen).list(NAME) {
            if kept.text("provided_id") == Some(provided_id) {
                found.read(kept);
            }
        }
        Self { seen, ..found }
    }

    /// What was made so far.
    pub(crate) fn ids(&self) -> OnboardingIds {
        self.ids.clone()
    }

    /// Takes over what was made. Whether that changed anything.
    pub(crate) fn set_ids(&mut self, ids: OnboardingIds) -> bool {
        let changed = self.ids != ids;
        self.ids = ids;
        changed
    }

    /// The key of a write that was begun.
    pub(crate) fn pending(&self, write: &str) -> Option<String> {
        self.pending.iter().find(|pending| pending.write == write).map(|pending| pending.key.clone())
    }

    /// A write begins.
    pub(crate) fn begin(&mut self, write: &str, key: &str) {
        self.end(write);
        self.pending.push(Pending { write: write.to_owned(), key: key.to_owned() });
    }

    /// Whether `other` leads to the same account, person and card.
    pub(crate) fn is_about_the_same(&self, other: &Self) -> bool {
        self.ids == other.ids
    }

    /// A write was answered.
    pub(crate) fn end(&mut self, write: &str) {
        self.pending.retain(|pending| pending.write != write);
    }

    fn read(&mut self, kept: &Json) {
        let member = |name| kept.text(name).map(ToOwned::to_owned);
        self.ids = OnboardingIds {
            account_id: member("account_id"),
            person_id: member("person_id"),
            card_id: member("card_id"),
        };
        for write in kept.list("pending") {
            if let (Some(name), Some(key)) = (write.text("write"), write.text("key")) {
                self.pending.push(Pending { write: name.to_owned(), key: key.to_owned() });
            }
        }
    }

    fn write(&self) -> Option<Json> {
        let pending = |pending: &Pending| ObjectText::new().text("write", &pending.write).text("key", &pending.key);
        let text = ObjectText::new()
            .text("provided_id", &self.provided_id)
            .optional("account_id", self.ids.account_id.as_deref())
            .optional("person_id", self.ids.person_id.as_deref())
            .optional("card_id", self.ids.card_id.as_deref())
            .objects("pending", self.pending.iter().map(pending).collect())
            .end();
        Json::parse(text.as_bytes())
    }

    /// The text to keep: this onboarding beside the others.
    pub(crate) fn write_beside(&self) -> String {
        let mut kept = Vec::new();
        for other in parsed(&self.seen).list(NAME) {
            if other.text("provided_id") != Some(&self.provided_id) {
                kept.push(other.clone());
            }
        }
        kept.extend(self.write());
        ObjectText::new().value(NAME, &Json::List(kept)).end()
    }
}
