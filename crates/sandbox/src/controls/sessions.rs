//! Ends a session as if its time were over.

use axum::extract::{Path, State as Shared};
use http::StatusCode;
use portico_model::ErrorCode;

use crate::{State, http::Refusal, store::sessions};

/// `POST /sandbox/sessions/{id}/expire`.
pub(crate) async fn expire(Shared(state): Shared<State>, Path(id): Path<String>) -> Result<StatusCode, Refusal> {
    let mut write = state.store.write().await?;
    let is_known = sessions::end(write.connection(), &id, state.clock.now()).await?;
    write.commit().await?;
    if is_known { Ok(StatusCode::NO_CONTENT) } else { Err(ErrorCode::SessionNotFound.into()) }
}
