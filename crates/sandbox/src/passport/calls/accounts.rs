//! Accounts to read: all of a customer, or one.

use axum::{Json, extract::State as Shared};
use portico_model::passport::Account;
use serde_json::{Value, json};

use crate::{
    State,
    passport::{
        http::{AccountPath, Bearer, CustomerPath, Refused},
        records::{find_account, find_customer},
        store::accounts,
        wire,
    },
};

/// `GET /v1/customer/…/account`: oldest first.
pub(crate) async fn of_customer(
    Shared(state): Shared<State>,
    _: Bearer,
    CustomerPath(key): CustomerPath,
) -> Result<Json<Value>, Refused> {
    let mut connection = state.store.read().await?;
    let customer = find_customer(&mut connection, &key).await?;
    let rows = accounts::of_customer(&mut connection, customer.id).await?;
    let resources = rows.iter().map(|row| wire::account(&state, row)).collect::<Result<Vec<_>, _>>()?;
    Ok(Json(json!({"resources": resources})))
}

/// `GET /v1/customer/…/account/…`.
pub(crate) async fn show(Shared(state): Shared<State>, _: Bearer, path: AccountPath) -> Result<Json<Account>, Refused> {
    let mut connection = state.store.read().await?;
    let customer = find_customer(&mut connection, &path.customer).await?;
    let row = find_account(&mut connection, &customer, &path.account).await?;
    Ok(Json(wire::account(&state, &row)?))
}
