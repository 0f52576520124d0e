//! Forgets everything.

use axum::extract::State as Shared;
use http::StatusCode;

use crate::{State, http::Refusal, store::reset};

/// `POST /sandbox/reset`. Accounts, people, cards, sessions, events, faults: all are gone. Keys, access tokens and the
/// clock stay, so that no server has to be started again.
pub(crate) async fn everything(Shared(state): Shared<State>) -> Result<StatusCode, Refusal> {
    let mut write = state.store.write().await?;
    reset::clear(&mut write).await?;
    write.commit().await?;
    state.faults.clear().await;
    Ok(StatusCode::NO_CONTENT)
}
