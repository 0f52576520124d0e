//! The small model: what each customer has, and what a call does to it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::acts::{Act, Needs};

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
    wrong: u8,
    locked_until: i64,
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

    fn is_closed(&self, person: &Person) -> bool {
        self.accounts[person.account].state == "closed"
    }

    fn due(&self, person: &Person, cure: Cure) -> Result<(), &'static str> {
        match () {
            () if self.is_closed(person) => Err("account_inactive"),
            () if person.kyc == "conditional" && person.cure == Some(cure) => Ok(()),
            () => Err("kyc_step_not_due"),
        }
    }

    /// A card for doing something with it.
    fn usable(&self, card: usize) -> Result<&Card, &'static str> {
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

fn when(holds: bool, code: &'static str) -> Result<(), &'static str> {
    if holds { Ok(()) } else { Err(code) }
}

impl Model {
    /// The id in force of an agreement.
    pub(crate) fn in_force(&self, origin: &str) -> &(String, String) {
        self.agreements[origin].last().unwrap()
    }

    /// Whether the session may make the call at all. Such a refusal is no answer that is kept.
    pub(crate) fn admit(&self, who: usize, act: &Act) -> Result<(), &'static str> {
        match (act.needs(), self.visitors[who].source) {
            (Needs::Any, _) | (Needs::Customer, Source::Account(_) | Source::Person(_)) => Ok(()),
            (Needs::Person, Source::Person(_)) => Ok(()),
            (Needs::Customer, Source::Anonymous) => Err("session_forbidden"),
            (Needs::Person, _) => Err("person_session_required"),
        }
    }

    /// What a call has to lead to: a status, or a code.
    pub(crate) fn expect(&self, who: usize, act: &Act) -> Result<u16, &'static str> {
        self.admit(who, act)?;
        let visitor = &self.visitors[who];
        match act {
            Act::OpenAccount { .. } => Ok(201),
            Act::AddPerson { account, is_primary, .. } => {
                when(visitor.accounts[*account].state != "closed", "account_inactive")?;
                let has_primary = visitor.primary(*account).is_some();
                let elsewhere = visitor.people.iter().any(|person| person.is_primary && person.account != *account);
                when(*is_primary || has_primary, "primary_person_required")?;
                when(!(*is_primary && has_primary), "account_not_new")?;
                when(!(*is_primary && elsewhere), "onboarding_already_begun")?;
                Ok(201)
            }
            Act::Move { to } => {
                let allowed = match (visitor.source, *to) {
                    (source, to) if source == to => true,
                    (Source::Anonymous, _) => true,
                    (Source::Account(account), Source::Person(person)) => visitor.people[person].account == account,
                    _ => false,
                };
                when(allowed, "session_source_change_not_allowed").map(|()| 200)
            }
            Act::Accept { person, origin, id, .. } => {
                let person = &visitor.people[*person];
                let account = &visitor.accounts[person.account];
                when(self.terms[account.context].contains(origin), "agreement_not_found")?;
                if !person.accepted.contains(id) {
                    when(account.state != "closed", "account_inactive")?;
                    when(self.in_force(origin).0 == *id, "agreement_superseded")?;
                }
                Ok(200)
            }
            Act::ExpectedUse { person } => {
                let person = &visitor.people[*person];
                when(CONTEXTS[visitor.accounts[person.account].context].1, "expected_use_not_applicable")?;
                when(!visitor.is_closed(person), "account_inactive").map(|()| 200)
            }
            Act::Patch { person, last4 } => {
                let person = &visitor.people[*person];
                when(!visitor.is_closed(person), "account_inactive")?;
                when(last4.is_none() || person.kyc == "unchecked", "pii_locked").map(|()| 200)
            }
            Act::Answer { person, .. } => {
                let person = &visitor.people[*person];
                visitor.due(person, Cure::Questions)?;
                let is_open = person.questions.as_ref().is_some_and(|(until, _)| self.now < *until);
                when(is_open, "identity_questions_expired").map(|()| 200)
            }
            Act::SendDocuments { person, is_first } => {
                let person = &visitor.people[*person];
                when(person.request.is_some(), "document_request_not_found")?;
                visitor.due(person, Cure::Documents)?;
                match (is_first, person.was_sent) {
                    (true, true) => Err("documents_already_sent"),
                    (false, false) => Err("documents_not_sent"),
                    (is_first, _) => Ok(if *is_first { 201 } else { 200 }),
                }
            }
            Act::Order { person, replaces, .. } => {
                when(visitor.source == Source::Person(*person), "session_forbidden")?;
                let orderer = &visitor.people[*person];
                when((orderer.kyc, orderer.ofac) == ("approved", "approved"), "kyc_not_approved")?;
                when(visitor.accounts[orderer.account].state == "active", "account_inactive")?;
                if let Some(former) = replaces {
                    let former = &visitor.cards[*former];
                    when(former.person == *person, "card_not_found")?;
                    when(former.status == "closed", "card_not_closed")?;
                    when(!former.is_replaced, "card_already_replaced")?;
                }
                Ok(201)
            }
            Act::Verify { card, is_right } => {
                let card = visitor.usable(*card)?;
                when(card.kind != "digital", "card_has_no_pan")?;
                when(self.now >= card.locked_until, "verification_locked")?;
                when(*is_right || card.wrong < 2, "verification_locked")?;
                when(*is_right, "verification_failed").map(|()| 201)
            }
            Act::SetPin { card, verification } => {
                let card = visitor.usable(*card)?;
                when(card.status == "unactivated", "pin_already_set")?;
                let good = card.verifications.iter().any(|(id, until)| id == verification && self.now < *until);
                when(good, "invalid_verification").map(|()| 200)
            }
            Act::Lock { card, .. } | Act::CloseCard { card } => visitor.usable(*card).map(|_| 200),
            Act::WalletToken { card } => {
                let card = visitor.usable(*card)?;
                when(card.kind != "virtual", "card_not_digitizable")?;
                Visitor::in_use(card).map(|()| 201)
            }
            Act::Enroll { person } => {
                when(visitor.source == Source::Person(*person), "session_forbidden")?;
                let enrolled = &visitor.people[*person];
                let is_active = visitor.accounts[enrolled.account].state == "active";
                if is_active && enrolled.is_enrolled {
                    return Ok(200);
                }
                let has_card = visitor.cards.iter().any(|card| card.person == *person && card.status == "active");
                when(is_active && has_card, "feature_not_eligible").map(|()| 201)
            }
        }
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
