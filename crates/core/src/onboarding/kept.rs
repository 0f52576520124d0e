//! What this browser keeps of onboardings over a reload: ids, and the idempotency keys of writes that are under way.
//! Never personal data, and no hash of it.

use super::step::OnboardingIds;
use crate::json::{Json, ObjectText};

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
        Self { provided_id: provided_id.to_owned(), ids: OnboardingIds::default(), pending: Vec::new() }
    }

    /// The onboarding from `provided_id` among `all` that this browser keeps. What can't be read was not written by this
    /// version: it is as good as nothing.
    pub(crate) fn find(all: &Json, provided_id: &str) -> Self {
        let kept = all.list(NAME).iter().find(|kept| kept.text("provided_id") == Some(provided_id));
        kept.and_then(|kept| Self::read(kept, provided_id)).unwrap_or_else(|| Self::new(provided_id))
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

    fn read(kept: &Json, provided_id: &str) -> Option<Self> {
        let member = |name| kept.text(name).map(ToOwned::to_owned);
        let ids = OnboardingIds {
            account_id: member("account_id"),
            person_id: member("person_id"),
            card_id: member("card_id"),
        };
        let mut pending = Vec::new();
        for write in kept.list("pending") {
            pending.push(Pending { write: write.text("write")?.to_owned(), key: write.text("key")?.to_owned() });
        }
        Some(Self { provided_id: provided_id.to_owned(), ids, pending })
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

    /// The text to keep: this onboarding beside the others among `all`.
    pub(crate) fn write_beside(&self, all: &Json) -> String {
        let mut kept = Vec::new();
        for other in all.list(NAME) {
            if other.text("provided_id") != Some(&self.provided_id) {
                kept.push(other.clone());
            }
        }
        kept.extend(self.write());
        ObjectText::new().value(NAME, &Json::List(kept)).end()
    }
}
