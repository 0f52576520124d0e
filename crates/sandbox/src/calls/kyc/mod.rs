//! KYC and OFAC: running the checks, their outcome, and the cures of a conditional one.

pub(crate) mod documents;
pub(crate) mod questions;
pub(crate) mod scan;

use portico_model::{
    ErrorCode,
    id::{DocumentRequestId, IdentityScanId},
    netspend::{AccountState, DocumentRequestStatus, IdentityScanStatus, KycStatus},
};
use serde_json::json;

use crate::{
    domain::checks::{self, CURE_TRIES, Cure, Outcome},
    http::Refusal,
    outbox::{Event, emit},
    random::generate_id,
    store::{
        Connection, accounts,
        documents::{RequestRow, insert as insert_request},
        identity::{ScanRow, insert_scan},
        people::{self, Contact, Identity, PersonRow},
    },
};

/// The checks run when the data suffices: a name, which everybody has, an address, a birth date and a government id.
pub(crate) fn run_checks(contact: &Contact, identity: &Identity) -> Option<Outcome> {
    match (&contact.address, &identity.date_of_birth, &identity.government_id) {
        (Some(_), Some(_), Some((kind, value))) => Some(checks::run(*kind, value)),
        _ => None,
    }
}

/// Records where the checks of a person ended, and tells the partner.
pub(crate) async fn conclude(
    connection: &mut Connection,
    person: &mut PersonRow,
    outcome: Outcome,
    now: i64,
) -> Result<(), Refusal> {
    people::set_outcome(connection, &person.id, outcome).await?;
    (person.kyc_status, person.ofac_status, person.cure) = (outcome.kyc, outcome.ofac, outcome.cure);
    let data = json!({
        "id": person.id, "account_id": person.account_id, "kyc_status": outcome.kyc, "ofac_status": outcome.ofac,
    });
    emit(connection, Event { kind: "person.kyc.modified", data_type: "person", data }, now).await?;
    Ok(())
}

/// Makes what a conditional person's cure works with.
pub(crate) async fn open_cure(connection: &mut Connection, person: &PersonRow, now: i64) -> Result<(), Refusal> {
    match person.cure {
        Some(Cure::IdentityScan) => {
            let scan = ScanRow {
                id: IdentityScanId(generate_id()),
                person_id: person.id.clone(),
                status: IdentityScanStatus::Waiting,
                created_at: now,
                expires_at: now + scan::LIFE,
            };
            insert_scan(connection, &scan).await?;
        }
        Some(Cure::ProvideDocuments) => {
            let request = RequestRow {
                id: DocumentRequestId(generate_id()),
                person_id: person.id.clone(),
                status: DocumentRequestStatus::Requested,
                created_at: now,
            };
            insert_request(connection, &request).await?;
        }
        // Questions are opened when they are read: their ten minutes begin there.
        Some(Cure::IdentityQuestions) | None => {}
    }
    Ok(())
}

/// The cure worked.
async fn approve(connection: &mut Connection, person: &mut PersonRow, now: i64) -> Result<(), Refusal> {
    let outcome = Outcome { kyc: KycStatus::Approved, ofac: person.ofac_status, cure: None };
    conclude(connection, person, outcome, now).await
}

/// The cure failed: the third time rejects the person.
async fn fail(connection: &mut Connection, person: &mut PersonRow, now: i64) -> Result<(), Refusal> {
    people::add_failed_cure(connection, &person.id).await?;
    person.failed_cures += 1;
    if person.failed_cures < CURE_TRIES {
        return Ok(());
    }
    let outcome = Outcome { kyc: KycStatus::Rejected, ofac: person.ofac_status, cure: None };
    conclude(connection, person, outcome, now).await
}

/// A cure is for a conditional person whose check asks for this one, on an account that is open.
async fn require_cure(connection: &mut Connection, person: &PersonRow, cure: Cure) -> Result<(), Refusal> {
    let account = accounts::find(connection, person.account_id.as_str()).await?.ok_or(ErrorCode::AccountNotFound)?;
    if account.state == AccountState::Closed {
        return Err(ErrorCode::AccountInactive.into());
    }
    if person.kyc_status == KycStatus::Conditional && person.cure == Some(cure) {
        Ok(())
    } else {
        Err(ErrorCode::KycStepNotDue.into())
    }
}
