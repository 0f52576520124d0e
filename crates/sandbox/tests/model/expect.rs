//! What the model says of a call before it is made: the rules, in the order in which the platform checks them.

use crate::{
    acts::{Act, Needs},
    model::{CONTEXTS, Cure, Model, Source, Visitor},
};

fn when(holds: bool, code: &'static str) -> Result<(), &'static str> {
    if holds { Ok(()) } else { Err(code) }
}

impl Model {
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
}
