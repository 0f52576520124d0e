//! Doing what a step asks for.

use portico_model::netspend::{Agreement, Answer, Brand, Card, Question};
use portico_model::{ErrorCode, FieldCode};

use super::handle::Engine;
use super::step::{OfferedAgreement, OnboardingIds, ShownAgreement, Step, StepInput};
use crate::call::limit::Scope;
use crate::fault::Fault;
use crate::netspend::{Operation, is_sha256};
use crate::pii::Pii;
use crate::ports::Platform;
use crate::time::CivilDate;
use crate::validate::{
    AddressInput, PersonInput, Wrong, check_address, check_answers, check_cvc, check_person, check_pin,
};

impl<P: Platform> Engine<P> {
    /// Does what the current step asks for, and gives the next one.
    pub(crate) async fn submit(&self, input: &StepInput, scope: &Scope) -> Result<Step, Fault> {
        self.client.inner.session_id()?;
        let mut before = self.step.borrow().clone();
        if !fits(&before, input) {
            return Err(ErrorCode::WrongStep.into());
        }
        if self.behind.get() {
            // The last submit took effect, and what follows could not be read. If this is the same once more, it is done.
            before = self.load(scope).await?;
            if !fits(&before, input) {
                return Ok(before);
            }
        }
        let mut again = true;
        loop {
            let ids = self.kept.borrow().ids();
            let fault = match self.write(&before, input, scope).await {
                Ok(()) => return self.settle(scope).await,
                Err(fault) => fault,
            };
            if !may_be_elsewhere(&fault) {
                return Err(fault);
            }
            // Another tab, or an earlier try whose answer was lost, may have gone on; or the platform knows this
            // browser no more. Its state decides.
            let now = self.load(scope).await?;
            if !fits(&now, input) {
                return Ok(now);
            }
            let started_anew = ids.account_id.is_some() && self.kept.borrow().ids().account_id.is_none();
            let was_of_another_try =
                fault.is(ErrorCode::IdempotencyKeyReused) || fault.is(ErrorCode::InvalidVerification);
            if !again || !(started_anew || was_of_another_try) {
                return Err(fault);
            }
            again = false;
            before = now;
        }
    }

    async fn write(&self, step: &Step, input: &StepInput, scope: &Scope) -> Result<(), Fault> {
        match (step, input) {
            (Step::PersonDetails, StepInput::PersonDetails(person)) => self.create_person(person, scope).await,
            (Step::AcceptAgreements { agreements }, StepInput::AcceptAgreements { accepted, agreements: shown }) => {
                if !accepted {
                    return Err(ErrorCode::AgreementDeclined.into());
                }
                self.accept(agreements, shown, scope).await
            }
            (Step::ExpectedUse { questions }, StepInput::ExpectedUse { answers }) => {
                self.answer(questions, answers, scope).await
            }
            (Step::OrderCard { brands, .. }, StepInput::OrderCard { brand_name, address }) => {
                self.order(brands, brand_name, address, scope).await
            }
            (Step::ActivateCard { card }, StepInput::ActivateCard { cvc, pin }) => {
                self.activate(card, cvc, pin, scope).await
            }
            _ => Err(ErrorCode::WrongStep.into()),
        }
    }

    async fn create_person(&self, person: &PersonInput, scope: &Scope) -> Result<(), Fault> {
        let inner = &*self.client.inner;
        // Before the account is made, and by the platform's calendar. The key set comes along for the sealing.
        inner.freshen(true, scope).await?;
        check_person(person, CivilDate::of_unix_seconds(inner.now_seconds()))?;
        let known = self.kept.borrow().ids().account_id;
        let account_id = match known {
            Some(account_id) => account_id,
            None => {
                let create = Operation::CreateAccount { provided_id: self.provided_id.clone() };
                let account = self.once("account", create, scope).await?.account()?;
                self.take_account(&account).await;
                account.id.0
            }
        };
        let write = ["person:", &account_id].concat();
        let create = Operation::CreatePerson { account_id, person: Box::new(person.clone()) };
        let person = self.once(&write, create, scope).await?.person()?;
        self.take_person(&person).await;
        // The person is made, whatever becomes of the session: a later call moves it, if this one fails.
        self.behind.set(true);
        self.move_to_person(person.id.as_str(), scope).await
    }

    async fn accept(&self, offered: &[OfferedAgreement], shown: &[ShownAgreement], scope: &Scope) -> Result<(), Fault> {
        let mut wrong = Wrong::default();
        for (place, agreement) in shown.iter().enumerate() {
            let field = |name: &str| ["agreements.", &place.to_string(), ".", name].concat();
            if !offered.iter().any(|offer| offer.agreement.id.as_str() == agreement.id) {
                wrong.note(&field("id"), FieldCode::OptionUnknown);
            }
            if !is_sha256(&agreement.document_sha256) {
                wrong.note(&field("documentSha256"), FieldCode::WrongType);
            }
        }
        if shown.is_empty() {
            wrong.note("agreements", FieldCode::Required);
        }
        wrong.end()?;
        let person_id = self.person_id()?;
        let is_open = |agreement: &Agreement| offered.iter().any(|o| o.agreement.id == agreement.id && !o.accepted);
        for agreement in shown {
            let offer = offered.iter().map(|offer| &offer.agreement).find(|offer| offer.id.as_str() == agreement.id);
            if offer.is_some_and(is_open) {
                let accept = Operation::AcceptAgreement {
                    person_id: person_id.clone(),
                    agreement_id: agreement.id.clone(),
                    document_sha256: agreement.document_sha256.clone(),
                    locale: self.locale.clone(),
                };
                let receipt = self.perform(accept, scope).await?.receipt()?;
                self.take_progress(Some(receipt.account_state), Some(receipt.workflows));
                // Should the next one fail, this one stays accepted.
                self.behind.set(true);
            }
        }
        Ok(())
    }

    async fn answer(&self, questions: &[Question], answers: &[Answer], scope: &Scope) -> Result<(), Fault> {
        check_answers(questions, answers)?;
        let answer = Operation::AnswerExpectedUse { person_id: self.person_id()?, answers: answers.to_vec() };
        let after = self.perform(answer, scope).await?.expected_use()?;
        self.take_progress(after.account_state, after.workflows);
        Ok(())
    }

    async fn order(
        &self,
        brands: &[Brand],
        brand_name: &str,
        address: &AddressInput,
        scope: &Scope,
    ) -> Result<(), Fault> {
        let mut wrong = Wrong::default();
        if !brands.iter().any(|brand| brand.brand_name == brand_name) {
            wrong.note("brandName", FieldCode::OptionUnknown);
        }
        check_address(address, &mut wrong);
        wrong.end()?;
        let OnboardingIds { account_id: Some(account_id), person_id: Some(person_id), .. } = self.kept.borrow().ids()
        else {
            return Err(ErrorCode::WrongStep.into());
        };
        let write = ["card:", &account_id].concat();
        let order = Operation::OrderPhysicalCard {
            account_id,
            person_id,
            brand_name: brand_name.to_owned(),
            address: Box::new(address.clone()),
        };
        let card = self.once(&write, order, scope).await?.card()?;
        self.take_card(card).await;
        Ok(())
    }

    async fn activate(&self, card: &Card, cvc: &Pii<String>, pin: &Pii<String>, scope: &Scope) -> Result<(), Fault> {
        let mut wrong = Wrong::default();
        // Exposed to be checked; both leave sealed.
        wrong.take("cvc", check_cvc(cvc.expose()));
        wrong.take("pin", check_pin(pin.expose()));
        wrong.end()?;
        self.move_to_person(&self.person_id()?, scope).await?;
        let card_id = &card.id.0;
        let verify = Operation::VerifyCard { card_id: card_id.clone(), cvc: cvc.clone() };
        let verification = self.once(&["verification:", card_id].concat(), verify, scope).await?.verification()?;
        let set_pin =
            Operation::SetPin { card_id: card_id.clone(), verification_id: verification.id.0, pin: pin.clone() };
        let card = self.once(&["pin:", card_id].concat(), set_pin, scope).await?.card()?;
        self.take_card(card).await;
        Ok(())
    }
}

/// Whether an input is what a step asks for.
const fn fits(step: &Step, input: &StepInput) -> bool {
    matches!(
        (step, input),
        (Step::PersonDetails, StepInput::PersonDetails(_))
            | (Step::AcceptAgreements { .. }, StepInput::AcceptAgreements { .. })
            | (Step::ExpectedUse { .. }, StepInput::ExpectedUse { .. })
            | (Step::OrderCard { .. }, StepInput::OrderCard { .. })
            | (Step::ActivateCard { .. }, StepInput::ActivateCard { .. })
    )
}

/// Whether a fault means that the platform may stand elsewhere than this onboarding believes.
fn may_be_elsewhere(fault: &Fault) -> bool {
    use ErrorCode as Code;
    [
        Code::AccountNotFound,
        Code::PersonNotFound,
        Code::CardNotFound,
        Code::AgreementNotFound,
        Code::SessionForbidden,
        Code::PersonSessionRequired,
        Code::AccountNotNew,
        Code::AccountInactive,
        Code::KycNotApproved,
        Code::ExpectedUseNotApplicable,
        Code::InvalidVerification,
        Code::CardClosed,
        Code::PinAlreadySet,
        Code::IdempotencyKeyReused,
    ]
    .into_iter()
    .any(|code| fault.is(code))
}
