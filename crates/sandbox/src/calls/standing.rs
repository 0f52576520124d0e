//! Where an account stands, and the moment at which it becomes active.

use portico_model::{
    id::AccountId,
    netspend::{AccountState, DocumentRequestStatus, KycStatus, Workflow, WorkflowStep, WorkflowStepName},
};
use serde_json::json;

use crate::{
    domain::{
        agreements::AgreementVersion,
        catalog::Context,
        checks::Cure,
        workflows::{Checks, Standing, step},
    },
    http::Refusal,
    outbox::{Event, emit},
    store::{
        Connection,
        accounts::{self, AccountRow},
        documents, identity,
        standing::{Primary, record_of},
    },
};

/// Where an account stands.
pub(crate) async fn load(connection: &mut Connection, account: &AccountRow) -> Result<Standing, Refusal> {
    Ok(load_with_terms(connection, account).await?.0)
}

/// The same, with the versions in force of its agreements.
pub(crate) async fn load_with_terms(
    connection: &mut Connection,
    account: &AccountRow,
) -> Result<(Standing, Vec<AgreementVersion>), Refusal> {
    let context = context_of(account)?;
    let record = record_of(connection, context, &account.id).await?;
    let ids = record.in_force.iter().map(|version| version.id().into_owned());
    let open_agreements = ids.filter(|id| !record.accepted.contains(id)).collect();
    let checks = match &record.primary {
        Some(person) => Some(checks_of(connection, person).await?),
        None => None,
    };
    let standing = Standing {
        state: account.state,
        kind: context.kind,
        primary_person_id: record.primary.map(|person| person.id),
        checks,
        open_agreements,
        has_expected_use: record.has_expected_use,
    };
    Ok((standing, record.in_force))
}

/// After a change: activates the account if that was the last condition, in the transaction of the change, and gives
/// the state and the workflows that the change's answer carries.
pub(crate) async fn settle_account(
    connection: &mut Connection,
    account: &AccountId,
    now: i64,
) -> Result<(AccountState, Vec<Workflow>), Refusal> {
    let found = accounts::find(connection, account.as_str()).await?;
    let row = found.ok_or_else(|| Refusal::internal(&"an account is missing"))?;
    settle(connection, &row, now).await
}

/// The same for an account that was read in this transaction, and whose state is as it was read.
pub(crate) async fn settle(
    connection: &mut Connection,
    account: &AccountRow,
    now: i64,
) -> Result<(AccountState, Vec<Workflow>), Refusal> {
    let mut standing = load(connection, account).await?;
    if standing.state == AccountState::New
        && standing.is_complete()
        && accounts::activate(connection, &account.id).await?
    {
        standing.state = AccountState::Active;
        let data = json!({"id": account.id, "account_state": AccountState::Active});
        emit(connection, Event { kind: "account.created", data_type: "account", data }, now).await?;
    }
    Ok((standing.state, standing.workflows()))
}

/// The context that an account stems from.
pub(crate) fn context_of(account: &AccountRow) -> Result<&'static Context, Refusal> {
    Context::find(&account.provided_id).ok_or_else(|| Refusal::internal(&"an account's context is missing"))
}

/// Where a person's checks stand, with the step that cures them.
async fn checks_of(connection: &mut Connection, person: &Primary) -> Result<Checks, Refusal> {
    let cure = match (person.kyc_status, person.cure) {
        (KycStatus::Conditional, Some(cure)) => Some(cure_step(connection, person, cure).await?),
        _ => None,
    };
    Ok(Checks { kyc: person.kyc_status, ofac: person.ofac_status, cure })
}

async fn cure_step(connection: &mut Connection, person: &Primary, cure: Cure) -> Result<WorkflowStep, Refusal> {
    Ok(match cure {
        Cure::IdentityQuestions => step(WorkflowStepName::IdentityQuestions),
        Cure::IdentityScan => {
            let scan = identity::newest_scan(connection, &person.id).await?;
            WorkflowStep { step: WorkflowStepName::IdentityScan, related_id: scan.map(|scan| scan.id.0) }
        }
        Cure::ProvideDocuments => {
            let request = documents::of_person(connection, &person.id).await?.pop();
            let is_reviewed =
                request.as_ref().is_some_and(|request| request.status == DocumentRequestStatus::UnderReview);
            // What came waits for a person at the platform; until then it is the customer's turn.
            let name =
                if is_reviewed { WorkflowStepName::IdentityReviewPending } else { WorkflowStepName::ProvideDocuments };
            WorkflowStep { step: name, related_id: request.map(|request| request.id.0) }
        }
    })
}
