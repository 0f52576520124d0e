//! `POST /agreements/{type}/receipts`: what a customer accepted, kept as evidence.

use std::net::SocketAddr;

use axum::{
    Json,
    body::Body,
    extract::ConnectInfo,
    response::{IntoResponse, Response},
};
use http::{StatusCode, request::Parts};
use jiff::Timestamp;
use portico_model::{
    ErrorCode,
    passport::{AcceptanceMode, AcceptedBy},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{acceptance::check_entity, reach};
use crate::{
    allow_list::Kind,
    call::read_body,
    refusal::Refusal,
    state::State,
    store::{Binding, KeptReceipt},
};

const MAX_LOCALE: usize = 35;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewReceipt {
    customer: Map<String, Value>,
    document_sha256: String,
    locale: String,
    acceptance_mode: AcceptanceMode,
    accepted_by: Map<String, Value>,
}

#[derive(Serialize)]
struct Receipt<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    document_sha256: &'a str,
    locale: &'a str,
    acceptance_mode: &'a str,
    accepted_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ip_address: Option<&'a str>,
    accepted_by: &'a AcceptedBy,
}

/// Keeps a receipt, with the time and the address as the gateway sees them.
pub(super) async fn keep(
    state: &State,
    binding: &Binding,
    kind: &str,
    (parts, body): (&Parts, Body),
) -> Result<Response, Refusal> {
    let agreement = state.passport().agreements().find(kind)?;
    let body = read_body(parts, body).await?.ok_or(ErrorCode::MalformedRequest)?;
    let new: NewReceipt = serde_json::from_value(body).map_err(|_| ErrorCode::MalformedRequest)?;
    let by: AcceptedBy =
        serde_json::from_value(Value::Object(new.accepted_by.clone())).map_err(|_| ErrorCode::MalformedRequest)?;
    let is_known = matches!(by.entity.as_str(), "CUSTOMER" | "BENEFICIAL_OWNER");
    let has_more = new.accepted_by.keys().any(|name| !matches!(name.as_str(), "entity" | "id" | "externalId"));
    if !is_locale(&new.locale) || !is_known || has_more {
        return Err(ErrorCode::MalformedRequest.into());
    }
    let key = reach::key_of(&new.customer)?;
    reach::require(state, binding, Kind::Customer, &key).await?;
    let customer_id = reach::customer_id(state, binding, &key).await?;
    check_entity(state, binding, customer_id, &new.accepted_by).await?;
    if new.document_sha256 != agreement.sha256 {
        return Err(ErrorCode::AgreementSuperseded.into());
    }
    let mode = match new.acceptance_mode {
        AcceptanceMode::Clickwrap => "CLICKWRAP",
        AcceptanceMode::Esign => "ESIGN",
        AcceptanceMode::Wetsign => "WETSIGN",
    };
    let receipt = KeptReceipt {
        id: Uuid::now_v7().to_string(),
        binding_id: binding.id.clone(),
        customer_id,
        agreement: agreement.kind.to_owned(),
        version: agreement.version.clone(),
        document_sha256: agreement.sha256.clone(),
        locale: new.locale,
        acceptance_mode: mode.to_owned(),
        accepted_by: serde_json::to_string(&by).map_err(|_| ErrorCode::InternalError)?,
        accepted_at: state.clock().seconds(),
        ip_address: address(parts),
    };
    state.store().keep_receipt(&receipt).await?;
    let answer = Receipt {
        id: &receipt.id,
        kind: agreement.kind,
        document_sha256: &receipt.document_sha256,
        locale: &receipt.locale,
        acceptance_mode: mode,
        accepted_at: Timestamp::from_second(receipt.accepted_at).unwrap_or_default().to_string(),
        ip_address: receipt.ip_address.as_deref(),
        accepted_by: &by,
    };
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// The address at the other end; none when the router is called in process.
fn address(parts: &Parts) -> Option<String> {
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_canonical().to_string())
}

/// A language tag, as far as it can't be anything else.
fn is_locale(text: &str) -> bool {
    (2..=MAX_LOCALE).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
