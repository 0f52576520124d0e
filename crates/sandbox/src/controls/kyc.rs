//! Brings identity scans and document reviews to their end.

use axum::extract::{Path, State as Shared};
use serde::Deserialize;

use crate::{
    State,
    calls::{finish, review},
    http::{Answer, JsonBody, Refusal, read_body},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scanned {
    result: ScanResult,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum ScanResult {
    Passed,
    Failed,
}

/// `POST /sandbox/identity_scans/{id}`.
pub(crate) async fn finish_scan(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    let Scanned { result } = read_body(&body)?;
    Answer::ok(&finish(&state, &id, result == ScanResult::Passed).await?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reviewed {
    result: ReviewResult,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum ReviewResult {
    Accepted,
    Rejected,
}

/// `POST /sandbox/document_requests/{id}`.
pub(crate) async fn review_documents(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    let Reviewed { result } = read_body(&body)?;
    Answer::ok(&review(&state, &id, result == ReviewResult::Accepted).await?)
}
