//! The writes of each step. Those that must not happen twice, over retries and reloads, are kept from before their first
//! try until they are answered.

use portico_model::{ErrorCode, FieldCode};

use super::answers::id;
use super::handle::Engine;
use super::kept::{FEATURES, Kept};
use super::load::is_eligible;
use super::machine::StepKind;
use super::step::Step;
use crate::call::limit::Scope;
use crate::call::{Call, Now};
use crate::encoding::place_of;
use crate::fault::Fault;
use crate::json::Json;
use crate::netspend::{CallForm, EMPTY, Input, check_step, describe, find};
use crate::ports::Platform;
use crate::validate::{Wrong, check_answers, is_sha256};

/// One write of a step.
pub(crate) struct Write {
    pub(crate) made: Made,
    pub(crate) call: Call,
    /// Which write that must not happen twice, and of what: `pin:<account><card>`. Empty for one that is idempotent by
    /// itself.
    pub(crate) once: String,
}

/// What a write's answer tells of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    Account,
    Person,
    Progress,
    Card,
    Verification,
    Nothing,
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
        let (kind, ids) = (step.kind, self.kept.borrow().ids());
        let mut wrong = Wrong::default();
        let brand_name = input.text("brandName").unwrap_or_default();
        let is_brand = |brand: &Json| brand.text("brand_name") == Some(brand_name);
        if kind == StepKind::OrderCard && !brand_name.is_empty() && !step.shows.list("brands").iter().any(is_brand) {
            wrong.note("brandName", FieldCode::OptionUnknown);
        }
        check_step(kind, input, wrong)?;
        // What this write is about: an agreement or a feature.
        let (mut item, mut input, mut agreement) = ("", input, &Json::Null);
        let (made, name, once) = match (kind, done.count) {
            (StepKind::PersonDetails, _) if done.last == Some(Made::Person) => return Ok(None),
            (StepKind::PersonDetails, _) if step.shows.has("again") => (Made::Person, "people.update", "person:"),
            (StepKind::PersonDetails, _) => (Made::Person, "people.create", "person:"),
            (StepKind::IdentityQuestions, 0) => (Made::Person, "people.answerIdentityQuestions", "answers:"),
            (StepKind::AcceptAgreements, _) if input.get("accepted") != Some(&Json::Flag(true)) => {
                return Err(ErrorCode::AgreementDeclined.into());
            }
            (StepKind::AcceptAgreements, count) => {
                let (offered, agreements) = (step.shows.list("agreements"), input.list("agreements"));
                check_agreements(offered, agreements)?;
                let Some(next) = agreements.iter().filter(|agreement| is_open(offered, agreement)).nth(count) else {
                    return Ok(None);
                };
                agreement = next;
                (Made::Progress, "agreements.accept", "")
            }
            (StepKind::ExpectedUse, 0) => {
                check_answers(step.shows.list("questions"), input.list("answers"))?;
                (Made::Progress, "expectedUse.answer", "")
            }
            (StepKind::OrderCard, 0) => (Made::Card, "cards.orderPhysical", "card:"),
            (StepKind::ActivateCard, 0) => (Made::Verification, "cards.verify", "verification:"),
            (StepKind::ActivateCard, 1) => (Made::Card, "cards.setPin", "pin:"),
            (StepKind::EnrollFeatures, count) => {
                let chosen = input.list("features");
                check_features(step.shows.list("features"), chosen)?;
                let Some(feature) = chosen.get(count).and_then(Json::as_text) else { return Ok(None) };
                // The only one that asks for a consent.
                if feature != "savings" {
                    input = &EMPTY;
                }
                item = feature;
                (Made::Nothing, "features.enroll", "")
            }
            _ => return Ok(None),
        };
        let [account_id, person_id, card_id] = ids.texts();
        let known = if account_id.is_empty() { "new" } else { account_id };
        let of_agreement = |name: &str| agreement.text(name).unwrap_or_default();
        let given = [
            ("kind", ""),
            ("relationship", "primary"),
            ("provided_id", self.provided_id.as_str()),
            ("locale", &self.locale),
            ("account_id", known),
            ("person_id", person_id),
            ("card_id", card_id),
            ("verification_id", &done.id),
            ("agreement_id", of_agreement("id")),
            ("document_sha256", of_agreement("documentSha256")),
            ("feature", item),
        ];
        // All but a person's details were checked as a whole.
        let input = || Input::new(input, &given, Wrong::default()).at(now);
        let taken = if kind == StepKind::PersonDetails { input().complete() } else { input().in_part() };
        let mut write = Write { made, call: describe(form(name)?, taken)?, once: [once, account_id, card_id].concat() };
        if kind == StepKind::ActivateCard {
            write.call.about = Some(person_id.to_owned());
        }
        if kind == StepKind::PersonDetails && account_id.is_empty() {
            // What they told is right: first comes their account.
            write.made = Made::Account;
            write.call = describe(form("accounts.create")?, input().in_part())?;
        }
        if once.is_empty() {
            write.once.clear();
        }
        Ok(Some(write))
    }

    /// Takes over what another tab of this browser has kept, of the text of all onboardings: what it made, and the keys under
    /// which it is at it. Whether that leads elsewhere. Where our own ids lead nowhere, `lost`, also to nothing yet.
    pub(crate) fn catch_up(&self, found: String, lost: bool) -> bool {
        let kept = Kept::find(found, &self.provided_id);
        // Not where storage was cleared since.
        if !lost && kept.ids().account_id.is_none() && self.kept.borrow().ids().account_id.is_some() {
            self.kept.borrow_mut().seen = kept.seen;
            return false;
        }
        let before = self.kept.replace(kept);
        let elsewhere = !before.is_about_the_same(&self.kept.borrow());
        if elsewhere {
            self.behind.set(true);
            self.show_nothing();
        }
        elsewhere
    }

    /// Whoever was offered features is not asked again.
    pub(crate) fn answer_features(&self) {
        self.kept.borrow_mut().begin(FEATURES, "");
        self.snapshot.borrow_mut().offers_features = false;
        self.keep();
    }

    /// Gives a write its key. One that must not happen twice has it kept: a page that is reloaded in between and asks for
    /// the same again meets the first answer, and so does another tab that is at the same write.
    ///
    /// # Errors
    /// `idempotency_key_reused` where another tab went on: what stands is read before anything is made.
    pub(crate) async fn begin(&self, write: &mut Write, scope: &Scope) -> Result<(), Fault> {
        let once = &write.once;
        let inner = &self.client.inner;
        while !once.is_empty() {
            let begun = self.kept.borrow().pending(once).filter(|_| scope.idempotency_key.is_none());
            let key = begun.map_or_else(|| inner.key_of(scope), Ok)?;
            self.kept.borrow_mut().begin(once, &key);
            let Some(found) = inner.keep_onboarding(&self.kept).await else {
                write.call.idempotency_key = Some(key);
                break;
            };
            // Of two tabs that begin at the same time the first one's key counts, for both.
            if self.catch_up(found, false) {
                return Err(ErrorCode::IdempotencyKeyReused.into());
            }
        }
        Ok(())
    }

    /// A write ended, perhaps with a fault.
    pub(crate) fn end(&self, once: &str, fault: Option<&Fault>) {
        if !once.is_empty() && fault.is_none_or(is_answer) {
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
            Made::Verification | Made::Nothing => {}
        }
        (made, id)
    }
}

/// A call of the table.
fn form(name: &str) -> Result<&'static CallForm, Fault> {
    find(name).ok_or_else(|| ErrorCode::InternalFault.into())
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

fn check_features(offered: &[Json], chosen: &[Json]) -> Result<(), Fault> {
    let mut wrong = Wrong::default();
    for (place, feature) in chosen.iter().enumerate() {
        if !offered.iter().any(|offer| offer.text("feature") == feature.as_text() && is_eligible(offer)) {
            wrong.note(&["features.", &*place_of(place)].concat(), FieldCode::OptionUnknown);
        }
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
