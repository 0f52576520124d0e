//! Makes the next calls fail, stall or break off.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State as Shared},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER},
};
use portico_model::{ErrorCode, FieldCode, Problem, problem::PROBLEM_JSON};
use serde_json::json;

use crate::{
    State,
    faults::{Fault, FaultKind, When},
    http::{Answer, JsonBody, Refusal, read_body},
    random::generate_id,
};

/// Nobody waits longer than that to see what a client does.
const LONGEST_STALL: u64 = 600_000;

/// `POST /sandbox/faults`.
pub(crate) async fn add(Shared(state): Shared<State>, JsonBody(body): JsonBody) -> Result<Answer, Refusal> {
    let fault: Fault = read_body(&body)?;
    for (pointer, is_right) in [
        ("/path", fault.path.starts_with('/') && !fault.path.starts_with("/sandbox")),
        ("/times", fault.times > 0),
        ("/status", (400..=599).contains(&fault.status)),
        ("/ms", fault.ms <= LONGEST_STALL),
    ] {
        if !is_right {
            return Err(Refusal::field(pointer, FieldCode::WrongType));
        }
    }
    state.faults.add(fault.clone()).await;
    Answer::created(&fault)
}

/// `GET /sandbox/faults`, those that are used up included.
pub(crate) async fn list(Shared(state): Shared<State>) -> Result<Answer, Refusal> {
    Answer::ok(&json!({"faults": state.faults.list().await}))
}

/// `DELETE /sandbox/faults`.
pub(crate) async fn clear(Shared(state): Shared<State>) -> StatusCode {
    state.faults.clear().await;
    StatusCode::NO_CONTENT
}

/// Around every call: what goes wrong on the way in, the call, what goes wrong on the way out.
pub(crate) async fn strike(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let fault = state.faults.take(&method, &path, When::Before).await;
    if let Some(answer) = happen(fault).await {
        return answer;
    }
    let response = next.run(request).await;
    let fault = state.faults.take(&method, &path, When::After).await;
    happen(fault).await.unwrap_or(response)
}

/// Waits, or gives what stands in the answer's place.
async fn happen(fault: Option<Fault>) -> Option<Response> {
    let fault = fault?;
    match fault.kind {
        FaultKind::Stall => {
            tokio::time::sleep(Duration::from_millis(fault.ms)).await;
            None
        }
        FaultKind::Status => Some(problem(fault.status)),
        FaultKind::Close => Some(Body::new(Broken).into_response()),
    }
}

/// A problem of this status, whatever it is.
fn problem(status: u16) -> Response {
    let code = if status == 429 { ErrorCode::RateLimited } else { ErrorCode::InternalError };
    let problem = Problem { status, ..Problem::new(code, &generate_id()) };
    let body = serde_json::to_string(&problem).unwrap_or_default();
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let mut response = (status, [(CONTENT_TYPE, PROBLEM_JSON)], body).into_response();
    if matches!(status.as_u16(), 429 | 503) {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

/// A body that fails before its first byte: hyper then closes the connection, and has not sent the head yet.
struct Broken;

impl HttpBody for Broken {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())))
    }
}
