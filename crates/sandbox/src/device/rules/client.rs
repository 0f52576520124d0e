//! The user agent against what else the page says about browser and system.

use super::{Class, Rule, when};
use crate::device::{
    evidence::Evidence,
    facts::ClientHints,
    user_agent::{EngineKind, System},
};

const SOURCE: &str = "measured: a foreign user agent set by a flag; FP-Scanner (USENIX 2018)";

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "user_agent_strange",
        class: Class::Score,
        weight: 40,
        compares: "the user agent with those of browsers",
        why: "No browser calls itself that.",
        source: SOURCE,
        check: Some(|evidence| {
            when(evidence.agent.is_none() && evidence.facts.user_agent.is_some(), || "no browser's".to_owned())
        }),
    },
    Rule {
        code: "user_agent_platform",
        class: Class::Score,
        weight: 40,
        compares: "the user agent's system with navigator.platform",
        why: "The user agent was changed, and the platform was forgotten.",
        source: SOURCE,
        check: Some(|evidence| {
            let platform = evidence.facts.platform.as_deref().and_then(System::of_platform);
            compare(evidence.system(), platform)
        }),
    },
    Rule {
        code: "client_hints_platform",
        class: Class::Score,
        weight: 40,
        compares: "the client hints' platform with the user agent's system",
        why: "Both name the system that the browser runs on.",
        source: SOURCE,
        check: Some(|evidence| {
            let hint = hints(evidence).and_then(|hints| hints.platform.as_deref()).and_then(System::of_hint);
            compare(evidence.system(), hint)
        }),
    },
    Rule {
        code: "client_hints_engine",
        class: Class::Score,
        weight: 40,
        compares: "whether there are client hints with the user agent's engine",
        why: "Gecko and WebKit have none.",
        source: SOURCE,
        check: Some(|evidence| {
            let has_brands = hints(evidence).is_some_and(|hints| !hints.brands.is_empty());
            let is_other = evidence.engine().is_some_and(|engine| engine != EngineKind::Blink);
            when(has_brands && is_other, || format!("{:?}", evidence.engine()))
        }),
    },
    Rule {
        code: "client_hints_version",
        class: Class::Score,
        weight: 30,
        compares: "the client hints' Chromium version with the user agent's",
        why: "Both name the same major version.",
        source: SOURCE,
        check: Some(client_hints_version),
    },
    Rule {
        code: "touch_mobile",
        class: Class::Score,
        weight: 20,
        compares: "touch points with a phone's or a tablet's user agent",
        why: "There is no phone that can't be touched.",
        source: SOURCE,
        check: Some(|evidence| {
            when(evidence.is_mobile() && evidence.facts.touch == Some(0.0), || "no touch points".to_owned())
        }),
    },
    Rule {
        code: "renderer_system",
        class: Class::Score,
        weight: 40,
        compares: "the graphics interface in the renderer's name with the system",
        why: "Direct3D is Windows' own, and Metal is Apple's.",
        source: SOURCE,
        check: Some(renderer_system),
    },
];

fn hints<'a>(evidence: &'a Evidence<'_>) -> Option<&'a ClientHints> {
    evidence.facts.client_hints.as_ref()
}

fn compare(one: Option<System>, other: Option<System>) -> Vec<String> {
    match (one, other) {
        (Some(one), Some(other)) => when(!one.goes_with(other), || format!("{one:?} and {other:?}")),
        _ => Vec::new(),
    }
}

fn client_hints_version(evidence: &Evidence<'_>) -> Vec<String> {
    // Edge and others count their own versions; their user agents have Chromium's as well.
    let text = evidence.facts.user_agent.as_deref().unwrap_or_default();
    let in_agent = text.split_once("Chrome/").and_then(|(_, version)| version.split('.').next());
    let brands = hints(evidence).map(|hints| hints.brands.as_slice()).unwrap_or_default();
    let in_hints =
        brands.iter().find(|(name, _)| name == "Chromium").and_then(|(_, version)| version.split('.').next());
    super::differ(in_agent, in_hints)
}

fn renderer_system(evidence: &Evidence<'_>) -> Vec<String> {
    let (Some(webgl), Some(system)) = (&evidence.facts.webgl, evidence.system()) else { return Vec::new() };
    let has = |part: &str| webgl.renderer.contains(part);
    let wrong = (has("Direct3D") && system != System::Windows)
        || (has("Metal Renderer") && !matches!(system, System::Mac | System::Ios));
    when(wrong, || format!("{} on {system:?}", webgl.renderer))
}
