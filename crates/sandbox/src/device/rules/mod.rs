//! The rules as data: what each compares, what it weighs and why. `docs/device-rules.md` is made from this list.

mod automation;
mod browser_headers;
mod client;
mod engine;
mod hard;
mod history;
mod machine;
mod payload;
mod privacy;
mod surroundings;
mod time;
mod worker;

use super::evidence::Evidence;

/// How a rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Can only be a forgery or a mistake: refused under every policy.
    Hard,
    /// A contradiction or a trace of automation: counts in full.
    Score,
    /// Usual for robots and not unusual for people: counts little, and all of these together are capped.
    Context,
    /// A person protects themselves, which is their right: recorded, and counts nothing.
    Privacy,
    /// What is known about the device.
    History,
}

/// One rule.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Its name, in reasons. Never reused, never renamed.
    pub(crate) code: &'static str,
    pub(crate) class: Class,
    /// What it adds to the score.
    pub(crate) weight: u32,
    /// What is compared with what.
    pub(crate) compares: &'static str,
    /// Why that says something, in one sentence.
    pub(crate) why: &'static str,
    /// Where the rule comes from.
    pub(crate) source: &'static str,
    /// Finds it in one statement: a detail for each finding. `None` for rules that need more than the statement.
    pub(crate) check: Option<fn(&Evidence<'_>) -> Vec<String>>,
}

impl Class {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Score => "score",
            Self::Context => "context",
            Self::Privacy => "privacy",
            Self::History => "history",
        }
    }
}

/// All rules, in the order of the documentation.
pub(crate) fn all() -> impl Iterator<Item = &'static Rule> {
    [
        hard::RULES,
        payload::RULES,
        automation::RULES,
        worker::RULES,
        engine::RULES,
        client::RULES,
        browser_headers::RULES,
        time::RULES,
        machine::RULES,
        surroundings::RULES,
        privacy::RULES,
        history::RULES,
    ]
    .into_iter()
    .flatten()
}

/// The rule with this code.
pub(crate) fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}

/// A finding, if `found`.
fn when(found: bool, detail: impl FnOnce() -> String) -> Vec<String> {
    if found { vec![detail()] } else { Vec::new() }
}

/// A finding when both are there and differ.
fn differ<T: PartialEq + std::fmt::Debug>(one: Option<T>, other: Option<T>) -> Vec<String> {
    match (one, other) {
        (Some(one), Some(other)) if one != other => vec![format!("{one:?} and {other:?}")],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rule_has_a_code_of_its_own_and_says_why() {
        let mut codes = BTreeSet::new();
        for rule in all() {
            assert!(codes.insert(rule.code), "{} is there twice", rule.code);
            assert!(rule.why.ends_with('.') && !rule.compares.is_empty() && !rule.source.is_empty(), "{}", rule.code);
            let is_told_alone = matches!(rule.code, "known_device" | "known_device_new_key" | "new_device");
            let counts_nothing = is_told_alone || matches!(rule.class, Class::Hard | Class::Privacy);
            assert_eq!(rule.weight == 0, counts_nothing, "{}", rule.code);
            assert_eq!(rule.check.is_none(), matches!(rule.class, Class::Hard | Class::History), "{}", rule.code);
        }
    }
}
