//! What this browser keeps of onboardings over a reload: ids, and the idempotency keys of writes that are under way.
//! Never personal data, and no hash of it.

use portico_model::id::{AccountId, CardId, PersonId, ProvidedId};
use serde::Serialize;

use super::step::OnboardingIds;
use crate::encoding::json;
use crate::json::{Json, Read, read_all};
use crate::ports::Store;

/// The name in the store, for all onboardings of this browser.
const NAME: &str = "onboardings";

/// One onboarding.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Kept {
    provided_id: ProvidedId,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<AccountId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    person_id: Option<PersonId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card_id: Option<CardId>,
    /// Writes that were begun and not answered.
    pending: Vec<Pending>,
}

/// A write that was begun and not answered.
#[derive(Clone, Debug, Serialize)]
struct Pending {
    /// Which write, and of what: `pin:<card>`.
    write: String,
    /// Its idempotency key.
    key: String,
}

impl Read for Kept {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            provided_id: ProvidedId(json.text("provided_id")?),
            account_id: json.optional_text("account_id")?.map(AccountId),
            person_id: json.optional_text("person_id")?.map(PersonId),
            card_id: json.optional_text("card_id")?.map(CardId),
            pending: read_all(json.items("pending")?)?,
        })
    }
}

impl Read for Pending {
    fn read(json: &Json) -> Option<Self> {
        Some(Self { write: json.text("write")?, key: json.text("key")? })
    }
}

impl Kept {
    /// An onboarding that made nothing yet.
    pub(crate) fn new(provided_id: &str) -> Self {
        Self {
            provided_id: ProvidedId(provided_id.to_owned()),
            account_id: None,
            person_id: None,
            card_id: None,
            pending: Vec::new(),
        }
    }

    /// What was made so far.
    pub(crate) fn ids(&self) -> OnboardingIds {
        OnboardingIds {
            account_id: self.account_id.as_ref().map(|id| id.0.clone()),
            person_id: self.person_id.as_ref().map(|id| id.0.clone()),
            card_id: self.card_id.as_ref().map(|id| id.0.clone()),
        }
    }

    /// Takes over what was made. Whether that changed anything.
    pub(crate) fn set_ids(&mut self, ids: &OnboardingIds) -> bool {
        let changed = self.ids() != *ids;
        self.account_id = ids.account_id.clone().map(AccountId);
        self.person_id = ids.person_id.clone().map(PersonId);
        self.card_id = ids.card_id.clone().map(CardId);
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
}

/// What is kept of the onboarding from `provided_id`.
pub(crate) async fn read<S: Store>(store: &S, provided_id: &str) -> Kept {
    let mut all = stored(store).await;
    match all.iter().position(|kept| kept.provided_id.as_str() == provided_id) {
        Some(place) => all.swap_remove(place),
        None => Kept::new(provided_id),
    }
}

/// Keeps `kept` beside the others.
pub(crate) async fn write<S: Store>(store: &S, kept: &Kept) {
    let mut all = stored(store).await;
    all.retain(|other| other.provided_id != kept.provided_id);
    all.push(kept.clone());
    if let Ok(text) = json(&all) {
        store.write(NAME, &text).await;
    }
}

/// Forgets every onboarding of this browser.
pub(crate) async fn forget_all<S: Store>(store: &S) {
    store.remove(NAME).await;
}

/// What can't be read was not written by this version: it is as good as nothing.
async fn stored<S: Store>(store: &S) -> Vec<Kept> {
    let text = store.read(NAME).await;
    let all = text.and_then(|text| Json::parse(text.as_bytes()));
    match &all {
        Some(Json::List(all)) => read_all(all).unwrap_or_default(),
        _ => Vec::new(),
    }
}
