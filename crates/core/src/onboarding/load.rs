//! Reading where an onboarding stands, with no read that isn't needed.

use portico_model::ErrorCode;
use portico_model::netspend::{
    Account, AccountState, Card, CardStatus, CardSummary, CardType, Person, Workflow, WorkflowStepName,
};

use super::handle::Engine;
use super::kept::{self, Kept};
use super::machine::{Checks, Snapshot, StepKind, next_step};
use super::step::{OfferedAgreement, OnboardingIds, Step};
use crate::call::limit::Scope;
use crate::fault::Fault;
use crate::netspend::{Answer, Needed, Operation};
use crate::ports::Platform;

impl<P: Platform> Engine<P> {
    /// Reads account, person and card, as far as the next step depends on them, and what that step shows.
    pub(crate) async fn load(&self, scope: &Scope) -> Result<Step, Fault> {
        let ids = self.kept.borrow().ids();
        let Some(account_id) = ids.account_id else {
            *self.snapshot.borrow_mut() = Snapshot::default();
            return self.settle(scope).await;
        };
        let account = match self.perform(Operation::ReadAccount { account_id }, scope).await {
            Ok(answer) => answer.account()?,
            // A new binding, or somebody else's account: what this browser kept leads nowhere any more.
            Err(fault) if is_unreachable(&fault) => {
                self.start_anew().await;
                return Ok(Step::PersonDetails);
            }
            Err(fault) => return Err(fault),
        };
        self.take_account(&account).await;
        if let Some(person_id) = &account.primary_person_id {
            if account.account_state == AccountState::New {
                let person_id = person_id.0.clone();
                let person = self.perform(Operation::ReadPerson { person_id }, scope).await?.person()?;
                self.take_person(&person).await;
            }
            self.move_to_person(person_id.as_str(), scope).await?;
        }
        if let Some(card_id) = pick_card(&account.cards).filter(|_| account.account_state == AccountState::Active) {
            let card = self.perform(Operation::ReadCard { card_id }, scope).await?.card()?;
            self.take_card(card).await;
        }
        self.settle(scope).await
    }

    /// Makes the session the person's, unless the platform serves them no further.
    pub(crate) async fn move_to_person(&self, person_id: &str, scope: &Scope) -> Result<(), Fault> {
        if matches!(next_step(&self.snapshot.borrow()), StepKind::Declined(_)) {
            return Ok(());
        }
        self.client.inner.move_session(Needed::Person(person_id), scope).await
    }

    /// Performs an operation under the caller's key or a new one.
    pub(crate) async fn perform(&self, operation: Operation, scope: &Scope) -> Result<Answer, Fault> {
        self.client.inner.perform(&operation, None, scope).await
    }

    /// As [`Self::load`]; while a card is on its way, that card alone is read.
    pub(crate) async fn refresh(&self, scope: &Scope) -> Result<Step, Fault> {
        let waiting = match &*self.step.borrow() {
            Step::AwaitCard { card } if !self.behind.get() => Some(card.id.clone()),
            _ => None,
        };
        if let Some(id) = waiting {
            let read = self.perform(Operation::ReadCard { card_id: id.0 }, scope).await;
            if let Ok(card) = read.and_then(Answer::card)
                && card.status != CardStatus::Closed
            {
                self.take_card(card).await;
                return self.settle(scope).await;
            }
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
        let card = self.snapshot.borrow().card.clone();
        Ok(match (kind, card) {
            (StepKind::PersonDetails, _) => Step::PersonDetails,
            (StepKind::IdentityQuestions, _) => Step::IdentityQuestions,
            (StepKind::IdentityScan, _) => Step::IdentityScan,
            (StepKind::ProvideDocuments, _) => Step::ProvideDocuments,
            (StepKind::IdentityReview, _) => Step::IdentityReview,
            (StepKind::AcceptAgreements, _) => Step::AcceptAgreements { agreements: self.offered(scope).await? },
            (StepKind::ExpectedUse, _) => self.ask_expected_use(scope).await?,
            (StepKind::AwaitCard, Some(card)) => Step::AwaitCard { card },
            (StepKind::ActivateCard, Some(card)) => Step::ActivateCard { card },
            (StepKind::Complete, card) => Step::Complete { card },
            (StepKind::Declined(reason), _) => Step::Declined { reason },
            (StepKind::OrderCard | StepKind::AwaitCard | StepKind::ActivateCard, _) => self.offer_cards(scope).await?,
        })
    }

    async fn offered(&self, scope: &Scope) -> Result<Vec<OfferedAgreement>, Fault> {
        let known = self.shown.borrow().agreements.clone();
        let agreements = match known {
            Some(agreements) => agreements,
            None => {
                let agreements = self
                    .perform(Operation::SearchAgreements { provided_id: self.provided_id.clone() }, scope)
                    .await?
                    .agreements()?;
                self.shown.borrow_mut().agreements = Some(agreements.clone());
                agreements
            }
        };
        let open = open_agreements(&self.snapshot.borrow().workflows);
        let offer = |agreement: portico_model::netspend::Agreement| OfferedAgreement {
            accepted: !open.iter().any(|id| id == agreement.id.as_str()),
            agreement,
        };
        Ok(agreements.into_iter().map(offer).collect())
    }

    async fn ask_expected_use(&self, scope: &Scope) -> Result<Step, Fault> {
        let known = self.shown.borrow().questions.clone();
        let questions = match known {
            Some(questions) => questions,
            None => {
                let questions =
                    self.perform(Operation::ReadExpectedUse { person_id: self.person_id()? }, scope).await?;
                let questions = questions.expected_use()?.questions;
                self.shown.borrow_mut().questions = Some(questions.clone());
                questions
            }
        };
        Ok(Step::ExpectedUse { questions })
    }

    /// The brands, and the address to send the card to as a proposal: the person is read only if no answer held it.
    async fn offer_cards(&self, scope: &Scope) -> Result<Step, Fault> {
        let person_id = self.person_id()?;
        let search = Operation::SearchBrands { person_id: person_id.clone() };
        let brands = self.perform(search, scope).await?.brands()?;
        if self.shown.borrow().address.is_none() {
            let person = self.perform(Operation::ReadPerson { person_id }, scope).await?.person()?;
            self.shown.borrow_mut().address = person.address;
        }
        Ok(Step::OrderCard { brands, address: self.shown.borrow().address.clone() })
    }

    pub(crate) fn person_id(&self) -> Result<String, Fault> {
        self.kept.borrow().ids().person_id.ok_or_else(|| ErrorCode::WrongStep.into())
    }

    pub(crate) async fn take_account(&self, account: &Account) {
        let person_id = account.primary_person_id.as_ref().map(|id| id.0.clone());
        *self.snapshot.borrow_mut() = Snapshot {
            account_state: Some(account.account_state),
            workflows: account.workflows.clone(),
            has_person: person_id.is_some(),
            checks: None,
            card: None,
        };
        let card_id = pick_card(&account.cards);
        self.keep_ids(OnboardingIds { account_id: Some(account.id.0.clone()), person_id, card_id }).await;
    }

    pub(crate) async fn take_person(&self, person: &Person) {
        {
            let mut snapshot = self.snapshot.borrow_mut();
            snapshot.has_person = true;
            snapshot.checks = Some(Checks { kyc: person.kyc_status, ofac: person.ofac_status });
            snapshot.account_state = Some(person.account_state);
            snapshot.workflows.clone_from(&person.workflows);
        }
        self.shown.borrow_mut().address.clone_from(&person.address);
        let ids = self.kept.borrow().ids();
        self.keep_ids(OnboardingIds { person_id: Some(person.id.0.clone()), ..ids }).await;
    }

    /// What a write's answer says of the account.
    pub(crate) fn take_progress(&self, state: Option<AccountState>, workflows: Option<Vec<Workflow>>) {
        let mut snapshot = self.snapshot.borrow_mut();
        if let Some(state) = state {
            snapshot.account_state = Some(state);
        }
        if let Some(workflows) = workflows {
            snapshot.workflows = workflows;
        }
    }

    pub(crate) async fn take_card(&self, card: Card) {
        let id = card.id.0.clone();
        self.take_progress(card.account_state, card.workflows.clone());
        self.snapshot.borrow_mut().card = Some(card);
        let ids = self.kept.borrow().ids();
        self.keep_ids(OnboardingIds { card_id: Some(id), ..ids }).await;
    }

    async fn keep_ids(&self, ids: OnboardingIds) {
        let changed = self.kept.borrow_mut().set_ids(&ids);
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
        *self.step.borrow_mut() = Step::PersonDetails;
        self.behind.set(false);
        self.keep().await;
    }
}

fn is_unreachable(fault: &Fault) -> bool {
    fault.is(ErrorCode::AccountNotFound) || fault.is(ErrorCode::SessionForbidden)
}

/// The physical card that this is about: the active one, else the newest that is not closed.
fn pick_card(cards: &[CardSummary]) -> Option<String> {
    let mut open = cards.iter().filter(|card| card.kind == CardType::Physical && card.status != CardStatus::Closed);
    let active = open.clone().find(|card| card.status == CardStatus::Active);
    active.or_else(|| open.next_back()).map(|card| card.id.0.clone())
}

/// Ids of the agreements that are not accepted yet.
fn open_agreements(workflows: &[Workflow]) -> Vec<String> {
    let steps = workflows.iter().flat_map(|workflow| &workflow.steps);
    steps
        .filter(|step| step.step == WorkflowStepName::AcceptAgreement)
        .filter_map(|step| step.related_id.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(id: &str, kind: CardType, status: CardStatus) -> CardSummary {
        CardSummary { id: id.into(), kind, status }
    }

    #[test]
    fn is_about_the_active_physical_card_or_the_newest_open_one() {
        use {CardStatus as Status, CardType as Type};
        let cards = [
            card("old", Type::Physical, Status::Unactivated),
            card("closed", Type::Physical, Status::Closed),
            card("new", Type::Physical, Status::Unactivated),
            card("virtual", Type::Virtual, Status::Active),
        ];
        assert_eq!(pick_card(&cards).as_deref(), Some("new"));
        let active = [card("active", Type::Physical, Status::Active), card("new", Type::Physical, Status::Unactivated)];
        assert_eq!(pick_card(&active).as_deref(), Some("active"));
        assert_eq!(pick_card(&cards[1..2]), None);
    }
}
