//! What the rules look at.

use super::{
    browser_headers::BrowserHeaders,
    facts::Facts,
    user_agent::{EngineKind, System, UserAgent},
};

/// Everything that is known about one statement.
pub(crate) struct Evidence<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) headers: &'a BrowserHeaders,
    /// The page's origin, as the statement has it.
    pub(crate) origin: &'a str,
    /// Seconds since 1970 by a clock that no test control moved: what a browser's own clock is compared with.
    pub(crate) now: i64,
    /// The user agent, read: the payload's, or else the worker's or the header's.
    pub(crate) agent: Option<UserAgent>,
}

impl<'a> Evidence<'a> {
    pub(crate) fn new(facts: &'a Facts, headers: &'a BrowserHeaders, origin: &'a str, now: i64) -> Self {
        let in_worker = facts.worker.as_ref().and_then(|worker| worker.user_agent.as_deref());
        let in_page = facts.user_agent.as_deref().or(in_worker);
        let agent = match in_page {
            Some(text) => UserAgent::parse(text),
            None => headers.user_agent.as_deref().and_then(UserAgent::parse).map(without_system),
        };
        Self { facts, headers, origin, now, agent }
    }

    pub(crate) fn system(&self) -> Option<System> {
        self.agent.and_then(|agent| agent.system)
    }

    pub(crate) fn engine(&self) -> Option<EngineKind> {
        self.agent.map(|agent| agent.engine)
    }

    /// Whether it is a phone or a tablet, by what it says itself.
    pub(crate) fn is_mobile(&self) -> bool {
        matches!(self.system(), Some(System::Android | System::Ios))
            || self.facts.client_hints.as_ref().and_then(|hints| hints.mobile) == Some(true)
    }

    /// Firefox and its kin answer with common values when they are asked to resist fingerprinting: a zone without
    /// offset, together with five touch points or noised readback.
    pub(crate) fn resists_fingerprinting(&self) -> bool {
        self.may_resist_fingerprinting()
            && self.facts.time_zone.is_some()
            && (self.facts.touch == Some(5.0) || self.facts.is_noised("canvas"))
    }

    /// Whether nothing that was read speaks against it: without consent to the matching group, those values are missing.
    pub(crate) fn may_resist_fingerprinting(&self) -> bool {
        let is_common = |zone| matches!(zone, "Atlantic/Reykjavik" | "UTC" | "Etc/UTC");
        let touch = self.facts.touch;
        self.engine() == Some(EngineKind::Gecko)
            && self.facts.time_zone.as_deref().is_none_or(is_common)
            && (touch.is_none_or(|points| (points - 5.0).abs() < 0.5) || self.facts.canvas.is_none())
    }
}

/// Firefox's protection names another system to servers than to pages, so the header's is no evidence.
fn without_system(agent: UserAgent) -> UserAgent {
    if agent.engine == EngineKind::Gecko { UserAgent { system: None, ..agent } } else { agent }
}
