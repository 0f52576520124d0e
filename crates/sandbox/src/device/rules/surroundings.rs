//! What robots' machines have in common, and some people's too. Weak, and capped together.

use super::{Class, Rule, when};
use crate::device::{evidence::Evidence, record::SignalState};

const fn weak(
    code: &'static str,
    weight: u32,
    compares: &'static str,
    why: &'static str,
    check: fn(&Evidence<'_>) -> Vec<String>,
) -> Rule {
    let source = "measured: browsers without a screen; a plain browser on a virtual display has the same";
    Rule { code, class: Class::Context, weight, compares, why, source, check: Some(check) }
}

pub(super) const RULES: &[Rule] = &[
    weak(
        "software_renderer",
        8,
        "the renderer with the names of software renderers",
        "Servers have no graphics card, and neither have some people's machines.",
        |evidence| {
            let renderer = evidence.facts.webgl.as_ref().map(|webgl| webgl.renderer.as_str()).unwrap_or_default();
            let name = ["SwiftShader", "llvmpipe", "Basic Render"].into_iter().find(|name| renderer.contains(name));
            when(name.is_some(), || name.unwrap_or_default().to_owned())
        },
    ),
    weak(
        "no_webgl",
        4,
        "whether there is WebGL",
        "Almost every browser has it, and some people switch it off.",
        |evidence| {
            let state = evidence.facts.states.get("webgl");
            when(matches!(state, Some(SignalState::Absent)), String::new)
        },
    ),
    weak(
        "no_taskbar",
        4,
        "the part of a desktop's screen that windows may use with the whole",
        "A desktop has a bar somewhere, unless it hides itself.",
        |evidence| {
            let (Some(screen), Some([width, height])) = (&evidence.facts.screen, evidence.facts.available) else {
                return Vec::new();
            };
            let is_whole = width.max(height) >= screen.css_long && width.min(height) >= screen.css_short;
            let is_desktop = !evidence.is_mobile() && evidence.facts.touch.is_none_or(|touch| touch <= 0.0);
            when(is_desktop && is_whole, || format!("{width} × {height}"))
        },
    ),
    weak("out_of_sight", 3, "whether the page is visible", "A person who begins looks at the page.", |evidence| {
        let visible = evidence.facts.attention.as_ref().and_then(|attention| attention.visible);
        when(visible == Some(false), String::new)
    }),
];
