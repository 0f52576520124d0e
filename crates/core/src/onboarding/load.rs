//! Reading where an onboarding stands, with no read that isn't needed.

use std::mem;

use portico_model::ErrorCode;
use portico_model::netspend::{AccountState, CardStatus};

use super::answers::{card_status, is_open};
use super::handle::Engine;
use super::machine::{Left, Snapshot, StepKind, next_step};
use super::step::{OnboardingIds, Step};
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
                    // A new binding, or somebody else's account: what this browser kept leads nowhere any more.
                    Err(fault) if read == Read::Account && is_unreachable(&fault) => {
                        self.start_anew();
                        return Ok(self.step.borrow().clone());
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
        let OnboardingIds { account_id, person_id, card_id } = self.kept.borrow().ids();
        if read == Read::Account {
            if account_id.is_none() {
                *self.snapshot.borrow_mut() = Snapshot::default();
            }
            return described("accounts.get", ("account_id", account_id?));
        }
        let snapshot = self.snapshot.borrow();
        let (state, step) = (snapshot.account_state?, next_step(&snapshot));
        let shown = self.shown.borrow();
        let (name, given) = match (read, step) {
            (Read::Person, _) if state == AccountState::New => ("people.get", ("person_id", person_id?)),
            // The platform serves them no further.
            (Read::Session, StepKind::Declined(_)) => return None,
            (Read::Session, _) => return Some(Way::MoveToPerson(person_id?)),
            (Read::Card, _) if state == AccountState::Active => ("cards.get", ("card_id", card_id?)),
            (Read::Shown, StepKind::AcceptAgreements) if shown.agreements.is_none() => {
                ("agreements.search", ("provided_id", self.provided_id.clone()))
            }
            (Read::Shown, StepKind::ExpectedUse) if shown.questions.is_none() => {
                ("expectedUse.get", ("person_id", person_id?))
            }
            (Read::Shown, StepKind::OrderCard) => ("cards.brands", ("person_id", person_id?)),
            (Read::Address, StepKind::OrderCard) if shown.address.is_none() => {
                ("people.get", ("person_id", person_id?))
            }
            _ => return None,
        };
        described(name, given)
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
        let shows: &[_] = match kind {
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

/// The call that needs this one id.
fn described(name: &str, (member, id): (&'static str, String)) -> Option<Way> {
    describe(find(name)?, Input::given(&[(member, &id)])).ok().map(Way::Call)
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
