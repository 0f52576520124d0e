//! The page against a worker of the same page: what is faked in one is easily forgotten in the other.

use super::{Class, Rule, differ, when};
use crate::device::{evidence::Evidence, facts::Worker};

const SOURCE: &str = "measured: a page's properties redefined by a script";

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "worker_brands_missing",
        class: Class::Score,
        weight: 70,
        compares: "the number of brands in the worker with that in the page",
        why: "The user agent was overridden by a flag or a driver: the page has brands, and its worker has none.",
        source: "measured: Playwright with its traces switched off",
        check: Some(worker_brands_missing),
    },
    Rule {
        code: "worker_user_agent",
        class: Class::Score,
        weight: 50,
        compares: "the worker's user agent with the page's",
        why: "One browser has one name.",
        source: SOURCE,
        check: Some(|evidence| against(evidence, |worker| worker.user_agent.clone(), |e| e.facts.user_agent.clone())),
    },
    Rule {
        code: "worker_platform",
        class: Class::Score,
        weight: 40,
        compares: "the worker's platform with the page's",
        why: "One machine has one platform.",
        source: SOURCE,
        check: Some(|evidence| against(evidence, |worker| worker.platform.clone(), |e| e.facts.platform.clone())),
    },
    Rule {
        code: "worker_cores",
        class: Class::Score,
        weight: 30,
        compares: "the worker's number of cores with the page's",
        why: "One machine has one number of cores.",
        source: SOURCE,
        check: Some(worker_cores),
    },
    Rule {
        code: "worker_language",
        class: Class::Score,
        weight: 20,
        compares: "the worker's language with the page's first",
        why: "Both have the browser's setting.",
        source: SOURCE,
        check: Some(|evidence| {
            let page = |evidence: &Evidence<'_>| evidence.facts.languages.as_ref()?.first().cloned();
            against(evidence, |worker| worker.language.clone(), page)
        }),
    },
    Rule {
        code: "worker_time_zone",
        class: Class::Score,
        weight: 20,
        compares: "the worker's time zone with the page's",
        why: "Both have the system's setting.",
        source: SOURCE,
        check: Some(|evidence| against(evidence, |worker| worker.time_zone.clone(), |e| e.facts.time_zone.clone())),
    },
];

fn against(
    evidence: &Evidence<'_>,
    in_worker: impl Fn(&Worker) -> Option<String>,
    in_page: impl Fn(&Evidence<'_>) -> Option<String>,
) -> Vec<String> {
    differ(evidence.facts.worker.as_ref().and_then(in_worker), in_page(evidence))
}

fn worker_brands_missing(evidence: &Evidence<'_>) -> Vec<String> {
    let facts = evidence.facts;
    let Some(worker) = &facts.worker else { return Vec::new() };
    let hints = facts.client_hints.as_ref();
    let in_page = worker
        .page_brands
        .or_else(|| hints.and_then(|hints| hints.page_brands))
        .or_else(|| hints.and_then(|hints| u32::try_from(hints.brands.len()).ok()))
        .unwrap_or(0);
    let in_worker = worker.brands.unwrap_or(0);
    when(in_page > 0 && in_worker == 0, || format!("{in_page} in the page"))
}

fn worker_cores(evidence: &Evidence<'_>) -> Vec<String> {
    // A page's number is cut off at 32.
    let cut = |cores: f64| cores.min(32.0);
    let worker = evidence.facts.worker.as_ref().and_then(|worker| worker.cores);
    differ(worker.map(cut), evidence.facts.cores.map(cut))
}
