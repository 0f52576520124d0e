//! Whether the statement is what the SDK sends.

use super::{Class, Rule};
use crate::device::{evidence::Evidence, record::SIGNALS};

const SOURCE: &str = "the SDK sends a record for every signal, whatever came of it";

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "no_signals",
        class: Class::Score,
        weight: 100,
        compares: "the signals that travelled",
        why: "Not one of the documented signals is there, so nothing of the SDK ran.",
        source: SOURCE,
        check: Some(|evidence| super::when(count(evidence) == 0, String::new)),
    },
    Rule {
        code: "signals_missing",
        class: Class::Score,
        weight: 30,
        compares: "the signals that travelled with the catalogue",
        why: "More than half of the signals have no record at all, not even that they are absent.",
        source: SOURCE,
        check: Some(signals_missing),
    },
    Rule {
        code: "malformed_signal",
        class: Class::Score,
        weight: 15,
        compares: "each signal's shape with its documented one",
        why: "The SDK sends no other shape.",
        source: SOURCE,
        check: Some(|evidence| evidence.facts.malformed.iter().map(|name| (*name).to_owned()).collect()),
    },
    Rule {
        code: "durations_zero",
        class: Class::Score,
        weight: 30,
        compares: "what reading each signal cost",
        why: "A dozen signals at no cost at all, drawing and a worker among them: nothing was read, a recording was sent.",
        source: "clocks of browsers tick every 0.1 to 1 ms, and a worker takes longer",
        check: Some(durations_zero),
    },
];

fn count(evidence: &Evidence<'_>) -> usize {
    evidence.facts.states.len() + evidence.facts.malformed.len()
}

fn signals_missing(evidence: &Evidence<'_>) -> Vec<String> {
    let there = count(evidence);
    super::when(there > 0 && there * 2 < SIGNALS.len(), || format!("{there} of {}", SIGNALS.len()))
}

fn durations_zero(evidence: &Evidence<'_>) -> Vec<String> {
    let facts = evidence.facts;
    // Where fingerprinting is resisted, the clock itself is made coarse.
    let is_judged = !evidence.may_resist_fingerprinting() && facts.worker.is_some();
    super::when(is_judged && facts.timed >= 12 && facts.total_ms <= 0.0, || format!("{} signals", facts.timed))
}
