//! The writes of each step. Those that must not happen twice, over retries and reloads, are kept from before their first
//! try until they are answered.

use portico_model::{ErrorCode, FieldCode};

use super::answers::id;
use super::handle::Engine;
use super::machine::StepKind;
use super::step::Step;
use crate::call::limit::Scope;
use crate::call::{Call, Now};
use crate::encoding::{generate_id, place_of};
use crate::fault::Fault;
use crate::json::Json;
use crate::netspend::{CallForm, Given, Input, check_step, describe, find};
use crate::ports::Platform;
use crate::validate::{Wrong, check_answers, is_sha256};

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
    pub(crate) fn next_write(&self, step: &Step, input: &Json, now: Now, done: &Done) -> Result<Option<Write>, Fault> {
        let account_id = self.kept.borrow().ids().account_id;
        let kind = step.kind;
        if kind == StepKind::PersonDetails && done.last == Some(Made::Person) {
            return Ok(None);
        }
        let mut wrong = Wrong::default();
        let brand_name = input.text("brandName").unwrap_or_default();
        let is_brand = |brand: &Json| brand.text("brand_name") == Some(brand_name);
        if kind == StepKind::OrderCard && !brand_name.is_empty() && !step.shows.list("brands").iter().any(is_brand) {
            wrong.note("brandName", FieldCode::OptionUnknown);
        }
        check_step(kind, input, wrong)?;
        let person_id = || self.person_id();
        let write = match (kind, done.count) {
            (StepKind::PersonDetails, _) => {
                let known = account_id.clone().unwrap_or_else(|| "new".to_owned());
                let given = [("kind", ""), ("relationship", "primary"), ("account_id", &known)];
                let checked = Input::new(input, &given, Wrong::default()).at(now).complete();
                let create = describe(form("people.create")?, checked)?;
                match account_id {
                    Some(id) => Write::once(Made::Person, ["person:", &id], create),
                    None => {
                        let given = [("provided_id", self.provided_id.as_str())];
                        let create = describe(form("accounts.create")?, Input::given(&given))?;
                        Write::once(Made::Account, ["account", ""], create)
                    }
                }
            }
            (StepKind::AcceptAgreements, _) if input.get("accepted") != Some(&Json::Flag(true)) => {
                return Err(ErrorCode::AgreementDeclined.into());
            }
            (StepKind::AcceptAgreements, count) => {
                let (offered, agreements) = (step.shows.list("agreements"), input.list("agreements"));
                check_agreements(offered, agreements)?;
                let Some(agreement) = agreements.iter().filter(|agreement| is_open(offered, agreement)).nth(count)
                else {
                    return Ok(None);
                };
                let person_id = person_id()?;
                let given = [
                    ("person_id", person_id.as_str()),
                    ("agreement_id", agreement.text("id").unwrap_or_default()),
                    ("document_sha256", agreement.text("documentSha256").unwrap_or_default()),
                    ("locale", &self.locale),
                ];
                let accept = describe(form("agreements.accept")?, Input::given(&given).at(now))?;
                Write::again(Made::Progress, accept)
            }
            (StepKind::ExpectedUse, 0) => {
                check_answers(step.shows.list("questions"), input.list("answers"))?;
                let answer = about(input, "expectedUse.answer", &[("person_id", &person_id()?)])?;
                Write::again(Made::Progress, answer)
            }
            (StepKind::OrderCard, 0) => {
                let account_id = account_id.ok_or(ErrorCode::WrongStep)?;
                let given = [("account_id", account_id.as_str()), ("person_id", &person_id()?)];
                Write::once(Made::Card, ["card:", &account_id], about(input, "cards.orderPhysical", &given)?)
            }
            (StepKind::ActivateCard, 0) => {
                let card_id = card_id(step)?;
                let mut verify = about(input, "cards.verify", &[("card_id", &card_id)])?;
                verify.about = Some(person_id()?);
                Write::once(Made::Verification, ["verification:", &card_id], verify)
            }
            (StepKind::ActivateCard, 1) => {
                let card_id = card_id(step)?;
                let given = [("card_id", card_id.as_str()), ("verification_id", &done.id)];
                let mut set_pin = about(input, "cards.setPin", &given)?;
                set_pin.about = Some(person_id()?);
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

/// A call of the table.
fn form(name: &str) -> Result<&'static CallForm, Fault> {
    find(name).ok_or_else(|| ErrorCode::InternalFault.into())
}

/// One of the calls of a step whose input was checked as a whole.
fn about(input: &Json, name: &str, given: Given<'_>) -> Result<Call, Fault> {
    describe(form(name)?, Input::new(input, given, Wrong::default()).in_part())
}

/// Whether an agreement that a page names is offered, and not accepted yet.
fn is_open(offered: &[Json], agreement: &Json) -> bool {
    offered.iter().any(|offer| is_same(offer, agreement) && offer.get("accepted") == Some(&Json::Flag(false)))
}

fn is_same(offer: &Json, agreement: &Json) -> bool {
    offer.text("id") == agreement.text("id")
}

fn check_agreements(offered: &[Json], shown: &[Json]) -> Result<(), Fault> {
    let mut wrong = Wrong::default();
    for (place, agreement) in shown.iter().enumerate() {
        let field = |name: &str| ["agreements.", &place_of(place), ".", name].concat();
        if !offered.iter().any(|offer| is_same(offer, agreement)) {
            wrong.note(&field("id"), FieldCode::OptionUnknown);
        }
        if !agreement.text("documentSha256").is_some_and(is_sha256) {
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
