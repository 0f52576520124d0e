//! Doing what a step asks for.

use portico_model::netspend::Answer;
use portico_model::{ErrorCode, FieldCode};

use super::handle::Engine;
use super::load::card_id;
use super::machine::StepKind;
use super::step::{OnboardingIds, ShownAgreement, Step, StepInput};
use crate::call::limit::Scope;
use crate::fault::Fault;
use crate::json::Json;
use crate::netspend::{self, accept_now, create_checked, is_sha256, order_checked};
use crate::pii::Pii;
use crate::ports::Platform;
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
        match input {
            StepInput::PersonDetails(person) => self.create_person(person, scope).await,
            StepInput::AcceptAgreements { accepted: false, .. } => Err(ErrorCode::AgreementDeclined.into()),
            StepInput::AcceptAgreements { agreements, .. } => {
                self.accept(step.shows.list("agreements"), agreements, scope).await
            }
            StepInput::ExpectedUse { answers } => self.answer(step.shows.list("questions"), answers, scope).await,
            StepInput::OrderCard { brand_name, address } => {
                self.order(step.shows.list("brands"), brand_name, address, scope).await
            }
            StepInput::ActivateCard { cvc, pin } => {
                let card_id = card_id(&step.shows).ok_or(ErrorCode::WrongStep)?;
                self.activate(&card_id, cvc, pin, scope).await
            }
        }
    }

    async fn create_person(&self, input: &PersonInput, scope: &Scope) -> Result<(), Fault> {
        let checked = check_person(input, self.client.inner.dated(scope).await?.today())?;
        let known = self.kept.borrow().ids().account_id;
        let account_id = match known {
            Some(account_id) => account_id,
            None => {
                let account = self.once("account", netspend::create_account(&self.provided_id), scope).await?;
                self.take_account(&account).await;
                needed_id(&account)?
            }
        };
        let write = ["person:", &account_id].concat();
        let person = self.once(&write, create_checked(&account_id, checked), scope).await?;
        self.take_person(&person).await;
        // The person is made, whatever becomes of the session: a later call moves it, if this one fails.
        self.behind.set(true);
        self.move_to_person(&needed_id(&person)?, scope).await
    }

    async fn accept(&self, offered: &[Json], shown: &[ShownAgreement], scope: &Scope) -> Result<(), Fault> {
        let mut wrong = Wrong::default();
        for (place, agreement) in shown.iter().enumerate() {
            let field = |name: &str| ["agreements.", &place.to_string(), ".", name].concat();
            if !offered.iter().any(|offer| offer.text("id") == Some(&agreement.id)) {
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
        // The device's clock is nobody's witness.
        let now = self.client.inner.dated(scope).await?;
        for agreement in shown {
            let is_open = |offer: &Json| {
                offer.text("id") == Some(&agreement.id) && offer.get("accepted") == Some(&Json::Flag(false))
            };
            if offered.iter().any(is_open) {
                let names = [person_id.as_str(), &agreement.id, &agreement.document_sha256, &self.locale];
                let receipt = self.ask(accept_now(names, now), scope).await?;
                self.take_progress(&receipt);
                // Should the next one fail, this one stays accepted.
                self.behind.set(true);
            }
        }
        Ok(())
    }

    async fn answer(&self, questions: &[Json], answers: &[Answer], scope: &Scope) -> Result<(), Fault> {
        check_answers(questions, answers)?;
        let after = self.ask(netspend::answer_expected_use(&self.person_id()?, answers), scope).await?;
        self.take_progress(&after);
        Ok(())
    }

    async fn order(
        &self,
        brands: &[Json],
        brand_name: &str,
        address: &AddressInput,
        scope: &Scope,
    ) -> Result<(), Fault> {
        let mut wrong = Wrong::default();
        if !brands.iter().any(|brand| brand.text("brand_name") == Some(brand_name)) {
            wrong.note("brandName", FieldCode::OptionUnknown);
        }
        let address = check_address(address, &mut wrong);
        wrong.end()?;
        let address = address.ok_or(ErrorCode::InternalFault)?;
        let OnboardingIds { account_id: Some(account_id), person_id: Some(person_id), .. } = self.kept.borrow().ids()
        else {
            return Err(ErrorCode::WrongStep.into());
        };
        let names = [account_id.as_str(), &person_id, brand_name];
        let card = self.once(&["card:", &account_id].concat(), order_checked(names, &address), scope).await?;
        self.take_card(card).await;
        Ok(())
    }

    async fn activate(&self, card_id: &str, cvc: &Pii<String>, pin: &Pii<String>, scope: &Scope) -> Result<(), Fault> {
        let mut wrong = Wrong::default();
        // Exposed to be checked; both leave sealed.
        wrong.take("cvc", check_cvc(cvc.expose()));
        wrong.take("pin", check_pin(pin.expose()));
        wrong.end()?;
        let person_id = self.person_id()?;
        let verify = netspend::verify_card(card_id, cvc)?.about(&person_id);
        let verification = self.once(&["verification:", card_id].concat(), verify, scope).await?;
        let set_pin = netspend::set_pin(card_id, &needed_id(&verification)?, pin)?.about(&person_id);
        let card = self.once(&["pin:", card_id].concat(), set_pin, scope).await?;
        self.take_card(card).await;
        Ok(())
    }
}

fn needed_id(answer: &Json) -> Result<String, Fault> {
    answer.text("id").map(ToOwned::to_owned).ok_or_else(|| ErrorCode::UnexpectedAnswer.into())
}

/// Whether an input is what a step asks for.
const fn fits(step: &Step, input: &StepInput) -> bool {
    matches!(
        (step.kind, input),
        (StepKind::PersonDetails, StepInput::PersonDetails(_))
            | (StepKind::AcceptAgreements, StepInput::AcceptAgreements { .. })
            | (StepKind::ExpectedUse, StepInput::ExpectedUse { .. })
            | (StepKind::OrderCard, StepInput::OrderCard { .. })
            | (StepKind::ActivateCard, StepInput::ActivateCard { .. })
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
