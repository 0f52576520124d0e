//! `/people/{id}/kyc/identity_scan`, and what the test control finishes.

use axum::extract::{Path, State as Shared};
use portico_model::{
    ErrorCode,
    netspend::{IdentityScan, IdentityScanStatus, KycStatus},
};
use serde_json::json;

use super::{approve, fail, open_cure, require_cure};
use crate::{
    State,
    calls::{standing::settle_account, visibility::find_person},
    clock::rfc3339,
    domain::checks::Cure,
    http::{Answer, Refusal, Visitor},
    outbox::{Event, emit},
    store::{
        Connection,
        identity::{self, ScanRow},
        people,
    },
};

/// How long a scan waits for the person, in seconds.
pub(crate) const LIFE: i64 = 86_400;

/// The person's newest scan. One that waited too long gives way to a new one.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Answer, Refusal> {
    let mut write = state.store.write().await?;
    let now = state.clock.now();
    let connection = write.connection();
    let person = find_person(connection, &visitor, &id).await?;
    let newest = identity::newest_scan(connection, &person.id).await?;
    let Some(mut scan) = newest else { return Err(ErrorCode::KycStepNotDue.into()) };
    if scan.status == IdentityScanStatus::Waiting && now >= scan.expires_at {
        require_cure(connection, &person, Cure::IdentityScan).await?;
        open_cure(connection, &person, now).await?;
        scan = identity::newest_scan(connection, &person.id).await?.unwrap_or(scan);
    }
    write.commit().await?;
    Answer::ok(&wire(&scan))
}

/// A scan comes to its end, by a test control.
pub(crate) async fn finish(state: &State, id: &str, passed: bool) -> Result<IdentityScan, Refusal> {
    let mut write = state.store.write().await?;
    let now = state.clock.now();
    let connection = write.connection();
    let mut scan = identity::find_scan(connection, id).await?.ok_or(ErrorCode::IdentityScanNotFound)?;
    let person = people::find(connection, scan.person_id.as_str()).await?;
    let mut person = person.ok_or(ErrorCode::PersonNotFound)?;
    require_cure(connection, &person, Cure::IdentityScan).await?;
    if scan.status != IdentityScanStatus::Waiting || now >= scan.expires_at {
        return Err(ErrorCode::KycStepNotDue.into());
    }
    scan.status = if passed { IdentityScanStatus::Passed } else { IdentityScanStatus::Failed };
    identity::finish_scan(connection, &scan.id, scan.status).await?;
    announce(connection, &scan, now).await?;
    if passed {
        approve(connection, &mut person, now).await?;
    } else {
        fail(connection, &mut person, now).await?;
    }
    // There is another try: its scan waits from now on.
    if person.kyc_status == KycStatus::Conditional {
        open_cure(connection, &person, now).await?;
    }
    settle_account(connection, &person.account_id, now).await?;
    write.commit().await?;
    state.outbox.wake();
    Ok(wire(&scan))
}

async fn announce(connection: &mut Connection, scan: &ScanRow, now: i64) -> sqlx::Result<()> {
    let data = json!({"id": scan.id, "person_id": scan.person_id, "status": scan.status});
    let kind = "person.kyc.identity_scan.modified";
    emit(connection, Event { kind, data_type: "identity_scan", data }, now).await
}

fn wire(scan: &ScanRow) -> IdentityScan {
    IdentityScan { identity_scan_id: scan.id.clone(), status: scan.status, expires_at: rfc3339(scan.expires_at) }
}
