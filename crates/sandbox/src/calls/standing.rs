//! Where an account stands, and the moment at which it becomes active.

use portico_model::{
    id::{AccountId, PersonId},
    netspend::{AccountState, KycStatus, WebhookEvent, Workflow},
};
use serde_json::json;
use sqlx::AnyConnection;

use crate::{
    State,
    clock::rfc3339,
    domain::{
        catalog::Context,
        checks,
        workflows::{Checks, Standing},
    },
    http::Refusal,
    random::generate_id,
    store::{
        accounts::{self, AccountRow},
        agreements, outbox,
        people::{self, Identity, PersonRow},
    },
    vault::Place,
};

/// Where an account stands, and who its primary person is.
pub(crate) async fn load(
    state: &State,
    connection: &mut AnyConnection,
    account: &AccountRow,
) -> Result<(Standing, Option<PersonId>), Refusal> {
    let context = context_of(account)?;
    let primary = people::find_primary(connection, &account.id).await?;
    let mut open_agreements: Vec<_> = context.agreements.iter().map(|agreement| agreement.id).collect();
    let mut has_expected_use = false;
    if let Some(person) = &primary {
        let accepted = agreements::acceptances(connection, &person.id).await?;
        open_agreements.retain(|id| !accepted.iter().any(|acceptance| acceptance.agreement_id == *id));
        has_expected_use = agreements::has_expected_use(connection, &person.id).await?;
    }
    let checks = primary.as_ref().map(|person| checks_of(state, person)).transpose()?;
    let standing = Standing { state: account.state, kind: context.kind, checks, open_agreements, has_expected_use };
    Ok((standing, primary.map(|person| person.id)))
}

/// After a change: activates the account if that was the last condition, in the transaction of the change, and gives
/// the state and the workflows that the change's answer carries.
pub(crate) async fn settle(
    state: &State,
    connection: &mut AnyConnection,
    account: &AccountId,
    now: i64,
) -> Result<(AccountState, Vec<Workflow>), Refusal> {
    let found = accounts::find(connection, account.as_str()).await?;
    let row = found.ok_or_else(|| Refusal::internal(&"an account is missing"))?;
    let (mut standing, _) = load(state, connection, &row).await?;
    if standing.is_complete() && accounts::activate(connection, account).await? {
        standing.state = AccountState::Active;
        let event = WebhookEvent {
            id: format!("evt_{}", generate_id()),
            kind: "account.created".to_owned(),
            created_at: rfc3339(now),
            data_type: "account".to_owned(),
            data: json!({"id": account, "account_state": AccountState::Active}),
        };
        outbox::insert(connection, &event, now).await?;
    }
    Ok((standing.state, standing.workflows()))
}

/// The context that an account stems from.
pub(crate) fn context_of(account: &AccountRow) -> Result<&'static Context, Refusal> {
    Context::find(&account.provided_id).ok_or_else(|| Refusal::internal(&"an account's context is missing"))
}

fn checks_of(state: &State, person: &PersonRow) -> Result<Checks, Refusal> {
    let cure = match (&person.secrets, person.kyc_status) {
        (Some(sealed), KycStatus::Conditional) => {
            let place = Place { table: "people", row: person.id.as_str(), column: "secrets" };
            let identity: Identity = state.vault.open(place, sealed)?;
            identity.government_id.and_then(|(_, value)| checks::cure(&value))
        }
        _ => None,
    };
    Ok(Checks { kyc: person.kyc_status, ofac: person.ofac_status, cure })
}
