//! The headers that the browser sent against the payload that its page signed.

use super::{Class, Rule, differ, when};
use crate::device::{
    browser_headers::parse_brands,
    evidence::Evidence,
    user_agent::{EngineKind, UserAgent},
};

const SOURCE: &str = "contract 1.4: the gateway passes these headers on as the browser sent them";

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "header_origin",
        class: Class::Score,
        weight: 60,
        compares: "the header origin with the statement's origin",
        why: "The statement was made in another page than the one that sent it.",
        source: SOURCE,
        check: Some(|evidence| {
            let header = evidence.headers.origin.as_deref().filter(|origin| *origin != "null");
            differ(header, Some(evidence.origin))
        }),
    },
    Rule {
        code: "header_user_agent",
        class: Class::Score,
        weight: 50,
        compares: "the header user-agent with the payload's",
        why: "The statement was made in another browser than the one that sent it.",
        source: SOURCE,
        check: Some(header_user_agent),
    },
    Rule {
        code: "header_brands",
        class: Class::Score,
        weight: 40,
        compares: "the header sec-ch-ua with the client hints' brands",
        why: "Both are the browser's own list.",
        source: SOURCE,
        check: Some(header_brands),
    },
    Rule {
        code: "header_platform",
        class: Class::Score,
        weight: 40,
        compares: "the header sec-ch-ua-platform with the client hints' platform",
        why: "Both name the system that the browser runs on.",
        source: SOURCE,
        check: Some(|evidence| {
            let header = evidence.headers.platform.as_deref().map(|platform| platform.trim_matches('"'));
            differ(header, evidence.facts.client_hints.as_ref().and_then(|hints| hints.platform.as_deref()))
        }),
    },
    Rule {
        code: "header_mobile",
        class: Class::Score,
        weight: 30,
        compares: "the header sec-ch-ua-mobile with the client hints' mobile",
        why: "Both say whether it is a phone.",
        source: SOURCE,
        check: Some(|evidence| {
            let header = evidence.headers.mobile.as_deref().map(|mobile| mobile == "?1");
            differ(header, evidence.facts.client_hints.as_ref().and_then(|hints| hints.mobile))
        }),
    },
    Rule {
        code: "header_full_version",
        class: Class::Score,
        weight: 20,
        compares: "the header sec-ch-ua-full-version-list with the client hints' full version",
        why: "Both name the exact version.",
        source: SOURCE,
        check: Some(header_full_version),
    },
    Rule {
        code: "header_language",
        class: Class::Score,
        weight: 20,
        compares: "the first language of the header accept-language with the payload's languages",
        why: "Both come from one setting.",
        source: SOURCE,
        check: Some(header_language),
    },
];

fn header_user_agent(evidence: &Evidence<'_>) -> Vec<String> {
    let header = evidence.headers.user_agent.as_deref();
    let sent = header.and_then(UserAgent::parse);
    // Firefox's protection names another system to servers than to pages, and leaves the version alone.
    let is_same_firefox = evidence.engine() == Some(EngineKind::Gecko)
        && sent.zip(evidence.agent).is_some_and(|(sent, read)| sent.family == read.family && sent.major == read.major);
    if is_same_firefox { Vec::new() } else { differ(header, evidence.facts.user_agent.as_deref()) }
}

fn header_brands(evidence: &Evidence<'_>) -> Vec<String> {
    let Some(header) = evidence.headers.brands.as_deref() else { return Vec::new() };
    let Some(hints) = &evidence.facts.client_hints else { return Vec::new() };
    let mut sent: Vec<(&str, &str)> = parse_brands(header);
    let mut read: Vec<(&str, &str)> =
        hints.brands.iter().map(|(name, version)| (name.as_str(), version.as_str())).collect();
    sent.sort_unstable();
    read.sort_unstable();
    when(sent != read, || format!("{sent:?} and {read:?}"))
}

fn header_full_version(evidence: &Evidence<'_>) -> Vec<String> {
    let Some(header) = evidence.headers.full_versions.as_deref() else { return Vec::new() };
    let full = evidence.facts.client_hints.as_ref().and_then(|hints| hints.full_version.as_deref());
    let sent = parse_brands(header);
    when(full.is_some_and(|full| !sent.iter().any(|(_, version)| *version == full)), || {
        format!("{} is not in {sent:?}", full.unwrap_or_default())
    })
}

fn header_language(evidence: &Evidence<'_>) -> Vec<String> {
    let primary = |tag: &str| tag.split(['-', ';', ',']).next().unwrap_or_default().trim().to_ascii_lowercase();
    let header = evidence.headers.accept_language.as_deref().map(primary).filter(|tag| tag != "*");
    let (Some(header), Some(languages)) = (header, &evidence.facts.languages) else { return Vec::new() };
    let is_there = languages.iter().any(|language| primary(language) == header);
    when(!languages.is_empty() && !is_there, || format!("{header} and {languages:?}"))
}
