//! Reading where an onboarding stands, with no read that isn't needed.

use std::mem;

use portico_model::ErrorCode;
use portico_model::netspend::{AccountState, CardStatus, WorkflowStepName};

use super::answers::{card_status, is_open};
use super::handle::Engine;
use super::machine::{Left, Snapshot, StepKind, next_step};
use super::step::Step;
use crate::call::limit::Scope;
use crate::call::{Call, Work};
use crate::fault::Fault;
use crate::json::{Json, ObjectText};
use crate::netspend::{Input, describe, find};
use crate::ports::Platform;
use crate::session::Source;

/// What is read, in this order, each only if the next step depends on it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Read {
    Account,
    Person,
    /// Nothing is read: the session becomes the person's.
    Session,
    Card,
    /// What the next step shows.
    Shown,
    /// The address to send a card to, as a proposal: the person is read only if no answer held it.
    Address,
    /// All is read.
    Nothing,
}

/// How something is read.
enum Way {
    Call(Call),
    MoveToPerson(String),
}

impl<P: Platform> Engine<P> {
    /// Reads from `first` on what the next step depends on, and what that step shows.
    pub(crate) fn read<'a>(&'a self, first: Read, scope: &'a Scope) -> Work<'a, Step> {
        Box::pin(async move {
            let mut read = first;
            while read != Read::Nothing {
                let Some(way) = self.way(read) else {
                    read = read.next();
                    continue;
                };
                let inner = &self.client.inner;
                let answer = match way {
                    Way::Call(call) => inner.call(call, scope).await.map(|mut answer| mem::take(&mut *answer.json)),
                    Way::MoveToPerson(id) => inner.move_to(Source::person(&id), scope).await.map(|()| Json::Null),
                };
                read = match answer {
                    // A card that was waited for and can't be read, or is closed: more has changed.
                    Err(_) if first == Read::Card && read == Read::Card => Read::Account,
                    Ok(card) if first == Read::Card && card_status(&card) == Some(CardStatus::Closed) => Read::Account,
                    Ok(answer) => {
                        self.take(read, answer);
                        read.next()
                    }
                    // A new binding, or somebody else's account: what this tab knows leads nowhere any more. Nor does what
                    // this browser keeps, unless another tab has begun anew since.
                    Err(fault) if read == Read::Account && is_unreachable(&fault) => {
                        if !self.catch_up(inner.look().await, true) {
                            self.start_anew();
                            return Ok(self.step.borrow().clone());
                        }
                        Read::Account
                    }
                    Err(fault) => return Err(fault),
                };
            }
            Ok(self.arrive())
        })
    }

    /// Where a refresh begins: while a card is on its way, that card alone is read.
    pub(crate) fn first_of_refresh(&self) -> Read {
        let waits = self.step.borrow().kind == StepKind::AwaitCard && !self.behind.get();
        if waits { Read::Card } else { Read::Account }
    }

    /// How something is read, if the next step depends on it.
    fn way(&self, read: Read) -> Option<Way> {
        let ids = self.kept.borrow().ids();
        let [account_id, person_id, card_id] = ids.texts();
        if read == Read::Account && account_id.is_empty() {
            *self.snapshot.borrow_mut() = Snapshot::default();
        }
        let snapshot = self.snapshot.borrow();
        let (state, step) = (snapshot.account_state, next_step(&snapshot));
        let shown = self.shown.borrow();
        let name = match (read, step) {
            (Read::Account, _) => "accounts.get",
            // Nothing else is read as long as there is no account.
            _ if state.is_none() => return None,
            (Read::Person, _) if state == Some(AccountState::New) => "people.get",
            // The platform serves them no further.
            (Read::Session, StepKind::Declined(_)) => return None,
            (Read::Session, _) => return ids.person_id.map(Way::MoveToPerson),
            (Read::Card, _) if state == Some(AccountState::Active) => "cards.get",
            (Read::Shown, StepKind::ProvideDocuments) => "people.documentRequests",
            // Also when there is a newer version of one that was shown.
            (Read::Shown, StepKind::AcceptAgreements) if !offers_all(shown.agreements.as_ref(), &snapshot.left) => {
                "agreements.search"
            }
            (Read::Shown, StepKind::ExpectedUse) if shown.questions.is_none() => "expectedUse.get",
            (Read::Shown, StepKind::EnrollFeatures) => "features.list",
            (Read::Shown, StepKind::OrderCard) if shown.brands.is_none() => "cards.brands",
            (Read::Address, StepKind::OrderCard) if shown.address.is_none() => "people.get",
            _ => return None,
        };
        let given = [
            ("account_id", account_id),
            ("person_id", person_id),
            ("card_id", card_id),
            ("provided_id", self.provided_id.as_str()),
        ];
        // Without the id that it needs, there is nothing to be read.
        describe(find(name)?, Input::given(&given)).ok().map(Way::Call)
    }

    fn take(&self, read: Read, answer: Json) {
        let step = next_step(&self.snapshot.borrow());
        match read {
            Read::Account => self.take_account(&answer),
            Read::Person => self.take_person(&answer),
            Read::Card => self.take_card(answer),
            Read::Address => self.shown.borrow_mut().address = answer.get("address").cloned(),
            Read::Shown => {
                let mut shown = self.shown.borrow_mut();
                let place = match step {
                    StepKind::AcceptAgreements => &mut shown.agreements,
                    StepKind::ExpectedUse => &mut shown.questions,
                    StepKind::ProvideDocuments => &mut shown.requests,
                    StepKind::EnrollFeatures => {
                        self.snapshot.borrow_mut().offers_features = answer.items().iter().any(is_eligible);
                        &mut shown.features
                    }
                    _ => &mut shown.brands,
                };
                *place = Some(answer);
            }
            Read::Session | Read::Nothing => {}
        }
    }

    /// The next step, with what it shows: all that was read.
    fn arrive(&self) -> Step {
        let (snapshot, shown) = (self.snapshot.borrow(), self.shown.borrow());
        let kind = next_step(&snapshot);
        let agreements = shown.agreements.as_ref().map(|agreements| offer(agreements, &snapshot.left));
        let card = snapshot.card.as_ref().map(|card| &card.answer);
        let again = Json::Flag(true);
        let shows: &[_] = match kind {
            StepKind::PersonDetails if snapshot.has_person => &[("again", Some(&again))],
            StepKind::ProvideDocuments => &[("requests", shown.requests.as_ref())],
            StepKind::EnrollFeatures => &[("features", shown.features.as_ref())],
            StepKind::AcceptAgreements => &[("agreements", agreements.as_ref())],
            StepKind::ExpectedUse => &[("questions", shown.questions.as_ref())],
            StepKind::OrderCard => &[("brands", shown.brands.as_ref()), ("address", shown.address.as_ref())],
            StepKind::AwaitCard | StepKind::ActivateCard | StepKind::Complete => &[("card", card)],
            _ => &[],
        };
        let mut text = ObjectText::new();
        for (name, value) in shows {
            if let Some(value) = value {
                text = text.value(name, value);
            }
        }
        let step = Step::showing(kind, text);
        *self.step.borrow_mut() = step.clone();
        self.behind.set(false);
        step
    }
}

impl Read {
    const fn next(self) -> Self {
        match self {
            Self::Account => Self::Person,
            Self::Person => Self::Session,
            Self::Session => Self::Card,
            Self::Card => Self::Shown,
            Self::Shown => Self::Address,
            Self::Address | Self::Nothing => Self::Nothing,
        }
    }
}

fn is_unreachable(fault: &Fault) -> bool {
    fault.is(ErrorCode::AccountNotFound) || fault.is(ErrorCode::SessionForbidden)
}

/// The agreements, each with whether it is accepted.
fn offer(agreements: &Json, left: &[Left]) -> Json {
    agreements.map(&|agreement| {
        let is_open = agreement.text("id").is_some_and(|id| is_open(left, id));
        agreement.clone().with("accepted", Json::Flag(!is_open))
    })
}

/// Whether all that is not accepted yet is among `agreements`.
fn offers_all(agreements: Option<&Json>, left: &[Left]) -> bool {
    agreements.is_some_and(|agreements| {
        left.iter()
            .filter(|left| left.step == WorkflowStepName::AcceptAgreement)
            .all(|left| agreements.items().iter().any(|agreement| agreement.text("id") == left.related_id.as_deref()))
    })
}

/// Whether the person can enrol in a feature.
pub(super) fn is_eligible(feature: &Json) -> bool {
    feature.text("state") == Some("eligible")
}
