//! An account's update and its closing.

use axum::extract::State as Shared;
use portico_model::passport::{AccountClosing, AccountStatus, PassportCode};
use serde_json::{Map, Value, json};

use super::MAX_BODY;
use crate::{
    State,
    passport::{
        domain::{
            date::civil,
            field::{Faults, Field, Mode, Reader},
            lifecycle::{self, CLOSING_TIME, CLOSURE_REQUESTED},
            tables::{ACCOUNT_UPDATE, CLOSING},
        },
        http::{AccountPath, Bearer, Done, JsonObject, Refused, read_body},
        progress::enter,
        records::{find_account, find_active_customer, open_details, seal_details},
        store::accounts::{self, AccountRow},
    },
};

/// `POST /v1/customer/…/account/…`: purpose, nick name, which one is primary; an external id where there was none.
pub(crate) async fn update(
    Shared(state): Shared<State>,
    _: Bearer,
    path: AccountPath,
    JsonObject(patch): JsonObject<MAX_BODY>,
) -> Result<Done, Refused> {
    check(&state, ACCOUNT_UPDATE, &patch, Mode::Patch)?;
    let mut write = state.store.write().await?;
    let connection = write.connection();
    let customer = find_active_customer(connection, &path.customer).await?;
    let mut account = find_account(connection, &customer, &path.account).await?;
    if !lifecycle::is_open(account.status) {
        return Err(PassportCode::AccountStatusForbids.into());
    }
    require_unchanged(&account, &patch)?;
    if let Some(id) = patch.get("externalId").and_then(Value::as_str).filter(|_| account.external_id.is_none()) {
        if accounts::is_taken(connection, id).await? {
            return Err(refuse(PassportCode::ExternalIdTaken, "externalId"));
        }
        account.external_id = Some(id.to_owned());
    }
    let mut details = open_details(&state, &account)?;
    if let Some(name) = patch.get("nickName") {
        details.nick_name = name.as_str().map(str::to_owned);
    }
    if let Some(purpose) = patch.get("purpose") {
        details.purpose = purpose.as_str().map(str::to_owned);
        let configured = &state.config.passport.purposes;
        if details.purpose.as_ref().is_some_and(|purpose| !configured.contains(purpose)) {
            return Err(refuse(PassportCode::PurposeNotConfigured, "purpose"));
        }
    }
    account.details = seal_details(&state, account.id, &details)?;
    account.updated_at = state.clock.now();
    accounts::update(connection, &account).await?;
    match patch.get("isPrimary").and_then(Value::as_bool) {
        Some(true) => accounts::set_primary(connection, customer.id, account.id).await?,
        Some(false) if account.is_primary => return Err(refuse(PassportCode::PrimaryNeeded, "isPrimary")),
        Some(false) | None => {}
    }
    write.commit().await?;
    Ok(Done::Changed)
}

/// `POST /v1/customer/…/account/…/close`.
pub(crate) async fn close(
    Shared(state): Shared<State>,
    _: Bearer,
    path: AccountPath,
    JsonObject(body): JsonObject<MAX_BODY>,
) -> Result<Done, Refused> {
    check(&state, CLOSING, &body, Mode::Whole)?;
    let closing: AccountClosing = read_body(body)?;
    if closing.reason == "OTHERS" && closing.comment.is_none() {
        return Err(Refused::missing(vec!["comment".to_owned()]));
    }
    let now = state.clock.now();
    let mut write = state.store.write().await?;
    let connection = write.connection();
    let customer = find_active_customer(connection, &path.customer).await?;
    let account = find_account(connection, &customer, &path.account).await?;
    if !lifecycle::may_close(account.status) {
        return Err(PassportCode::AccountStatusForbids.into());
    }
    let standing = (AccountStatus::ClosureInitiated, CLOSURE_REQUESTED);
    enter(connection, account, standing, Some(now + CLOSING_TIME), now).await?;
    write.commit().await?;
    state.passport.wake();
    Ok(Done::Changed)
}

fn check(state: &State, fields: &[Field], body: &Map<String, Value>, mode: Mode) -> Result<(), Refused> {
    let mut faults = Faults::default();
    Reader { mode, now: civil(state.clock.now()) }.check(fields, body, "", &mut faults);
    if faults.0.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// What is fixed may be sent as it is.
fn require_unchanged(account: &AccountRow, patch: &Map<String, Value>) -> Result<(), Refused> {
    let fixed = [
        ("type", json!("CHECKING")),
        ("isCustomerOwned", json!(account.is_customer_owned)),
        ("externalId", json!(account.external_id)),
    ];
    for (name, value) in fixed {
        if !value.is_null() && patch.get(name).is_some_and(|asked| *asked != value) {
            return Err(refuse(PassportCode::FieldFixed, name));
        }
    }
    Ok(())
}

fn refuse(code: PassportCode, field: &str) -> Refused {
    Refused::field(code, field, code.message())
}
