//! Reading where an onboarding stands, with no read that isn't needed.

use portico_model::ErrorCode;
use portico_model::netspend::{AccountState, CardStatus, KycStatus, OfacStatus, ShippingStatus, WorkflowStepName};

use super::handle::Engine;
use super::kept::{self, Kept};
use super::machine::{Card, Checks, Left, Snapshot, StepKind, next_step};
use super::step::{OnboardingIds, Step};
use crate::call::Call;
use crate::call::limit::Scope;
use crate::fault::Fault;
use crate::json::{Json, ObjectText};
use crate::netspend;
use crate::ports::Platform;

impl<P: Platform> Engine<P> {
    /// Reads account, person and card, as far as the next step depends on them, and what that step shows.
    pub(crate) async fn load(&self, scope: &Scope) -> Result<Step, Fault> {
        let ids = self.kept.borrow().ids();
        let Some(account_id) = ids.account_id else {
            *self.snapshot.borrow_mut() = Snapshot::default();
            return self.settle(scope).await;
        };
        let account = match self.ask(netspend::account(&account_id), scope).await {
            Ok(account) => account,
            // A new binding, or somebody else's account: what this browser kept leads nowhere any more.
            Err(fault) if is_unreachable(&fault) => {
                self.start_anew().await;
                return Ok(Step::new(StepKind::PersonDetails));
            }
            Err(fault) => return Err(fault),
        };
        self.take_account(&account).await;
        let state = account_state(&account);
        if let Some(person_id) = account.text("primary_person_id") {
            if state == Some(AccountState::New) {
                let person = self.ask(netspend::person(person_id), scope).await?;
                self.take_person(&person).await;
            }
            self.move_to_person(person_id, scope).await?;
        }
        if let Some(card_id) = pick_card(account.list("cards")).filter(|_| state == Some(AccountState::Active)) {
            let card = self.ask(netspend::card(&card_id), scope).await?;
            self.take_card(card).await;
        }
        self.settle(scope).await
    }

    /// Makes the session the person's, unless the platform serves them no further.
    pub(crate) async fn move_to_person(&self, person_id: &str, scope: &Scope) -> Result<(), Fault> {
        if matches!(next_step(&self.snapshot.borrow()), StepKind::Declined(_)) {
            return Ok(());
        }
        self.client.inner.move_to_person(person_id, scope).await
    }

    /// As [`Self::load`]; while a card is on its way, that card alone is read.
    pub(crate) async fn refresh(&self, scope: &Scope) -> Result<Step, Fault> {
        let waiting = match &*self.step.borrow() {
            Step { kind: StepKind::AwaitCard, shows } if !self.behind.get() => card_id(shows),
            _ => None,
        };
        if let Some(id) = waiting
            && let Ok(card) = self.ask(netspend::card(&id), scope).await
            && card_status(&card) != Some(CardStatus::Closed)
        {
            self.take_card(card).await;
            return self.settle(scope).await;
        }
        self.load(scope).await
    }

    /// Computes the next step and reads what it shows.
    pub(crate) async fn settle(&self, scope: &Scope) -> Result<Step, Fault> {
        let next = next_step(&self.snapshot.borrow());
        self.behind.set(true);
        let step = self.show(next, scope).await?;
        *self.step.borrow_mut() = step.clone();
        self.behind.set(false);
        Ok(step)
    }

    async fn show(&self, kind: StepKind, scope: &Scope) -> Result<Step, Fault> {
        let card = self.snapshot.borrow().card.as_ref().map(|card| card.answer.clone());
        let shows = ObjectText::new();
        let shows = match (kind, card) {
            (StepKind::AcceptAgreements, _) => shows.value("agreements", &self.offered(scope).await?),
            (StepKind::ExpectedUse, _) => shows.value("questions", &self.questions(scope).await?),
            (StepKind::OrderCard, _) => self.offer_cards(shows, scope).await?,
            (StepKind::AwaitCard | StepKind::ActivateCard | StepKind::Complete, Some(card)) => {
                shows.value("card", &card)
            }
            _ => shows,
        };
        Ok(Step::showing(kind, shows))
    }

    async fn offered(&self, scope: &Scope) -> Result<Json, Fault> {
        let known = self.shown.borrow().agreements.clone();
        let agreements = match known {
            Some(agreements) => agreements,
            None => {
                let agreements = self.ask(netspend::search_agreements(&self.provided_id), scope).await?;
                self.shown.borrow_mut().agreements = Some(agreements.clone());
                agreements
            }
        };
        let snapshot = self.snapshot.borrow();
        let offer = |agreement: &Json| {
            let is_open = agreement.text("id").is_some_and(|id| is_open(&snapshot.left, id));
            agreement.clone().with("accepted", Json::Flag(!is_open))
        };
        Ok(Json::List(agreements.items().iter().map(offer).collect()))
    }

    async fn questions(&self, scope: &Scope) -> Result<Json, Fault> {
        let known = self.shown.borrow().questions.clone();
        if let Some(questions) = known {
            return Ok(questions);
        }
        let questions = self.ask(netspend::expected_use(&self.person_id()?), scope).await?;
        self.shown.borrow_mut().questions = Some(questions.clone());
        Ok(questions)
    }

    /// The brands, and the address to send the card to as a proposal: the person is read only if no answer held it.
    async fn offer_cards(&self, shows: ObjectText, scope: &Scope) -> Result<ObjectText, Fault> {
        let person_id = self.person_id()?;
        let brands = self.ask(netspend::brands(&person_id), scope).await?;
        if self.shown.borrow().address.is_none() {
            let person = self.ask(netspend::person(&person_id), scope).await?;
            self.shown.borrow_mut().address = person.get("address").cloned();
        }
        let shows = shows.value("brands", &brands);
        Ok(match &self.shown.borrow().address {
            Some(address) => shows.value("address", address),
            None => shows,
        })
    }

    /// Makes a call and gives its answer.
    pub(crate) async fn ask(&self, call: Call, scope: &Scope) -> Result<Json, Fault> {
        Ok(self.client.inner.call(call, scope).await?.json)
    }

    pub(crate) fn person_id(&self) -> Result<String, Fault> {
        self.kept.borrow().ids().person_id.ok_or_else(|| ErrorCode::WrongStep.into())
    }

    pub(crate) async fn take_account(&self, account: &Json) {
        let person_id = account.text("primary_person_id").map(ToOwned::to_owned);
        *self.snapshot.borrow_mut() = Snapshot {
            account_state: account_state(account),
            left: left(account),
            has_person: person_id.is_some(),
            checks: None,
            card: None,
        };
        let card_id = pick_card(account.list("cards"));
        self.keep_ids(OnboardingIds { account_id: id(account), person_id, card_id }).await;
    }

    pub(crate) async fn take_person(&self, person: &Json) {
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
        self.keep_ids(OnboardingIds { person_id: id(person), ..ids }).await;
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

    pub(crate) async fn take_card(&self, answer: Json) {
        self.take_progress(&answer);
        let card_id = id(&answer);
        let mail = answer.get("shipping").and_then(|shipping| shipping.text("status"));
        let shipping = mail.and_then(ShippingStatus::from_word);
        self.snapshot.borrow_mut().card = card_status(&answer).map(|status| Card { status, shipping, answer });
        let ids = self.kept.borrow().ids();
        self.keep_ids(OnboardingIds { card_id, ..ids }).await;
    }

    async fn keep_ids(&self, ids: OnboardingIds) {
        let changed = self.kept.borrow_mut().set_ids(ids);
        if changed || self.unsaved.get() {
            self.keep().await;
        }
    }

    pub(crate) async fn keep(&self) {
        self.unsaved.set(false);
        let kept = self.kept.borrow().clone();
        kept::write(&self.client.inner.platform, &kept).await;
    }

    /// Forgets what was made: back to the first step.
    pub(crate) async fn start_anew(&self) {
        *self.kept.borrow_mut() = Kept::new(&self.provided_id);
        *self.snapshot.borrow_mut() = Snapshot::default();
        *self.shown.borrow_mut() = super::handle::Shown::default();
        *self.step.borrow_mut() = Step::new(StepKind::PersonDetails);
        self.behind.set(false);
        self.keep().await;
    }
}

fn is_unreachable(fault: &Fault) -> bool {
    fault.is(ErrorCode::AccountNotFound) || fault.is(ErrorCode::SessionForbidden)
}

/// The physical card that this is about: the active one, else the newest that is not closed.
fn pick_card(cards: &[Json]) -> Option<String> {
    let is_open = |card: &&Json| card.text("type") == Some("physical") && card_status(card) != Some(CardStatus::Closed);
    let is_active = |card: &&Json| is_open(card) && card_status(card) == Some(CardStatus::Active);
    cards.iter().find(is_active).or_else(|| cards.iter().rfind(is_open)).and_then(id)
}

fn id(of: &Json) -> Option<String> {
    of.text("id").map(ToOwned::to_owned)
}

/// The id of the card that a step shows.
pub(super) fn card_id(shows: &Json) -> Option<String> {
    shows.get("card").and_then(id)
}

fn card_status(card: &Json) -> Option<CardStatus> {
    card.text("status").and_then(CardStatus::from_word)
}

fn account_state(answer: &Json) -> Option<AccountState> {
    answer.text("account_state").and_then(AccountState::from_word)
}

/// What is left to do by the workflows of an answer.
fn left(answer: &Json) -> Vec<Left> {
    let steps = answer.list("workflows").iter().flat_map(|workflow| workflow.list("steps"));
    let read = |step: &Json| Left {
        step: step.text("step").and_then(WorkflowStepName::from_word).unwrap_or(WorkflowStepName::Unknown),
        related_id: step.text("related_id").map(ToOwned::to_owned),
    };
    steps.map(read).collect()
}

/// Whether an agreement is not accepted yet.
fn is_open(left: &[Left], agreement_id: &str) -> bool {
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
