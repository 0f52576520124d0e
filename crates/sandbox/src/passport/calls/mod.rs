//! The calls under `/v1`, one file each subject.

mod account_changes;
mod accounts;
mod confirm;
mod customers;
mod lists;
mod new_account;

use axum::{
    Router,
    middleware::from_fn_with_state,
    routing::{get, post},
};
use portico_model::passport::PassportCode;

use super::http::{Refused, envelope};
use crate::State;

/// The largest body, but for that of a new account.
const MAX_BODY: usize = 256 * 1024;

/// All of them.
pub(crate) fn routes(state: &State) -> Router<State> {
    Router::new()
        .route("/customer", post(customers::create))
        .route("/customer/list", post(lists::customers))
        .route("/customer/{by}/{key}", get(customers::show).post(customers::update))
        .route("/customer/{by}/{key}/account", get(accounts::of_customer).post(new_account::create))
        .route(
            "/customer/{by}/{key}/account/{account_by}/{account_key}",
            get(accounts::show).post(account_changes::update),
        )
        .route("/customer/{by}/{key}/account/{account_by}/{account_key}/close", post(account_changes::close))
        .route("/account/list", post(lists::accounts))
        .route("/webhook/confirm", get(confirm::confirm))
        .fallback(async || Refused::from(PassportCode::NotFound))
        .method_not_allowed_fallback(async || Refused::from(PassportCode::MethodNotAllowed))
        .layer(from_fn_with_state(state.clone(), envelope))
}
