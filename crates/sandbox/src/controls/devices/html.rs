//! What the pages for developers are put together from.

use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};

use crate::{
    State,
    device::{DENY_AT, STEP_UP_AT},
};

/// `GET /sandbox/devices.css`.
pub(crate) async fn stylesheet() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../../../files/devices.css"))
}

/// A whole page. Which other pages may frame it is a setting.
pub(super) fn page(state: &State, title: &str, main: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title} | Sandbox</title><link rel=\"stylesheet\" href=\"/sandbox/devices.css\"></head>\
         <body><header>Sandbox</header><main>{main}</main></body></html>"
    );
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors {}",
        state.config.frame_ancestors
    );
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (CONTENT_SECURITY_POLICY, policy),
        (REFERRER_POLICY, "no-referrer".to_owned()),
    ];
    (headers, html).into_response()
}

/// A bar of `part` in `whole`. The number stands beside it, so readers of the text miss nothing.
pub(super) fn bar(part: f64, whole: f64, kind: &str) -> String {
    let width = if whole > 0.0 { (part / whole * 100.0).clamp(0.0, 100.0) } else { 0.0 };
    format!(
        "<svg class=\"bar {kind}\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"track\" width=\"100\" height=\"8\"/><rect class=\"fill\" width=\"{width:.1}\" height=\"8\"/></svg>"
    )
}

/// The bar of a score, with a mark at each threshold.
pub(super) fn score_bar(score: i64, decision: &str) -> String {
    let score = f64::from(i32::try_from(score).unwrap_or(100));
    let marks: String = [STEP_UP_AT, DENY_AT]
        .iter()
        .map(|at| format!("<rect class=\"mark\" x=\"{at}\" width=\"0.4\" height=\"8\"/>"))
        .collect();
    bar(score, 100.0, &format!("score {}", escape(decision))).replace("</svg>", &format!("{marks}</svg>"))
}

/// A word with a mark, so that its meaning is not by colour alone.
pub(super) fn chip(kind: &str, text: &str) -> String {
    format!("<span class=\"chip {kind}\">{}</span>", escape(text))
}

/// How a decision is shown.
pub(super) fn decision(text: &str) -> String {
    let (kind, words) = match text {
        "allow" => ("good", "✓ allow"),
        "step_up" => ("fair", "! step up"),
        _ => ("bad", "✕ deny"),
    };
    chip(kind, words)
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
