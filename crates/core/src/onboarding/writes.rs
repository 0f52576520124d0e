//! The writes of each step. Those that must not happen twice, over retries and reloads, are kept from before their first
//! try until they are answered.

use portico_model::{ErrorCode, FieldCode};

use super::answers::id;
use super::handle::Engine;
use super::step::{ShownAgreement, Step, StepInput};
use crate::call::limit::Scope;
use crate::call::{Call, Now};
use crate::encoding::generate_id;
use crate::fault::Fault;
use crate::json::Json;
use crate::netspend::{self, accept_now, create_checked, is_sha256};
use crate::ports::Platform;
use crate::validate::{Wrong, check_answers, check_cvc, check_person, check_pin};

/// One write of a step.
pub(crate) struct Write {
    pub(crate) made: Made,
    pub(crate) call: Call,
    /// Which write that must not happen twice, and of what: `pin:<card>`.
    pub(crate) once: Option<String>,
}

/// What a write's answer tells of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    Account,
    Person,
    Progress,
    Card,
    Verification,
}

/// The writes of this step that are done.
#[derive(Default)]
pub(crate) struct Done {
    count: usize,
    /// The last one.
    last: Option<Made>,
    /// The id of what it made.
    id: String,
}

impl Done {
    pub(crate) fn take(&mut self, (made, id): (Made, String)) {
        *self = Self { count: self.count + 1, last: Some(made), id };
    }
}

impl<P: Platform> Engine<P> {
    /// The write of a step that follows those that are done; `None` after the last one.
    ///
    /// # Errors
    /// `validation_failed` with all wrong fields, before the first one; `agreement_declined`.
    pub(crate) fn next_write(
        &self,
        step: &Step,
        input: &StepInput,
        now: Now,
        done: &Done,
    ) -> Result<Option<Write>, Fault> {
        let account_id = self.kept.borrow().ids().account_id;
        let write = match (input, done.count) {
            (StepInput::PersonDetails(_), _) if done.last == Some(Made::Person) => return Ok(None),
            (StepInput::PersonDetails(person), _) => {
                let checked = check_person(person, now.today())?;
                match account_id {
                    Some(id) => Write::once(Made::Person, ["person:", &id], create_checked(&id, checked)),
                    None => Write::once(Made::Account, ["account", ""], netspend::create_account(&self.provided_id)),
                }
            }
            (StepInput::AcceptAgreements { accepted: false, .. }, _) => {
                return Err(ErrorCode::AgreementDeclined.into());
            }
            (StepInput::AcceptAgreements { agreements, .. }, count) => {
                let offered = step.shows.list("agreements");
                check_agreements(offered, agreements)?;
                let Some(ShownAgreement { id, document_sha256 }) =
                    agreements.iter().filter(|agreement| is_open(offered, agreement)).nth(count)
                else {
                    return Ok(None);
                };
                Write::again(Made::Progress, accept_now([&self.person_id()?, id, document_sha256, &self.locale], now))
            }
            (StepInput::ExpectedUse { answers }, 0) => {
                check_answers(step.shows.list("questions"), answers)?;
                Write::again(Made::Progress, netspend::answer_expected_use(&self.person_id()?, answers))
            }
            (StepInput::OrderCard { brand_name, address }, 0) => {
                let mut wrong = Wrong::default();
                if !step.shows.list("brands").iter().any(|brand| brand.text("brand_name") == Some(brand_name)) {
                    wrong.note("brandName", FieldCode::OptionUnknown);
                }
                let account_id = account_id.ok_or(ErrorCode::WrongStep)?;
                let names = [account_id.as_str(), &self.person_id()?, brand_name];
                Write::once(Made::Card, ["card:", &account_id], netspend::order_with(wrong, names, address)?)
            }
            (StepInput::ActivateCard { cvc, pin }, 0) => {
                let mut wrong = Wrong::default();
                // Exposed to be checked; both leave sealed.
                wrong.take("cvc", check_cvc(cvc.expose()));
                wrong.take("pin", check_pin(pin.expose()));
                wrong.end()?;
                let card_id = card_id(step)?;
                let verify = netspend::verify_card(&card_id, cvc)?.about(&self.person_id()?);
                Write::once(Made::Verification, ["verification:", &card_id], verify)
            }
            (StepInput::ActivateCard { pin, .. }, 1) => {
                let card_id = card_id(step)?;
                let set_pin = netspend::set_pin(&card_id, &done.id, pin)?.about(&self.person_id()?);
                Write::once(Made::Card, ["pin:", &card_id], set_pin)
            }
            _ => return Ok(None),
        };
        Ok(Some(write))
    }

    /// Gives a write its key. One that must not happen twice has it kept: a page that is reloaded in between and asks for
    /// the same again meets the first answer.
    pub(crate) fn begin(&self, write: &mut Write, scope: &Scope) -> Result<(), Fault> {
        if let Some(once) = &write.once {
            let begun = self.kept.borrow().pending(once);
            let key = match (&scope.idempotency_key, begun) {
                (Some(key), _) => key.clone(),
                (None, Some(key)) => key,
                (None, None) => generate_id(&self.client.inner.platform)?,
            };
            self.kept.borrow_mut().begin(once, &key);
            self.keep();
            write.call.idempotency_key = Some(key);
        }
        Ok(())
    }

    /// A write ended, perhaps with a fault.
    pub(crate) fn end(&self, once: Option<&str>, fault: Option<&Fault>) {
        if let Some(once) = once.filter(|_| fault.is_none_or(is_answer)) {
            self.kept.borrow_mut().end(once);
            self.unsaved.set(true);
            // What was made is kept together with the end of its write, by whoever takes the answer: a reload in between
            // must find one or the other.
            if fault.is_some() {
                self.keep();
            }
        }
    }

    /// Takes a write's answer, and gives the id of what it made.
    pub(crate) fn take_write(&self, made: Made, answer: Json) -> (Made, String) {
        let id = id(&answer).unwrap_or_default();
        // Should a later write of this step fail, this one stays done.
        self.behind.set(matches!(made, Made::Person | Made::Progress) || self.behind.get());
        match made {
            Made::Account => self.take_account(&answer),
            Made::Person => self.take_person(&answer),
            Made::Progress => self.take_progress(&answer),
            Made::Card => self.take_card(answer),
            Made::Verification => {}
        }
        (made, id)
    }

    pub(crate) fn person_id(&self) -> Result<String, Fault> {
        self.kept.borrow().ids().person_id.ok_or_else(|| ErrorCode::WrongStep.into())
    }
}

impl Write {
    fn once(made: Made, once: [&str; 2], call: Call) -> Self {
        Self { made, call, once: Some(once.concat()) }
    }

    /// A write that is idempotent by itself.
    fn again(made: Made, call: Call) -> Self {
        Self { made, call, once: None }
    }
}

/// The card that a step shows.
fn card_id(step: &Step) -> Result<String, Fault> {
    step.shows.get("card").and_then(id).ok_or_else(|| ErrorCode::WrongStep.into())
}

/// Whether an agreement is offered, and not accepted yet.
fn is_open(offered: &[Json], agreement: &ShownAgreement) -> bool {
    let is_it =
        |offer: &Json| offer.text("id") == Some(&agreement.id) && offer.get("accepted") == Some(&Json::Flag(false));
    offered.iter().any(is_it)
}

fn check_agreements(offered: &[Json], shown: &[ShownAgreement]) -> Result<(), Fault> {
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
    wrong.end()
}

/// Whether a fault is the platform's word on this write. Anything else leaves open whether it took effect.
fn is_answer(fault: &Fault) -> bool {
    match fault.status {
        // The answer of a write that did take effect, in a form that can't be read.
        Some(200..=299) | None => false,
        Some(409 | 429 | 500..=599) => false,
        // Refused at the door: whether an earlier try took effect is still open.
        Some(401 | 403 | 410) => false,
        Some(404) => !fault.is(ErrorCode::UnexpectedAnswer),
        Some(_) => !fault.is(ErrorCode::Unsealable) && !fault.is(ErrorCode::UnexpectedAnswer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_key_of_a_write_until_the_platform_has_spoken() {
        for (status, code, answered) in [
            (None, ErrorCode::GatewayUnreachable, false),
            (Some(201), ErrorCode::UnexpectedAnswer, false),
            (Some(500), ErrorCode::InternalError, false),
            (Some(409), ErrorCode::RequestInProgress, false),
            (Some(401), ErrorCode::LoginRequired, false),
            (Some(410), ErrorCode::SessionExpired, false),
            (Some(404), ErrorCode::UnexpectedAnswer, false),
            (Some(422), ErrorCode::Unsealable, false),
            (Some(422), ErrorCode::VerificationFailed, true),
            (Some(422), ErrorCode::IdempotencyKeyReused, true),
            (Some(422), ErrorCode::ValidationFailed, true),
            (Some(404), ErrorCode::CardNotFound, true),
        ] {
            let mut fault = Fault::new(code);
            fault.status = status;
            assert_eq!(is_answer(&fault), answered, "{status:?} {code:?}");
        }
    }
}
