//! Files that answers link to, and the health of the process.

use axum::{Json, extract::Path, response::IntoResponse};
use http::header::CONTENT_TYPE;
use portico_model::ErrorCode;
use serde_json::{Value, json};

use crate::{
    domain::{agreements::AgreementText, catalog::CardBrand},
    http::Refusal,
};

pub(crate) async fn agreement(Path(name): Path<String>) -> Result<impl IntoResponse, Refusal> {
    let id = name.strip_suffix(".txt").ok_or(ErrorCode::FileNotFound)?;
    let agreement = AgreementText::find(id).ok_or(ErrorCode::FileNotFound)?;
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], agreement.text))
}

pub(crate) async fn card(Path(name): Path<String>) -> Result<impl IntoResponse, Refusal> {
    let picture = name.strip_suffix(".svg").and_then(CardBrand::picture).ok_or(ErrorCode::FileNotFound)?;
    Ok(([(CONTENT_TYPE, "image/svg+xml")], picture))
}

pub(crate) async fn health() -> Json<Value> {
    Json(json!({"status": "ok"}))
}
