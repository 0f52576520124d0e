//! Test controls of this platform, under `/sandbox/passport`.

use axum::{
    Router,
    extract::{Path, State as Shared},
    routing::{get, post},
};
use portico_model::{ErrorCode, FieldCode, passport::CustomerStatus};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    key::Key,
    store::{customers, endpoint, notices},
    webhook,
};
use crate::{
    State,
    clock::rfc3339,
    http::{Answer, JsonBody, Refusal, read_body},
    store::Connection,
};

/// All of them.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/sandbox/passport/customers/{id}/status", post(set_status))
        .route("/sandbox/passport/webhook", get(show_webhook))
        .route("/sandbox/passport/webhook/enable", post(enable_webhook))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Standing {
    status: CustomerStatus,
    status_reason: Option<String>,
}

/// `POST /sandbox/passport/customers/{id}/status`: closes, blocks or reactivates a customer.
async fn set_status(
    Shared(state): Shared<State>,
    Path(id): Path<i64>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    let Standing { status, status_reason } = read_body(&body)?;
    if status_reason.as_ref().is_some_and(|reason| reason.len() > 100) {
        return Err(Refusal::field("/statusReason", FieldCode::TooLong));
    }
    let mut write = state.store.write().await?;
    let found = customers::find(write.connection(), &Key::Id(id)).await?;
    let mut customer = found.ok_or(ErrorCode::PersonNotFound)?;
    customer.status = status;
    customer.status_reason = status_reason;
    customer.status_at = state.clock.now();
    customers::update(write.connection(), &customer).await?;
    write.commit().await?;
    Answer::ok(&json!({"id": id, "status": status, "statusReason": customer.status_reason}))
}

/// How it stands with the address that notices go to, if there is one.
pub(crate) async fn webhook_status(connection: &mut Connection) -> sqlx::Result<Option<&'static str>> {
    Ok(endpoint::find(connection).await?.map(|endpoint| match endpoint {
        endpoint if endpoint.blocked_at.is_some() => "BLOCKED",
        endpoint if endpoint.is_confirmed => "ENABLED",
        _ => "PENDING_CONFIRMATION",
    }))
}

/// `GET /sandbox/passport/webhook`: the address, and the notices, oldest first.
async fn show_webhook(Shared(state): Shared<State>) -> Result<Answer, Refusal> {
    let mut connection = state.store.read().await?;
    let notices: Vec<Value> = notices::all(&mut connection)
        .await?
        .iter()
        .map(|notice| {
            let message =
                serde_json::from_str::<Value>(&notice.payload).ok().and_then(|body| body.get("Message").cloned());
            json!({
                "id": notice.id,
                "type": notice.kind,
                "message": message,
                "attempts": notice.attempts,
                "delivered_at": notice.delivered_at.map(rfc3339),
            })
        })
        .collect();
    // After the notices: there is none without an address.
    let status = webhook_status(&mut connection).await?;
    Answer::ok(&json!({"status": status, "notices": notices}))
}

/// `POST /sandbox/passport/webhook/enable`: what a program manager does in the platform's portal.
async fn enable_webhook(Shared(state): Shared<State>) -> Result<Answer, Refusal> {
    webhook::enable(&state).await?;
    Answer::ok(&json!({"status": "ENABLED"}))
}
