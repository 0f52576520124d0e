//! `GET /v1/webhook/confirm?token=…`: what a confirmation's `SubscribeURL` points at. The token is the only key.

use axum::{
    Json,
    extract::{Query, State as Shared, rejection::QueryRejection},
};
use portico_model::passport::PassportCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    State,
    passport::{http::Refused, webhook},
};

#[derive(Deserialize)]
pub(crate) struct Visit {
    token: String,
}

pub(crate) async fn confirm(
    Shared(state): Shared<State>,
    visit: Result<Query<Visit>, QueryRejection>,
) -> Result<Json<Value>, Refused> {
    let Query(Visit { token }) = visit.map_err(|_| PassportCode::NotFound)?;
    webhook::confirm(&state, &token).await?;
    Ok(Json(json!({"status": "CONFIRMED"})))
}
