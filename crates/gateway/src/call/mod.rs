//! One forwarded call, from the browser's request to its answer.

mod after;
mod answer;
mod body;
mod caller;
mod headers;
mod ids;

use axum::{
    extract::{self, Request},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::request::Parts;
use portico_model::ErrorCode;
use serde_json::Value;

pub(crate) use self::{
    after::renew,
    answer::parse as parse_answer,
    body::{MAX_DEPTH, check_type, depth, read as read_body},
    caller::{Caller, peer},
    ids::learned,
};
use crate::{
    allow_list::{self, After, Found, NotFound},
    log::RouteLabel,
    origin,
    refusal::Refusal,
    state::State,
    tickets,
    upload::Upload,
};

/// Where the platform's calls are.
pub(crate) const PREFIX: &str = "/portico/netspend";

/// Answers any request under [`PREFIX`].
pub(crate) async fn handle(extract::State(state): extract::State<State>, request: Request) -> Response {
    let path = request.uri().path().strip_prefix(PREFIX).unwrap_or_default();
    let found = match allow_list::find(request.method(), path) {
        Ok(found) => found,
        Err(NotFound::Path) => return Refusal::from(ErrorCode::RouteNotFound).into_response(),
        Err(NotFound::Method(methods)) => return Refusal::method_not_allowed(&methods).into_response(),
    };
    let label = RouteLabel(found.route.template);
    run(label, forward(state, found, request)).await
}

/// Answers one call, whatever becomes of its caller.
pub(crate) async fn run(
    label: RouteLabel,
    call: impl Future<Output = Result<Response, Refusal>> + Send + 'static,
) -> Response {
    // A task of its own goes on when the browser hangs up: what the platform has done must be learned, or the ids that
    // the call made would be nobody's.
    let answered = tokio::spawn(call).await;
    let mut response = match answered {
        Ok(Ok(response)) => response,
        Ok(Err(refusal)) => refusal.into_response(),
        Err(_) => Refusal::from(ErrorCode::InternalError).into_response(),
    };
    response.extensions_mut().insert(label);
    response
}

/// The path alone: no call of the list takes a query, and what nobody checked doesn't go up.
fn path_up(parts: &Parts) -> &str {
    parts.uri.path().strip_prefix(PREFIX).unwrap_or_default()
}

/// The checks, cheapest and least trusting first; then the call; then what it changes here.
async fn forward(state: State, found: Found, request: Request) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    origin::check(state.origin(), &parts.headers)?;
    let caller = Caller::identify(&state, found.route.needs, &parts).await?;
    ids::check_path(&state, &found, &caller).await?;
    let (mut ticket, mut is_primary) = (None, false);
    let answer = if found.route.streams {
        body::check_type(&parts.headers)?;
        let headers = headers::up(found.route, &parts.headers, true);
        let upload = Upload::begin(body, state.upload_rest())?;
        state.upstream().upload(&parts.method, path_up(&parts), headers, upload).await?
    } else {
        let mut body = body::read(&parts, body).await?;
        if let Some(body) = &mut body {
            if found.route.after == After::SessionOpened {
                ticket = tickets::admit(&state, &parts.headers, &caller.jkt, body).await?;
            }
            ids::check_body(&state, found.route, &caller, body).await?;
            if let Some(ticket) = &ticket {
                ticket.name_source(body);
            }
            is_primary = body.get("relationship").and_then(Value::as_str) == Some("primary");
        }
        let bytes: Option<Bytes> = body.map(|body| body.to_string().into());
        let headers = headers::up(found.route, &parts.headers, bytes.is_some());
        state.upstream().call(&parts.method, path_up(&parts), headers, bytes).await?
    };

    let mut json = answer::parse(&answer)?;
    if let (true, Some(json)) = (answer.status.is_success(), &json) {
        ids::learn(&state, found.route, &caller, is_primary, json).await?;
    }
    let cookie = after::apply(&state, found.route, &caller, ticket.as_ref(), &answer, json.as_mut()).await?;
    Ok(answer::write(&state, &answer, json, cookie))
}
