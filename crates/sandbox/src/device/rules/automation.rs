//! Browsers that a program drives, and say so.

use super::{Class, Rule, when};
use crate::device::evidence::Evidence;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "webdriver",
        class: Class::Score,
        weight: 100,
        compares: "`webdriver`",
        why: "The browser itself says that a program drives it.",
        source: "W3C WebDriver, section 4; measured: Playwright, WebDriver BiDi",
        check: Some(|evidence| when(evidence.facts.webdriver == Some(true), || "navigator.webdriver".to_owned())),
    },
    Rule {
        code: "headless_name",
        class: Class::Score,
        weight: 100,
        compares: "`headless`, both user agents and the headers with the word Headless",
        why: "A browser without a window calls itself that, and nobody sits in front of it.",
        source: "measured: Chromium's headless mode",
        check: Some(headless_name),
    },
    Rule {
        code: "automation_globals",
        class: Class::Score,
        weight: 100,
        compares: "`globals` with none",
        why: "A driver left its own variables or attributes in the page.",
        source: "measured: chromedriver leaves seven such keys",
        check: Some(|evidence| {
            let names = evidence.facts.globals.as_deref().unwrap_or_default();
            when(!names.is_empty(), || names.join(", "))
        }),
    },
    Rule {
        code: "webdriver_hidden",
        class: Class::Score,
        weight: 60,
        compares: "`lies` with the name navigator.webdriver",
        why: "Nobody replaces that but who hides that a program drives the browser; an extension for people has no reason to.",
        source: "measured: a page whose navigator was replaced, on a machine too busy for its worker to answer",
        check: Some(|evidence| {
            when(lies(evidence).any(|name| name == "navigator.webdriver"), || "navigator.webdriver".to_owned())
        }),
    },
    Rule {
        code: "identity_lies",
        class: Class::Score,
        weight: 40,
        compares: "`lies` about navigator, screen, time or functions with none",
        why: "A script replaced what the browser says about itself.",
        source: "measured: six such traces after defineProperty",
        check: Some(|evidence| {
            let names: Vec<&str> = lies(evidence).filter(|name| !is_readback(name)).collect();
            when(!names.is_empty(), || names.join(", "))
        }),
    },
];

fn headless_name(evidence: &Evidence<'_>) -> Vec<String> {
    let facts = evidence.facts;
    let says = |text: Option<&str>| text.is_some_and(|text| text.contains("Headless"));
    let worker = facts.worker.as_ref().and_then(|worker| worker.user_agent.as_deref());
    let named = facts.headless.iter().flatten().map(String::as_str);
    let places: Vec<&str> = [
        ("user_agent", facts.user_agent.as_deref()),
        ("worker", worker),
        ("header user-agent", evidence.headers.user_agent.as_deref()),
        ("header sec-ch-ua", evidence.headers.brands.as_deref()),
    ]
    .into_iter()
    .filter_map(|(place, text)| says(text).then_some(place))
    .chain(named.filter(|name| *name != "user_agent"))
    .collect();
    when(!places.is_empty() || facts.headless.as_ref().is_some_and(|list| !list.is_empty()), || places.join(", "))
}

pub(super) fn lies<'a>(evidence: &'a Evidence<'_>) -> impl Iterator<Item = &'a str> {
    evidence.facts.lies.iter().flatten().map(String::as_str)
}

/// What extensions against fingerprinting replace: reading back drawings, sound and graphics.
pub(super) fn is_readback(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["canvas", "webgl", "audio", "analyser", "imagedata", "measuretext"].iter().any(|part| name.contains(part))
}
