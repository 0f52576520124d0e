//! One check, for developers: what came, what each signal cost, how it was judged, and which device it is.

use std::fmt::Write;

use axum::{
    extract::{Path, State as Shared},
    response::Response,
};
use portico_model::ErrorCode;
use serde_json::Value;

use super::html::{bar, chip, decision, escape, page, score_bar};
use crate::{
    State,
    clock::rfc3339,
    device::{DENY_AT, Report, SIGNALS, STEP_UP_AT, find_rule, read_record},
    http::Refusal,
    store::device_checks::{self, CheckRow},
};

/// `GET /sandbox/devices/{id}`: by the session, or by the check where there was no session.
pub(crate) async fn show(Shared(state): Shared<State>, Path(id): Path<String>) -> Result<Response, Refusal> {
    let row = device_checks::find(&mut *state.store.read().await?, &id).await?.ok_or(ErrorCode::SessionNotFound)?;
    let report = Report::of(&state, &row)?;
    let main = [verdict(&row), reasons(&report), device(&report), signals(&report), headers(&report)].concat();
    Ok(page(&state, "A device's check", &main))
}

fn verdict(row: &CheckRow) -> String {
    let line = |name: &str, value: Option<&str>| {
        value.map_or_else(String::new, |value| {
            format!("<div><dt>{name}</dt><dd class=\"data\">{}</dd></div>", escape(value))
        })
    };
    format!(
        "<p><a href=\"/sandbox/devices\">All devices</a></p><h1>A device's check</h1>\
         <p class=\"verdict\">{decision} <strong class=\"number\" id=\"score\">{number}</strong> of 100</p>{bar}\
         <p class=\"quiet\">Below {STEP_UP_AT} it is allowed, below {DENY_AT} it has to show more, and from there on it \
         is denied.</p><dl>{at}{outcome}{session}{key}</dl>",
        decision = decision(&row.decision),
        number = row.score,
        bar = score_bar(row.score, &row.decision),
        at = line("When", Some(&rfc3339(row.created_at))),
        outcome = line("Outcome", Some(&row.outcome)),
        session = line("Session", row.session_id.as_deref()),
        key = line("Device key", row.device_jkt.as_deref()),
    )
}

fn reasons(report: &Report) -> String {
    let mut lines = String::new();
    for reason in &report.reasons {
        let rule = find_rule(&reason.code);
        let _ = write!(
            lines,
            "<tr><th scope=\"row\" class=\"data\">{code}</th><td>{class}</td><td class=\"number\">{weight}</td>\
             <td>{bar}</td><td>{why} <span class=\"data quiet\">{detail}</span></td></tr>",
            code = escape(&reason.code),
            class = chip("plain", rule.map_or("unknown", |rule| rule.class.as_str())),
            weight = reason.weight,
            bar = bar(f64::from(reason.weight), 100.0, "weight"),
            why = escape(rule.map_or("", |rule| rule.why)),
            detail = escape(&reason.detail),
        );
    }
    format!(
        "<h2>How it was judged</h2><div class=\"wide\"><table><thead><tr><th>Reason</th><th>Class</th><th>Weight</th>\
         <th></th><th>Why</th></tr></thead><tbody>{lines}</tbody></table></div>"
    )
}

fn device(report: &Report) -> String {
    let Some(found) = &report.matched else { return String::new() };
    let words = match (found.known, found.new_key) {
        (true, false) => "It was here before, with this key.",
        (true, true) => "It looks like one that was here before, with another key.",
        (false, _) => "It was not here before.",
    };
    let similarity = found.similarity.map_or_else(String::new, |similarity| {
        format!(
            "<p>Similarity <strong class=\"number\">{similarity}</strong></p>{}",
            bar(similarity, 1.0, "similarity")
        )
    });
    format!(
        "<h2>Which device it is</h2><p>{words}</p>{similarity}<p class=\"data quiet\">{}</p>",
        escape(&found.device_id)
    )
}

fn signals(report: &Report) -> String {
    let cost = |value: &Value| read_record(value).and_then(|record| record.ms).unwrap_or(0.0);
    let longest = report.signals.values().map(cost).fold(0.0, f64::max);
    let together: f64 = report.signals.values().map(cost).sum();
    let mut lines = String::new();
    for (name, group) in SIGNALS {
        let Some(received) = report.signals.get(*name) else { continue };
        let record = read_record(received);
        let value = record.map_or(Some(received), |record| record.value);
        let state = record.map_or("malformed", |record| record.state.as_str());
        let kind = if state == "ok" { "good" } else { "fair" };
        let ms = cost(received);
        let _ = write!(
            lines,
            "<tr><th scope=\"row\" class=\"data\">{name}</th><td>{group}</td><td>{state}</td>\
             <td class=\"number\">{ms:.1}</td><td>{bar}</td><td class=\"data\">{value}</td></tr>",
            group = group.as_str(),
            state = chip(kind, state),
            bar = bar(ms, longest, "cost"),
            value = value.map_or_else(String::new, |value| escape(&value.to_string())),
        );
    }
    if lines.is_empty() {
        return "<h2>What came</h2><p class=\"quiet\">No signal that could be read.</p>".to_owned();
    }
    format!(
        "<h2>What came</h2><p class=\"quiet\">Reading took <span class=\"number\">{together:.1}</span> ms together; some of it \
         ran at the same time.</p><div class=\"wide\"><table><thead><tr><th>Signal</th><th>Group</th><th>State</th>\
         <th>Cost (ms)</th><th></th><th>Value</th></tr></thead><tbody>{lines}</tbody></table></div>"
    )
}

fn headers(report: &Report) -> String {
    let headers = &report.headers;
    let all = [
        ("user-agent", &headers.user_agent),
        ("accept-language", &headers.accept_language),
        ("origin", &headers.origin),
        ("sec-ch-ua", &headers.brands),
        ("sec-ch-ua-mobile", &headers.mobile),
        ("sec-ch-ua-platform", &headers.platform),
        ("sec-ch-ua-full-version-list", &headers.full_versions),
    ];
    let mut lines = String::new();
    for (name, value) in all {
        if let Some(value) = value {
            let _ = write!(
                lines,
                "<tr><th scope=\"row\" class=\"data\">{name}</th><td class=\"data\">{}</td></tr>",
                escape(value)
            );
        }
    }
    if lines.is_empty() {
        return "<h2>The browser's headers</h2><p class=\"quiet\">None were passed on.</p>".to_owned();
    }
    format!("<h2>The browser's headers</h2><div class=\"wide\"><table><tbody>{lines}</tbody></table></div>")
}
