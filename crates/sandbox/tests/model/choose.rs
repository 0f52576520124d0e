//! What a customer does next: mostly a step that leads on, sometimes anything.

use crate::{
    acts::Act,
    model::{CONTEXTS, Cure, Model, Source},
    random::Random,
};

const LAST4: [Option<&str>; 9] = [
    Some("1234"),
    Some("0001"),
    Some("0002"),
    Some("0003"),
    Some("0004"),
    Some("0005"),
    Some("0006"),
    Some("0007"),
    None,
];
const KINDS: [&str; 3] = ["physical", "virtual", "digital"];

/// An act of this visitor.
pub(crate) fn choose(random: &mut Random, model: &Model, who: usize) -> Act {
    let next = if random.percent(70) { next_step(random, model, who) } else { None };
    next.or_else(|| anything(random, model, who)).unwrap_or(Act::OpenAccount { context: random.below(2) })
}

/// Half of all people pass their checks at once.
fn last4(random: &mut Random) -> Option<&'static str> {
    if random.percent(50) { LAST4[0] } else { *random.pick(&LAST4) }
}

/// What is outstanding for this visitor's first account.
fn next_step(random: &mut Random, model: &Model, who: usize) -> Option<Act> {
    let visitor = &model.visitors[who];
    let person = visitor.people.iter().position(|person| person.is_primary);
    let Some(person) = person else {
        let account = random.index(visitor.accounts.len())?;
        return Some(Act::AddPerson { account, is_primary: true, last4: last4(random) });
    };
    if visitor.source == Source::Anonymous {
        return Some(Act::Move { to: Source::Person(person) });
    }
    let them = &visitor.people[person];
    let account = &visitor.accounts[them.account];
    if account.state == "new" && random.percent(70) {
        if them.kyc == "unchecked" {
            return Some(Act::Patch { person, last4: last4(random) });
        }
        let is_right = random.percent(60);
        match them.cure {
            Some(Cure::Questions) if them.questions.is_some() => return Some(Act::Answer { person, is_right }),
            Some(Cure::Documents) if !them.is_reviewed => {
                return Some(Act::SendDocuments { person, is_first: !them.was_sent });
            }
            _ => {}
        }
        for origin in &model.terms[account.context] {
            let (id, sha256) = model.in_force(origin).clone();
            if !them.accepted.contains(&id) {
                return Some(Act::Accept { person, origin: origin.clone(), id, sha256 });
            }
        }
        if CONTEXTS[account.context].1 && !them.has_expected_use {
            return Some(Act::ExpectedUse { person });
        }
    }
    if account.state != "active" {
        return None;
    }
    let waiting = visitor.cards.iter().position(|card| card.person == person && card.status == "unactivated");
    match waiting {
        Some(card) => Some(match visitor.cards[card].verifications.last() {
            Some((id, _)) => Act::SetPin { card, verification: id.clone() },
            None => Act::Verify { card, is_right: true },
        }),
        None if visitor.cards.len() < 3 => Some(Act::Order { person, kind: KINDS[random.below(3)], replaces: None }),
        None => Some(Act::Enroll { person }),
    }
}

/// Any act with anything that there is.
fn anything(random: &mut Random, model: &Model, who: usize) -> Option<Act> {
    let visitor = &model.visitors[who];
    let account = random.index(visitor.accounts.len());
    let person = random.index(visitor.people.len());
    let card = random.index(visitor.cards.len());
    Some(match random.below(17) {
        0 => Act::OpenAccount { context: random.below(2) },
        1 => Act::AddPerson { account: account?, is_primary: random.percent(50), last4: last4(random) },
        2 => Act::Move { to: Source::Account(account?) },
        3 => Act::Move { to: Source::Person(person?) },
        4 | 5 => {
            let origins: Vec<&String> = model.agreements.keys().collect();
            let origin = (*random.pick(&origins)).clone();
            let (id, sha256) = random.pick(&model.agreements[&origin]).clone();
            Act::Accept { person: person?, origin, id, sha256 }
        }
        6 => Act::ExpectedUse { person: person? },
        7 => Act::Patch { person: person?, last4: if random.percent(50) { last4(random) } else { None } },
        8 => Act::Answer { person: person?, is_right: random.percent(50) },
        9 => Act::SendDocuments { person: person?, is_first: random.percent(50) },
        10 | 11 => {
            let replaces = if random.percent(50) { card } else { None };
            Act::Order { person: person?, kind: KINDS[random.below(3)], replaces }
        }
        12 => Act::Verify { card: card?, is_right: random.percent(40) },
        13 => {
            let verifications = &visitor.cards[card?].verifications;
            let verification = verifications.last().map_or("unknown", |(id, _)| id).to_owned();
            Act::SetPin { card: card?, verification }
        }
        14 => Act::Lock { card: card?, is_locked: random.percent(50) },
        15 if random.percent(30) => Act::CloseCard { card: card? },
        15 => Act::WalletToken { card: card? },
        _ => Act::Enroll { person: person? },
    })
}
