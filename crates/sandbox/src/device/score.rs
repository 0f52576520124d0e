//! From findings to a decision: sums against thresholds.

use serde::{Deserialize, Serialize};

use super::{
    evidence::Evidence,
    rules::{self, Class, Rule},
};

/// From this score on the device has to show more.
pub(crate) const STEP_UP_AT: u32 = 30;
/// From this score on it gets no session.
pub(crate) const DENY_AT: u32 = 60;
/// More than this all surroundings together never count, so that they alone ask for nothing.
pub(crate) const CONTEXT_CAP: u32 = 20;
/// From this similarity on it is the same device.
pub(crate) const MATCH_AT: f64 = 0.88;
/// No score is higher.
const HIGHEST: u32 = 100;

/// What the check comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decision {
    /// Nothing speaks against it.
    Allow,
    /// Not enough to refuse, and too much to trust.
    StepUp,
    /// No person's browser looks like that.
    Deny,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reason {
    pub(crate) code: String,
    pub(crate) weight: u32,
    /// What was compared, in short. May hold what the browser said.
    pub(crate) detail: String,
}

impl Decision {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::StepUp => "step_up",
            Self::Deny => "deny",
        }
    }

    fn of(score: u32) -> Self {
        match score {
            DENY_AT.. => Self::Deny,
            STEP_UP_AT.. => Self::StepUp,
            _ => Self::Allow,
        }
    }
}

impl Reason {
    pub(crate) fn of(rule: &Rule, detail: String) -> Self {
        Self { code: rule.code.to_owned(), weight: rule.weight, detail }
    }

    /// For a rule that needs more than the statement. A code that is not in the list weighs nothing.
    pub(crate) fn named(code: &str, detail: String) -> Self {
        let weight = rules::find(code).map_or(0, |rule| rule.weight);
        Self { code: code.to_owned(), weight, detail }
    }

    pub(crate) fn class(&self) -> Option<Class> {
        rules::find(&self.code).map(|rule| rule.class)
    }
}

/// Everything that the rules find in the statement, in the rules' order.
pub(crate) fn find_reasons(evidence: &Evidence<'_>) -> Vec<Reason> {
    rules::all()
        .filter_map(|rule| Some((rule, rule.check?)))
        .flat_map(|(rule, check)| check(evidence).into_iter().map(|detail| Reason::of(rule, detail)))
        .collect()
}

/// The score of all reasons, and what it comes to.
pub(crate) fn decide(reasons: &[Reason]) -> (u32, Decision) {
    let sum = |wanted: fn(Option<Class>) -> bool| -> u32 {
        reasons.iter().filter(|reason| wanted(reason.class())).map(|reason| reason.weight).sum()
    };
    let context = sum(|class| class == Some(Class::Context)).min(CONTEXT_CAP);
    let score = sum(|class| class != Some(Class::Context)).saturating_add(context).min(HIGHEST);
    (score, Decision::of(score))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_of(class: Class) -> Vec<Reason> {
        rules::all().filter(|rule| rule.class == class).map(|rule| Reason::of(rule, String::new())).collect()
    }

    #[test]
    fn surroundings_and_privacy_tools_alone_ask_for_nothing_in_any_combination() {
        let mut reasons = all_of(Class::Context);
        // Any subset scores no more than all of them.
        assert_eq!(decide(&reasons), (19, Decision::Allow));
        reasons.extend(all_of(Class::Privacy));
        assert_eq!(decide(&reasons), (19, Decision::Allow));
        reasons.push(Reason { weight: 90, ..reasons[0].clone() });
        assert_eq!(decide(&reasons), (CONTEXT_CAP, Decision::Allow));
    }

    #[test]
    fn thresholds_belong_to_the_stricter_side() {
        for (score, decision) in [
            (0, Decision::Allow),
            (29, Decision::Allow),
            (30, Decision::StepUp),
            (59, Decision::StepUp),
            (60, Decision::Deny),
            (100, Decision::Deny),
        ] {
            assert_eq!(Decision::of(score), decision, "{score}");
        }
        assert_eq!(decide(&all_of(Class::Score)), (100, Decision::Deny));
    }
}
