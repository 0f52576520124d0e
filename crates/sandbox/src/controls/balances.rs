//! Sets what is on an account, since nothing else moves money here.

use axum::extract::{Path, State as Shared};
use portico_model::{ErrorCode, FieldCode};
use serde::Deserialize;
use serde_json::json;

use crate::{
    State,
    domain::money::{parse_dollars, write_dollars},
    http::{Answer, JsonBody, Refusal, read_body},
    store::{accounts, balances},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewBalance {
    available: String,
}

/// `POST /sandbox/accounts/{id}/balance`.
pub(crate) async fn set(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    let NewBalance { available } = read_body(&body)?;
    let cents = parse_dollars(&available).ok_or_else(|| Refusal::field("/available", FieldCode::WrongType))?;
    let mut write = state.store.write().await?;
    let account = accounts::find(write.connection(), &id).await?.ok_or(ErrorCode::AccountNotFound)?;
    balances::set(write.connection(), &account.id, cents).await?;
    write.commit().await?;
    Answer::ok(&json!({"id": account.id, "available": write_dollars(cents)}))
}
