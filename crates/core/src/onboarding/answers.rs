//! What the platform's answers say of where an onboarding stands.

use portico_model::netspend::{AccountState, CardStatus, KycStatus, OfacStatus, ShippingStatus, WorkflowStepName};

use super::handle::{Engine, Shown};
use super::kept::{FEATURES, Kept};
use super::machine::{Card, Checks, Left, Snapshot, StepKind};
use super::step::{OnboardingIds, Step};
use crate::json::Json;
use crate::ports::Platform;
use crate::unsaved::Change;

impl<P: Platform> Engine<P> {
    pub(crate) fn take_account(&self, account: &Json) {
        let person_id = account.text("primary_person_id").map(ToOwned::to_owned);
        *self.snapshot.borrow_mut() = Snapshot {
            account_state: account_state(account),
            left: left(account),
            has_person: person_id.is_some(),
            checks: None,
            card: None,
            offers_features: self.features && self.kept.borrow().pending(FEATURES).is_none(),
        };
        let card_id = pick_card(account.list("cards"));
        self.keep_ids(OnboardingIds { account_id: id(account), person_id, card_id });
    }

    pub(crate) fn take_person(&self, person: &Json) {
        {
            let kyc = person.text("kyc_status").and_then(KycStatus::from_word);
            let ofac = person.text("ofac_status").and_then(OfacStatus::from_word);
            let mut snapshot = self.snapshot.borrow_mut();
            snapshot.has_person = true;
            snapshot.checks = kyc.zip(ofac).map(|(kyc, ofac)| Checks { kyc, ofac });
            snapshot.account_state = account_state(person);
            snapshot.left = left(person);
        }
        self.shown.borrow_mut().address = person.get("address").cloned();
        let ids = self.kept.borrow().ids();
        self.keep_ids(OnboardingIds { person_id: id(person), ..ids });
    }

    /// What a write's answer says of the account, if it does.
    pub(crate) fn take_progress(&self, answer: &Json) {
        let mut snapshot = self.snapshot.borrow_mut();
        if let Some(state) = account_state(answer) {
            snapshot.account_state = Some(state);
        }
        if answer.get("workflows").is_some() {
            snapshot.left = left(answer);
        }
    }

    pub(crate) fn take_card(&self, answer: Json) {
        self.take_progress(&answer);
        let card_id = id(&answer);
        let mail = answer.get("shipping").and_then(|shipping| shipping.text("status"));
        let shipping = mail.and_then(ShippingStatus::from_word);
        self.snapshot.borrow_mut().card = card_status(&answer).map(|status| Card { status, shipping, answer });
        let ids = self.kept.borrow().ids();
        self.keep_ids(OnboardingIds { card_id, ..ids });
    }

    fn keep_ids(&self, ids: OnboardingIds) {
        let changed = self.kept.borrow_mut().set_ids(ids);
        if changed || self.unsaved.get() {
            self.keep();
        }
    }

    /// Has this onboarding kept as it is when it is written.
    pub(crate) fn keep(&self) {
        self.unsaved.set(false);
        self.client.inner.unsaved.add(Change::Onboarding(self.kept.clone()));
    }

    /// What was shown may be another customer's.
    #[inline(never)]
    pub(crate) fn show_nothing(&self) {
        *self.shown.borrow_mut() = Shown::default();
    }

    /// Forgets what was made: back to the first step.
    pub(crate) fn start_anew(&self) {
        *self.kept.borrow_mut() = Kept::new(&self.provided_id);
        *self.snapshot.borrow_mut() = Snapshot::default();
        self.show_nothing();
        *self.step.borrow_mut() = Step::new(StepKind::PersonDetails);
        self.behind.set(false);
        self.keep();
    }
}

/// The physical card that this is about: the active one, else the newest that is not closed.
fn pick_card(cards: &[Json]) -> Option<String> {
    let is_open = |card: &&Json| card.text("type") == Some("physical") && card_status(card) != Some(CardStatus::Closed);
    let is_active = |card: &&Json| is_open(card) && card_status(card) == Some(CardStatus::Active);
    cards.iter().find(is_active).or_else(|| cards.iter().rfind(is_open)).and_then(id)
}

pub(super) fn id(of: &Json) -> Option<String> {
    of.text("id").map(ToOwned::to_owned)
}

pub(super) fn card_status(card: &Json) -> Option<CardStatus> {
    card.text("status").and_then(CardStatus::from_word)
}

fn account_state(answer: &Json) -> Option<AccountState> {
    answer.text("account_state").and_then(AccountState::from_word)
}

/// What is left to do by the workflows of an answer.
fn left(answer: &Json) -> Vec<Left> {
    let mut left = Vec::new();
    for workflow in answer.list("workflows") {
        for step in workflow.list("steps") {
            left.push(Left {
                step: step.text("step").and_then(WorkflowStepName::from_word).unwrap_or(WorkflowStepName::Unknown),
                related_id: step.text("related_id").map(ToOwned::to_owned),
            });
        }
    }
    left
}

/// Whether an agreement is not accepted yet.
pub(super) fn is_open(left: &[Left], agreement_id: &str) -> bool {
    left.iter()
        .any(|left| left.step == WorkflowStepName::AcceptAgreement && left.related_id.as_deref() == Some(agreement_id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picked(cards: &[(&str, &str, &str)]) -> Option<String> {
        let card = |(id, kind, status): &(&str, &str, &str)| {
            Json::parse(format!(r#"{{"id":"{id}","type":"{kind}","status":"{status}"}}"#).as_bytes()).unwrap()
        };
        pick_card(&cards.iter().map(card).collect::<Vec<_>>())
    }

    #[test]
    fn is_about_the_active_physical_card_or_the_newest_open_one() {
        let cards = [
            ("old", "physical", "unactivated"),
            ("closed", "physical", "closed"),
            ("new", "physical", "unactivated"),
            ("virtual", "virtual", "active"),
        ];
        assert_eq!(picked(&cards).as_deref(), Some("new"));
        let active = [("active", "physical", "active"), ("new", "physical", "unactivated")];
        assert_eq!(picked(&active).as_deref(), Some("active"));
        assert_eq!(picked(&cards[1..2]), None);
    }
}
