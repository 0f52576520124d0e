//! What this browser keeps of onboardings over a reload: ids, and the idempotency keys of writes that are under way.
//! Never personal data, and no hash of it.

use super::step::OnboardingIds;
use crate::json::{Json, ObjectText};
use crate::ports::Store;

/// The name in the store, for all onboardings of this browser.
const NAME: &str = "onboardings";

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

    /// A write was answered.
    pub(crate) fn end(&mut self, write: &str) {
        self.pending.retain(|pending| pending.write != write);
    }

    fn read(kept: &Json) -> Option<Self> {
        let member = |name| kept.text(name).map(ToOwned::to_owned);
        let ids = OnboardingIds {
            account_id: member("account_id"),
            person_id: member("person_id"),
            card_id: member("card_id"),
        };
        let pending = kept.list("pending").iter().map(|pending| {
            Some(Pending { write: pending.text("write")?.to_owned(), key: pending.text("key")?.to_owned() })
        });
        Some(Self { provided_id: member("provided_id")?, ids, pending: pending.collect::<Option<_>>()? })
    }

    fn write(&self) -> ObjectText {
        let pending = |pending: &Pending| ObjectText::new().text("write", &pending.write).text("key", &pending.key);
        ObjectText::new()
            .text("provided_id", &self.provided_id)
            .optional("account_id", self.ids.account_id.as_deref())
            .optional("person_id", self.ids.person_id.as_deref())
            .optional("card_id", self.ids.card_id.as_deref())
            .objects("pending", self.pending.iter().map(pending).collect())
    }
}

/// What is kept of the onboarding from `provided_id`.
pub(crate) async fn read<S: Store>(store: &S, provided_id: &str) -> Kept {
    let mut all = read_all(store).await;
    match all.iter().position(|kept| kept.provided_id == provided_id) {
        Some(place) => all.swap_remove(place),
        None => Kept::new(provided_id),
    }
}

/// Keeps `kept` beside the others.
pub(crate) async fn write<S: Store>(store: &S, kept: &Kept) {
    let mut all = read_all(store).await;
    all.retain(|other| other.provided_id != kept.provided_id);
    all.push(kept.clone());
    store.write(NAME, &ObjectText::new().objects(NAME, all.iter().map(Kept::write).collect()).end()).await;
}

/// Forgets every onboarding of this browser.
pub(crate) async fn forget_all<S: Store>(store: &S) {
    store.remove(NAME).await;
}

/// What can't be read was not written by this version: it is as good as nothing.
async fn read_all<S: Store>(store: &S) -> Vec<Kept> {
    let text = store.read(NAME).await.unwrap_or_default();
    let all = Json::parse(text.as_bytes()).unwrap_or_default();
    all.list(NAME).iter().map(Kept::read).collect::<Option<_>>().unwrap_or_default()
}
