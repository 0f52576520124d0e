//! The small model: what each customer has, and what a call that was answered does to it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::acts::Act;

/// The contexts that accounts are opened in: provided id, and whether expected use is asked.
pub(crate) const CONTEXTS: [(&str, bool); 2] = [("acp_checking", true), ("acp_prepaid", false)];
/// Failures that a cure may have before the person is rejected.
const CURE_TRIES: u8 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Anonymous,
    Account(usize),
    Person(usize),
}

#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) context: usize,
    pub(crate) state: &'static str,
    pub(crate) was_active: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cure {
    Questions,
    Documents,
    Scan,
}

#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) account: usize,
    pub(crate) is_primary: bool,
    pub(crate) kyc: &'static str,
    pub(crate) ofac: &'static str,
    pub(crate) cure: Option<Cure>,
    pub(crate) failed: u8,
    pub(crate) accepted: BTreeSet<String>,
    pub(crate) has_expected_use: bool,
    pub(crate) is_enrolled: bool,
    /// Until when they are open, and what they are.
    pub(crate) questions: Option<(i64, Value)>,
    /// The request for documents, once it was read, and whether anything was sent, and whether that is under review.
    pub(crate) request: Option<String>,
    pub(crate) was_sent: bool,
    pub(crate) is_reviewed: bool,
}

#[derive(Debug)]
pub(crate) struct Card {
    pub(crate) id: String,
    pub(crate) account: usize,
    pub(crate) person: usize,
    pub(crate) kind: &'static str,
    pub(crate) status: &'static str,
    pub(crate) is_locked: bool,
    pub(crate) is_replaced: bool,
    pub(crate) cvc: String,
    pub(crate) wrong: u8,
    pub(crate) locked_until: i64,
    /// Ids of those that were not used, and until when they are good.
    pub(crate) verifications: Vec<(String, i64)>,
}

pub(crate) struct Visitor {
    pub(crate) source: Source,
    pub(crate) accounts: Vec<Account>,
    pub(crate) people: Vec<Person>,
    pub(crate) cards: Vec<Card>,
}

impl Visitor {
    pub(crate) fn new() -> Self {
        Self { source: Source::Anonymous, accounts: Vec::new(), people: Vec::new(), cards: Vec::new() }
    }

    pub(crate) fn primary(&self, account: usize) -> Option<&Person> {
        self.people.iter().find(|person| person.account == account && person.is_primary)
    }

    pub(crate) fn is_closed(&self, person: &Person) -> bool {
        self.accounts[person.account].state == "closed"
    }

    pub(crate) fn due(&self, person: &Person, cure: Cure) -> Result<(), &'static str> {
        match () {
            () if self.is_closed(person) => Err("account_inactive"),
            () if person.kyc == "conditional" && person.cure == Some(cure) => Ok(()),
            () => Err("kyc_step_not_due"),
        }
    }

    /// A card for doing something with it.
    pub(crate) fn usable(&self, card: usize) -> Result<&Card, &'static str> {
        let card = &self.cards[card];
        match self.source {
            Source::Person(own) if own == card.person => {}
            _ => return Err("session_forbidden"),
        }
        if self.accounts[card.account].state != "active" {
            return Err("account_inactive");
        }
        if card.status == "closed" { Err("card_closed") } else { Ok(card) }
    }

    pub(crate) fn in_use(card: &Card) -> Result<(), &'static str> {
        match (card.status, card.is_locked) {
            ("active", false) => Ok(()),
            ("active", true) => Err("card_locked"),
            _ => Err("card_not_active"),
        }
    }

    /// What reading a card's secrets leads to.
    pub(crate) fn secrets(&self, card: usize) -> Result<(), &'static str> {
        if !matches!(self.source, Source::Person(_)) {
            return Err("person_session_required");
        }
        let card = self.usable(card)?;
        if card.kind == "digital" { Err("card_has_no_pan") } else { Self::in_use(card) }
    }

    /// What asking for identity questions leads to.
    pub(crate) fn ask(&self, person: usize) -> Result<(), &'static str> {
        if self.source == Source::Anonymous {
            return Err("session_forbidden");
        }
        self.due(&self.people[person], Cure::Questions)
    }
}

pub(crate) struct Model {
    /// Seconds that the clock was moved.
    pub(crate) now: i64,
    /// The versions of each agreement, oldest first: id and hash. By the id of the first.
    pub(crate) agreements: BTreeMap<String, Vec<(String, String)>>,
    /// The agreements of each context, by the id of their first version.
    pub(crate) terms: [Vec<String>; 2],
    pub(crate) visitors: Vec<Visitor>,
}

/// The outcome of the checks by the test values.
fn checks(last4: &str) -> (&'static str, &'static str, Option<Cure>) {
    match last4 {
        "0001" => ("conditional", "approved", Some(Cure::Questions)),
        "0002" => ("conditional", "approved", Some(Cure::Documents)),
        "0003" => ("conditional", "approved", Some(Cure::Scan)),
        "0004" => ("rejected", "approved", None),
        "0005" => ("approved", "rejected", None),
        "0006" => ("pending", "approved", None),
        "0007" => ("blocked", "approved", None),
        _ => ("approved", "approved", None),
    }
}

impl Model {
    /// The id in force of an agreement.
    pub(crate) fn in_force(&self, origin: &str) -> &(String, String) {
        self.agreements[origin].last().unwrap()
    }

    /// What a call did, by its outcome and its answer.
    pub(crate) fn apply(&mut self, who: usize, act: &Act, outcome: Result<u16, &'static str>, answer: &Value) {
        let now = self.now;
        let visitor = &mut self.visitors[who];
        let id = || answer["id"].as_str().unwrap().to_owned();
        if outcome.is_err() {
            // A wrong code has an effect, though it is refused.
            if let (Act::Verify { card, is_right: false }, Err("verification_failed" | "verification_locked")) =
                (act, outcome)
            {
                let card = &mut visitor.cards[*card];
                if now >= card.locked_until {
                    card.wrong += 1;
                    if card.wrong == 3 {
                        (card.wrong, card.locked_until) = (0, now + 3_600);
                    }
                }
            }
            return;
        }
        match act {
            Act::OpenAccount { context } => {
                visitor.accounts.push(Account { id: id(), context: *context, state: "new", was_active: false });
            }
            Act::AddPerson { account, is_primary, last4 } => {
                let (kyc, ofac, cure) = last4.map_or(("unchecked", "unchecked", None), checks);
                visitor.people.push(Person {
                    id: id(),
                    account: *account,
                    is_primary: *is_primary,
                    kyc,
                    ofac,
                    cure,
                    failed: 0,
                    accepted: BTreeSet::new(),
                    has_expected_use: false,
                    is_enrolled: false,
                    questions: None,
                    request: None,
                    was_sent: false,
                    is_reviewed: false,
                });
            }
            Act::Move { to } => visitor.source = *to,
            Act::Accept { person, id, .. } => drop(visitor.people[*person].accepted.insert(id.clone())),
            Act::ExpectedUse { person } => visitor.people[*person].has_expected_use = true,
            Act::Patch { person, last4 } => {
                let person = &mut visitor.people[*person];
                if let Some(last4) = last4 {
                    (person.kyc, person.ofac, person.cure) = checks(last4);
                }
            }
            Act::Answer { person, is_right } => {
                visitor.people[*person].questions = None;
                visitor.people[*person].cured(*is_right);
            }
            Act::SendDocuments { person, .. } => {
                (visitor.people[*person].was_sent, visitor.people[*person].is_reviewed) = (true, true);
            }
            Act::Order { person, kind, replaces } => {
                if let Some(former) = replaces {
                    visitor.cards[*former].is_replaced = true;
                }
                visitor.cards.push(Card {
                    id: id(),
                    account: visitor.people[*person].account,
                    person: *person,
                    kind,
                    status: if *kind == "physical" { "unactivated" } else { "active" },
                    is_locked: false,
                    is_replaced: false,
                    cvc: String::new(),
                    wrong: 0,
                    locked_until: 0,
                    verifications: Vec::new(),
                });
            }
            Act::Verify { card, .. } => {
                visitor.cards[*card].wrong = 0;
                visitor.cards[*card].verifications.push((id(), now + 900));
            }
            Act::SetPin { card, verification } => {
                let card = &mut visitor.cards[*card];
                card.status = "active";
                card.verifications.retain(|(id, _)| id != verification);
            }
            Act::Lock { card, is_locked } => visitor.cards[*card].is_locked = *is_locked,
            Act::CloseCard { card } => visitor.cards[*card].status = "closed",
            Act::WalletToken { .. } => {}
            Act::Enroll { person } => visitor.people[*person].is_enrolled = true,
        }
        self.settle();
    }

    /// The clock was moved: what was pending is approved.
    pub(crate) fn advance(&mut self, seconds: i64) {
        self.now += seconds;
        let people = self.visitors.iter_mut().flat_map(|visitor| &mut visitor.people);
        people.filter(|person| person.kyc == "pending").for_each(|person| person.kyc = "approved");
        self.settle();
    }

    /// An account whose last condition came to hold is active.
    pub(crate) fn settle(&mut self) {
        for who in 0..self.visitors.len() {
            for account in 0..self.visitors[who].accounts.len() {
                let is_complete = self.is_complete(who, account);
                let account = &mut self.visitors[who].accounts[account];
                if account.state == "new" && is_complete {
                    (account.state, account.was_active) = ("active", true);
                }
            }
        }
    }

    fn is_complete(&self, who: usize, account: usize) -> bool {
        let visitor = &self.visitors[who];
        let context = visitor.accounts[account].context;
        visitor.primary(account).is_some_and(|person| {
            (person.kyc, person.ofac) == ("approved", "approved")
                && self.terms[context].iter().all(|origin| person.accepted.contains(&self.in_force(origin).0))
                && (person.has_expected_use || !CONTEXTS[context].1)
        })
    }
}

impl Person {
    /// A cure came to its end.
    pub(crate) fn cured(&mut self, is_right: bool) {
        if is_right {
            (self.kyc, self.cure) = ("approved", None);
            return;
        }
        self.failed += 1;
        if self.failed == CURE_TRIES {
            (self.kyc, self.cure) = ("rejected", None);
        }
    }
}
