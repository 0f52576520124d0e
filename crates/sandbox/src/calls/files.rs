//! Files that answers link to, and the health of the process.

use axum::{
    Json,
    extract::{Path, State as Shared},
    response::IntoResponse,
};
use http::header::CONTENT_TYPE;
use portico_model::ErrorCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{State, domain::catalog::CardBrand, http::Refusal, store::agreements};

pub(crate) async fn agreement(
    Shared(state): Shared<State>,
    Path(name): Path<String>,
) -> Result<impl IntoResponse, Refusal> {
    let id = name.strip_suffix(".txt").ok_or(ErrorCode::FileNotFound)?;
    let found = agreements::find_version(&mut *state.store.read().await?, id).await?;
    let (version, _) = found.ok_or(ErrorCode::FileNotFound)?;
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], version.text()))
}

pub(crate) async fn card(Path(name): Path<String>) -> Result<impl IntoResponse, Refusal> {
    let picture = name.strip_suffix(".svg").and_then(CardBrand::picture).ok_or(ErrorCode::FileNotFound)?;
    Ok(([(CONTENT_TYPE, "image/svg+xml")], picture))
}

pub(crate) async fn health() -> Json<Health> {
    Json(Health { status: "ok".to_owned() })
}

/// Answer of `GET /healthz`.
#[derive(Deserialize, Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    status: String,
}
