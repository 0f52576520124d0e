//! What happens to accounts after the answer: the checks of new ones, and the end of those that are being closed.

use portico_model::passport::{ACCOUNT_STATUS_CHANGED, AccountEvent, AccountEventResource, AccountStatus};

use super::{
    domain::{
        checks::{self, Verdict},
        date::write_time,
        lifecycle::{self, Standing},
        masking::last_fours,
    },
    http::Refused,
    key::Key,
    records::{find_customer, open_details, open_document, settle_primary},
    store::accounts::{self, AccountRow},
    webhook,
    wire::account_path,
};
use crate::{State, http::Refusal, store::Connection};

/// Goes on with what is due, and tells when more is.
pub(crate) async fn run_due(state: &State) -> anyhow::Result<Option<i64>> {
    let next = accounts::next_due(&mut *state.store.read().await?).await?;
    if next.is_none_or(|due| due > state.clock.now()) {
        return Ok(next);
    }
    let mut write = state.store.write().await?;
    let done = advance_due(state, write.connection(), state.clock.now()).await;
    done.map_err(|_| anyhow::anyhow!("an account's checks failed"))?;
    let next = accounts::next_due(write.connection()).await?;
    write.commit().await?;
    state.passport.wake();
    Ok(next)
}

/// A step of the clock to `now`, in the step's transaction: what is due, and whatever waits for a reviewer.
pub(crate) async fn step(state: &State, connection: &mut Connection, now: i64) -> Result<(), Refusal> {
    advance_due(state, connection, now).await?;
    for account in accounts::under_review(connection).await? {
        if let Some(standing) = lifecycle::after_checks(Verdict::Passed) {
            enter(connection, account, standing, None, now).await?;
        }
    }
    Ok(())
}

/// Brings an account to another standing, and tells it.
pub(crate) async fn enter(
    connection: &mut Connection,
    mut account: AccountRow,
    (status, reason): Standing,
    due_at: Option<i64>,
    now: i64,
) -> Result<(), Refused> {
    account.status = status;
    reason.clone_into(&mut account.status_reason);
    account.status_at = now;
    account.updated_at = now;
    account.due_at = due_at;
    accounts::update(connection, &account).await?;
    settle_primary(connection, account.customer_id).await?;
    let event = AccountEvent {
        event: ACCOUNT_STATUS_CHANGED.to_owned(),
        resource: AccountEventResource {
            resource_name: "account".to_owned(),
            url: account_path(account.customer_id, account.id),
            id: account.id,
            external_id: account.external_id,
            status,
            status_reason: account.status_reason,
            status_date: write_time(now),
        },
        occurred_on: write_time(now),
    };
    webhook::announce(connection, &event, now).await
}

async fn advance_due(state: &State, connection: &mut Connection, now: i64) -> Result<(), Refused> {
    for account in accounts::due(connection, now).await? {
        match account.status {
            AccountStatus::Inactive => check(state, connection, account, now).await?,
            AccountStatus::ClosureInitiated => {
                enter(connection, account, lifecycle::after_closing(), None, now).await?;
            }
            // Nothing of the others is ever due.
            AccountStatus::Active | AccountStatus::Blocked | AccountStatus::Closed => {}
        }
    }
    Ok(())
}

/// Runs the checks of a new account, on the customer as they are now.
async fn check(state: &State, connection: &mut Connection, mut account: AccountRow, now: i64) -> Result<(), Refused> {
    let customer = find_customer(connection, &Key::Id(account.customer_id)).await?;
    let has_document = !open_details(state, &account)?.documents.is_empty();
    let verdict = checks::run(&last_fours(&open_document(state, &customer)?), has_document);
    if let Some(standing) = lifecycle::after_checks(verdict) {
        return enter(connection, account, standing, None, now).await;
    }
    lifecycle::UNDER_REVIEW.clone_into(&mut account.status_reason);
    account.due_at = None;
    Ok(accounts::update(connection, &account).await?)
}
