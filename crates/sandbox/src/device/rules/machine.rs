//! Machines and screens that can't be.

use super::{Class, Rule, when};
use crate::device::{evidence::Evidence, facts::Screen, user_agent::EngineKind};

const SOURCE: &str = "what the standards of CSSOM View, Device Memory and IEEE 754 allow";

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "screen_empty",
        class: Class::Score,
        weight: 40,
        compares: "the screen's sides, pixel ratio and depth with zero",
        why: "There is no screen without an area.",
        source: SOURCE,
        check: Some(|evidence| {
            let is_empty =
                |s: &Screen| [s.long, s.short, s.css_long, s.css_short, s.ratio, s.depth].iter().any(|n| *n <= 0.0);
            when(evidence.facts.screen.as_ref().is_some_and(is_empty), || format!("{:?}", evidence.facts.screen))
        }),
    },
    Rule {
        code: "screen_ratio",
        class: Class::Score,
        weight: 15,
        compares: "physical pixels with CSS pixels times pixel ratio",
        why: "The first is the product of the others, but for rounding.",
        source: SOURCE,
        check: Some(screen_ratio),
    },
    Rule {
        code: "screen_available",
        class: Class::Score,
        weight: 40,
        compares: "the part of the screen that windows may use with the whole",
        why: "A part is never larger than the whole.",
        source: SOURCE,
        check: Some(screen_available),
    },
    Rule {
        code: "window_inner",
        class: Class::Score,
        weight: 30,
        compares: "the window's inner size with its outer size, for every zoom level",
        why: "Even at the smallest zoom a page is at most four times its window.",
        source: SOURCE,
        check: Some(window_inner),
    },
    Rule {
        code: "memory_steps",
        class: Class::Score,
        weight: 20,
        compares: "the memory with the powers of two",
        why: "Browsers round to a power of two.",
        source: SOURCE,
        check: Some(|evidence| {
            let is_step = |memory: f64| memory > 0.0 && (memory.log2() - memory.log2().round()).abs() < 1e-9;
            when(evidence.facts.memory.is_some_and(|memory| !is_step(memory)), || {
                format!("{:?}", evidence.facts.memory)
            })
        }),
    },
    Rule {
        code: "cores_impossible",
        class: Class::Score,
        weight: 20,
        compares: "the number of cores with whole numbers from one",
        why: "There is no machine with half a core.",
        source: SOURCE,
        check: Some(|evidence| {
            let is_one = |cores: f64| cores >= 1.0 && cores.fract() == 0.0;
            when(evidence.facts.cores.is_some_and(|cores| !is_one(cores)), || format!("{:?}", evidence.facts.cores))
        }),
    },
    Rule {
        code: "architecture",
        class: Class::Score,
        weight: 20,
        compares: "the sign of a computed NaN with the client hints' architecture",
        why: "x86 sets the sign bit and ARM does not.",
        source: "measured on x86; ARM by its architecture manual",
        check: Some(architecture),
    },
];

fn screen_ratio(evidence: &Evidence<'_>) -> Vec<String> {
    let Some(screen) = &evidence.facts.screen else { return Vec::new() };
    let is_off = |physical: f64, css: f64| (physical - css * screen.ratio).abs() > 10.0 + 0.08 * physical;
    when(is_off(screen.long, screen.css_long) || is_off(screen.short, screen.css_short), || format!("{screen:?}"))
}

fn screen_available(evidence: &Evidence<'_>) -> Vec<String> {
    let (Some(screen), Some([width, height])) = (&evidence.facts.screen, evidence.facts.available) else {
        return Vec::new();
    };
    let exceeds = |part: f64, whole: f64| part > whole * 1.02 + 2.0;
    when(exceeds(width.max(height), screen.css_long) || exceeds(width.min(height), screen.css_short), || {
        format!("{width} × {height} of {} × {}", screen.css_long, screen.css_short)
    })
}

fn window_inner(evidence: &Evidence<'_>) -> Vec<String> {
    let Some([inner_width, inner_height, outer_width, outer_height]) = evidence.facts.window else {
        return Vec::new();
    };
    // A tab that was opened in the background has no outer size yet.
    let exceeds = |inner: f64, outer: f64| outer > 0.0 && inner > outer * 4.4;
    when(exceeds(inner_width, outer_width) || exceeds(inner_height, outer_height), || {
        format!("{inner_width} × {inner_height} in {outer_width} × {outer_height}")
    })
}

fn architecture(evidence: &Evidence<'_>) -> Vec<String> {
    let hint = evidence.facts.client_hints.as_ref().and_then(|hints| hints.architecture.as_deref());
    let sign = evidence.facts.engine.as_ref().and_then(|engine| engine.nan);
    let expected = match hint {
        Some("x86") => Some(1),
        Some("arm") => Some(0),
        _ => None,
    };
    let is_judged = evidence.engine() == Some(EngineKind::Blink);
    when(is_judged && expected.is_some() && sign.is_some() && sign != expected, || {
        format!("sign {} on {}", sign.unwrap_or_default(), hint.unwrap_or_default())
    })
}
