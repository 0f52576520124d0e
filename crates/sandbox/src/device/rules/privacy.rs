//! What people do to protect themselves. Recorded, so that a missing signal is understood, and never held against them.

use serde_json::Value;

use super::{
    Class, Rule,
    automation::{is_readback, lies},
    when,
};
use crate::device::{
    evidence::Evidence,
    record::{Group, SIGNALS, SignalState},
};

const fn privacy(
    code: &'static str,
    compares: &'static str,
    why: &'static str,
    check: fn(&Evidence<'_>) -> Vec<String>,
) -> Rule {
    let source = "contract 1.4: privacy tools alone never lead to a refusal";
    Rule { code, class: Class::Privacy, weight: 0, compares, why, source, check: Some(check) }
}

pub(super) const RULES: &[Rule] = &[
    privacy(
        "readback_noised",
        "the states of canvas and audio",
        "The browser adds noise to what pages read back.",
        |evidence| {
            let names: Vec<&str> =
                ["canvas", "audio"].into_iter().filter(|name| evidence.facts.is_noised(name)).collect();
            when(!names.is_empty(), || names.join(", "))
        },
    ),
    privacy(
        "readback_replaced",
        "`lies` about drawing, sound and graphics with none",
        "An extension against fingerprinting replaces what pages read back.",
        |evidence| {
            let names: Vec<&str> = lies(evidence).filter(|name| is_readback(name)).collect();
            when(!names.is_empty(), || names.join(", "))
        },
    ),
    privacy(
        "fingerprinting_resisted",
        "time zone, touch points and noise with Firefox's common values",
        "The browser makes itself look like many others.",
        |evidence| when(evidence.resists_fingerprinting(), String::new),
    ),
    privacy(
        "group_skipped",
        "the states of each group's signals",
        "The page left a group out for want of consent.",
        |evidence| {
            let is_skipped = |group: &Group| {
                let mut states =
                    SIGNALS.iter().filter(|(_, of)| of == group).map(|(name, _)| evidence.facts.states.get(name));
                states.any(|state| state == Some(&SignalState::Skipped))
            };
            [Group::Matching, Group::Context, Group::Automation]
                .iter()
                .filter(|group| is_skipped(group))
                .map(|group| group.as_str().to_owned())
                .collect()
        },
    ),
    privacy("privacy_control", "`gpc`", "The visitor asks that nothing is sold or shared.", |evidence| {
        when(evidence.facts.gpc == Some(true), String::new)
    }),
    privacy(
        "storage_blocked",
        "the kinds of storage that the page has",
        "The visitor or the frame blocks storage; the session works without.",
        |evidence| {
            let Some(storage) = &evidence.facts.storage else { return Vec::new() };
            let is_blocked = |value: &Value| value == &Value::Bool(false) || value.as_str() == Some("blocked");
            let all = [
                ("cookies", &storage.cookies),
                ("local", &storage.local),
                ("session", &storage.session),
                ("database", &storage.database),
            ];
            let names: Vec<&str> =
                all.into_iter().filter(|(_, value)| is_blocked(value)).map(|(name, _)| name).collect();
            when(!names.is_empty(), || names.join(", "))
        },
    ),
    privacy(
        "signal_blocked",
        "the states of all signals",
        "A policy or an extension keeps the page from reading it.",
        |evidence| {
            let blocked = evidence.facts.states.iter().filter(|(_, state)| **state == SignalState::Blocked);
            blocked.map(|(name, _)| (*name).to_owned()).collect()
        },
    ),
];
