//! Closes accounts, and revises the agreements that new ones ask for.

use axum::extract::{Path, State as Shared};
use portico_model::{ErrorCode, netspend::AccountState};
use serde_json::json;

use crate::{
    State,
    domain::agreements::AgreementVersion,
    http::{Answer, Refusal},
    outbox::{Event, emit},
    store::{accounts, agreements},
};

/// `POST /sandbox/accounts/{id}/close`. Closing a closed account again changes nothing.
pub(crate) async fn close(Shared(state): Shared<State>, Path(id): Path<String>) -> Result<Answer, Refusal> {
    let mut write = state.store.write().await?;
    let connection = write.connection();
    let account = accounts::find(connection, &id).await?.ok_or(ErrorCode::AccountNotFound)?;
    let data = json!({"id": account.id, "account_state": AccountState::Closed});
    if accounts::close(connection, &account.id).await? {
        let event = Event { kind: "account.closed", data_type: "account", data: data.clone() };
        emit(connection, event, state.clock.now()).await?;
    }
    write.commit().await?;
    state.outbox.wake();
    Answer::ok(&data)
}

/// `POST /sandbox/agreements/{id}/revise`: a new version, with an id of its own, is in force from now on.
pub(crate) async fn revise(Shared(state): Shared<State>, Path(id): Path<String>) -> Result<Answer, Refusal> {
    let mut write = state.store.write().await?;
    let connection = write.connection();
    let (version, _) = agreements::find_version(connection, &id).await?.ok_or(ErrorCode::AgreementNotFound)?;
    let revision = agreements::newest_revision(connection, version.origin.id).await? + 1;
    let version = AgreementVersion { revision, ..version };
    agreements::insert_revision(connection, &version, state.clock.now()).await?;
    write.commit().await?;
    Answer::ok(&version.wire(&state.config.public_url))
}
