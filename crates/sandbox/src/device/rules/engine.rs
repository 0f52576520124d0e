//! What the engine is against what the user agent says it is.

use super::{Class, Rule, when};
use crate::device::{
    evidence::Evidence,
    facts::Engine,
    user_agent::EngineKind::{self, Blink, Gecko, WebKit},
};

const SOURCE: &str = "measured in Chromium 156 and Firefox 153; WebKit by its documentation";

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "engine_eval",
        class: Class::Score,
        weight: 60,
        compares: "the length of eval's source with the user agent's engine",
        why: "Blink writes 33 characters, Gecko and WebKit 37, whatever the user agent says.",
        source: SOURCE,
        check: Some(|evidence| {
            judge(evidence, |engine, kind| {
                let expected = if kind == Blink { 33.0 } else { 37.0 };
                engine.eval.filter(|length| (length - expected).abs() > 0.5).map(|length| format!("{length}"))
            })
        }),
    },
    Rule {
        code: "engine_product",
        class: Class::Score,
        weight: 40,
        compares: "productSub with the user agent's engine",
        why: "Gecko has a value of its own that never changes.",
        source: SOURCE,
        check: Some(|evidence| {
            judge(evidence, |engine, kind| {
                let expected = if kind == Gecko { "20100101" } else { "20030107" };
                engine.product.clone().filter(|product| product != expected)
            })
        }),
    },
    Rule {
        code: "engine_vendor",
        class: Class::Score,
        weight: 30,
        compares: "navigator.vendor with the user agent's engine",
        why: "Each engine has its maker's name there, and Gecko none.",
        source: SOURCE,
        check: Some(|evidence| {
            judge(evidence, |engine, kind| {
                let expected = match kind {
                    Blink => "Google Inc.",
                    Gecko => "",
                    WebKit => "Apple Computer, Inc.",
                };
                engine.vendor.clone().filter(|vendor| vendor != expected)
            })
        }),
    },
    Rule {
        code: "engine_chrome",
        class: Class::Score,
        weight: 30,
        compares: "whether there is a chrome object with the user agent's engine",
        why: "Gecko gives pages no such object.",
        source: SOURCE,
        check: Some(|evidence| {
            judge(evidence, |engine, kind| {
                (engine.chrome == Some(true) && kind == Gecko).then(|| "window.chrome".to_owned())
            })
        }),
    },
];

fn judge(evidence: &Evidence<'_>, check: impl Fn(&Engine, EngineKind) -> Option<String>) -> Vec<String> {
    let (Some(engine), Some(kind)) = (&evidence.facts.engine, evidence.engine()) else { return Vec::new() };
    let found = check(engine, kind);
    when(found.is_some(), || format!("{} for {kind:?}", found.unwrap_or_default()))
}
