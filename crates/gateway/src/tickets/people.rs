//! `PUT /portico/admin/people/{partner_ref}`: the partner's server says which person a customer of its own is.

use axum::{
    extract::{self, Path, Request},
    response::{IntoResponse, Response},
};
use http::StatusCode;
use portico_model::ErrorCode;
use serde_json::Value;

use super::check::is_partner_ref;
use crate::{
    admin,
    allow_list::is_id,
    call::{peer, read_body},
    log::RouteLabel,
    refusal::Refusal,
    state::State,
};

/// The address, for the router.
pub(crate) const ROUTE: &str = "/portico/admin/people/{partner_ref}";

/// Takes `{person_id}` with the admin's token. Where the partner's name was another person's, browsers that were let in under
/// it have to sign in again.
pub(crate) async fn name_person(
    extract::State(state): extract::State<State>,
    Path(partner_ref): Path<String>,
    request: Request,
) -> Response {
    let mut response = match take(&state, &partner_ref, request).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(refusal) => refusal.into_response(),
    };
    response.extensions_mut().insert(RouteLabel(ROUTE));
    response
}

async fn take(state: &State, partner_ref: &str, request: Request) -> Result<(), Refusal> {
    let (parts, body) = request.into_parts();
    state.rate().spend(peer(&parts), state.clock().seconds()).await?;
    let token = state.admin_token().filter(|_| state.tickets().is_some()).ok_or(ErrorCode::RouteNotFound)?;
    admin::check(&parts.headers, token)?;
    let body = read_body(&parts, body).await?;
    let person = body.as_ref().and_then(|body| body.get("person_id")).and_then(Value::as_str);
    let person = person.filter(|id| is_id(id) && is_partner_ref(partner_ref)).ok_or(ErrorCode::MalformedRequest)?;
    Ok(state.store().set_person(partner_ref, person).await?)
}
