//! How alike two visits' devices are: a weighted mean over the signals that both have, tolerant for each signal.

use serde::{Deserialize, Serialize};

use super::{
    facts::{ClientHints, Display, Facts, Screen, WebGl},
    user_agent::{Family, UserAgent},
};

/// What a device is recognised by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct MatchingSet {
    pub(crate) family: Option<Family>,
    pub(crate) major: Option<u32>,
    pub(crate) time_zone: Option<String>,
    pub(crate) languages: Option<Vec<String>>,
    pub(crate) platform: Option<String>,
    pub(crate) client_hints: Option<ClientHints>,
    pub(crate) screen: Option<Screen>,
    pub(crate) display: Option<Display>,
    pub(crate) cores: Option<f64>,
    pub(crate) memory: Option<f64>,
    pub(crate) touch: Option<f64>,
    pub(crate) webgl: Option<WebGl>,
    pub(crate) audio: Option<f64>,
    pub(crate) canvas: Option<[f64; 16]>,
    pub(crate) fonts: Option<u16>,
}

/// One comparison.
#[derive(Debug)]
pub(crate) struct Measure {
    pub(crate) signal: &'static str,
    pub(crate) weight: u32,
    /// How it is compared, in words.
    pub(crate) how: &'static str,
    /// From 0, quite another, to 1, the same; `None` where one of the two has no such signal.
    compare: fn(&MatchingSet, &MatchingSet) -> Option<f64>,
}

/// The comparisons: the former visit first. What is absent, noised or skipped is no evidence, neither way.
pub(crate) const MEASURES: &[Measure] = &[
    Measure {
        signal: "user_agent",
        weight: 20,
        how: "the same family, and a major version that may only grow",
        compare: user_agent,
    },
    Measure {
        signal: "platform",
        weight: 12,
        how: "equal",
        compare: |a, b| equal(a.platform.as_ref(), b.platform.as_ref()),
    },
    Measure {
        signal: "client_hints",
        weight: 12,
        how: "platform, architecture, bitness and model equal, the platform's version by its major number",
        compare: client_hints,
    },
    Measure {
        signal: "webgl",
        weight: 22,
        how: "equal; four fifths where only a driver's version differs",
        compare: webgl,
    },
    Measure { signal: "screen", weight: 14, how: "physical pixels or CSS pixels equal within 2 %", compare: screen },
    Measure { signal: "fonts", weight: 12, how: "shared fonts among all found (Jaccard)", compare: fonts },
    Measure {
        signal: "canvas",
        weight: 10,
        how: "mean difference of the 16 brightnesses: none up to 2, all from 12",
        compare: canvas,
    },
    Measure {
        signal: "audio",
        weight: 8,
        how: "equal within 0.0001",
        compare: |a, b| Some(step((a.audio? - b.audio?).abs() < 1e-4)),
    },
    Measure {
        signal: "cores",
        weight: 8,
        how: "equal; half for up to twice as many",
        compare: |a, b| halves(a.cores?, b.cores?),
    },
    Measure {
        signal: "memory",
        weight: 6,
        how: "equal; half for up to twice as much",
        compare: |a, b| halves(a.memory?, b.memory?),
    },
    Measure { signal: "touch", weight: 6, how: "equal", compare: |a, b| equal(a.touch, b.touch) },
    Measure {
        signal: "time_zone",
        weight: 5,
        how: "equal; people travel",
        compare: |a, b| equal(a.time_zone.as_ref(), b.time_zone.as_ref()),
    },
    Measure {
        signal: "languages",
        weight: 4,
        how: "the first one's language",
        compare: |a, b| equal(language(a), language(b)),
    },
    Measure {
        signal: "display",
        weight: 3,
        how: "equal; screens are plugged in and out",
        compare: |a, b| equal(a.display.as_ref(), b.display.as_ref()),
    },
];

/// Below this share of all weights there is too little to compare.
const ENOUGH: f64 = 0.4;

impl MatchingSet {
    pub(crate) fn of(facts: &Facts) -> Self {
        let agent = facts.user_agent.as_deref().and_then(UserAgent::parse);
        Self {
            family: agent.map(|agent| agent.family),
            major: agent.and_then(|agent| agent.major),
            time_zone: facts.time_zone.clone(),
            languages: facts.languages.clone(),
            platform: facts.platform.clone(),
            client_hints: facts.client_hints.clone(),
            screen: facts.screen.clone(),
            display: facts.display.clone(),
            cores: facts.cores,
            memory: facts.memory,
            touch: facts.touch,
            webgl: facts.webgl.clone(),
            audio: facts.audio,
            canvas: facts.canvas,
            fonts: facts.fonts,
        }
    }

    /// Where a device is looked for: platform, model and renderer without its version. `None` without any of them.
    pub(crate) fn block(&self) -> Option<String> {
        let renderer = self.webgl.as_ref().map(|webgl| without_versions(&webgl.renderer)).unwrap_or_default();
        let model = self.client_hints.as_ref().and_then(|hints| hints.model.as_deref()).unwrap_or_default();
        let platform = self.platform.as_deref()?;
        Some([platform, model, &renderer].join("\n"))
    }

    /// How alike `later` is, from 0 to 1, and `None` where too little can be compared.
    pub(crate) fn similarity(&self, later: &Self) -> Option<f64> {
        let (mut all, mut compared, mut alike) = (0.0, 0.0, 0.0);
        for measure in MEASURES {
            let weight = f64::from(measure.weight);
            all += weight;
            if let Some(found) = (measure.compare)(self, later) {
                compared += weight;
                alike += weight * found;
            }
        }
        (compared >= ENOUGH * all).then(|| (alike / compared * 1_000.0).round() / 1_000.0)
    }
}

fn step(found: bool) -> f64 {
    if found { 1.0 } else { 0.0 }
}

fn equal<T: PartialEq>(one: Option<T>, other: Option<T>) -> Option<f64> {
    Some(step(one? == other?))
}

fn halves(one: f64, other: f64) -> Option<f64> {
    let (low, high) = (one.min(other), one.max(other));
    Some(if (high - low).abs() < 1e-9 { 1.0 } else { 0.5 * step(low > 0.0 && high <= 2.0 * low) })
}

fn language(set: &MatchingSet) -> Option<&str> {
    set.languages.as_ref()?.first()?.split('-').next()
}

fn user_agent(one: &MatchingSet, later: &MatchingSet) -> Option<f64> {
    Some(step(one.family? == later.family? && later.major? >= one.major?))
}

fn client_hints(one: &MatchingSet, later: &MatchingSet) -> Option<f64> {
    let (one, later) = (one.client_hints.as_ref()?, later.client_hints.as_ref()?);
    let major = |version: &Option<String>| version.as_ref().and_then(|text| text.split('.').next().map(str::to_owned));
    let found = [
        equal(one.platform.as_ref(), later.platform.as_ref()),
        equal(one.architecture.as_ref(), later.architecture.as_ref()),
        equal(one.bitness.as_ref(), later.bitness.as_ref()),
        equal(one.model.as_ref(), later.model.as_ref()),
        equal(major(&one.platform_version), major(&later.platform_version)),
    ];
    mean(found.into_iter().flatten())
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    (count > 0.0).then(|| sum / count)
}

fn webgl(one: &MatchingSet, later: &MatchingSet) -> Option<f64> {
    let (one, later) = (one.webgl.as_ref()?, later.webgl.as_ref()?);
    Some(if one == later {
        1.0
    } else if without_versions(&one.renderer) == without_versions(&later.renderer) && one.texture == later.texture {
        0.8
    } else {
        0.0
    })
}

/// A renderer's name without a driver's version: words with a point and digits, or what of them follows a hyphen.
fn without_versions(renderer: &str) -> String {
    let is_version = |part: &str| part.contains('.') && part.contains(|letter: char| letter.is_ascii_digit());
    let words = renderer.split([' ', ',', '(', ')']).filter(|word| !word.is_empty());
    let kept = words.filter_map(|word| match word.split_once('-') {
        Some((name, version)) if is_version(version) => Some(name),
        _ => (!is_version(word)).then_some(word),
    });
    kept.collect::<Vec<_>>().join(" ")
}

fn screen(one: &MatchingSet, later: &MatchingSet) -> Option<f64> {
    let (one, later) = (one.screen.as_ref()?, later.screen.as_ref()?);
    let near = |one: f64, other: f64| (one - other).abs() <= 0.02 * one.max(other);
    let physical = near(one.long, later.long) && near(one.short, later.short);
    let css = near(one.css_long, later.css_long) && near(one.css_short, later.css_short);
    Some(step(physical || css))
}

fn fonts(one: &MatchingSet, later: &MatchingSet) -> Option<f64> {
    let (one, later) = (one.fonts?, later.fonts?);
    let all = (one | later).count_ones();
    Some(if all == 0 { 1.0 } else { f64::from((one & later).count_ones()) / f64::from(all) })
}

fn canvas(one: &MatchingSet, later: &MatchingSet) -> Option<f64> {
    let (one, later) = (one.canvas?, later.canvas?);
    let difference = mean(one.iter().zip(&later).map(|(one, other)| (one - other).abs()))?;
    Some(((12.0 - difference) / 10.0).clamp(0.0, 1.0))
}
