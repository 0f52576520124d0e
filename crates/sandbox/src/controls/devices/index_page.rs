//! The list of checks, for developers.

use std::fmt::Write;

use axum::{extract::State as Shared, response::Response};

use super::html;
use crate::{State, clock::rfc3339, http::Refusal, store::device_checks};

/// `GET /sandbox/devices`.
pub(crate) async fn show(Shared(state): Shared<State>) -> Result<Response, Refusal> {
    let rows = device_checks::newest(&mut *state.store.read().await?).await?;
    let mut lines = String::new();
    for row in &rows {
        let _ = write!(
            lines,
            "<tr><td><a class=\"data\" href=\"/sandbox/devices/{id}\">{at}</a></td><td>{decision}</td>\
             <td class=\"number\">{score}</td><td>{bar}</td><td class=\"data\">{outcome}</td></tr>",
            id = html::escape(&row.id),
            at = rfc3339(row.created_at),
            decision = html::decision(&row.decision),
            score = row.score,
            bar = html::score_bar(row.score, &row.decision),
            outcome = html::escape(&row.outcome),
        );
    }
    let body = if rows.is_empty() {
        "<p class=\"quiet\">No device came yet.</p>".to_owned()
    } else {
        format!(
            "<div class=\"wide\"><table><thead><tr><th>When</th><th>Decision</th><th>Score</th><th></th>\
             <th>Outcome</th></tr></thead><tbody>{lines}</tbody></table></div>"
        )
    };
    Ok(html::page(&state, "Devices", &format!("<h1>Devices</h1>{body}")))
}
