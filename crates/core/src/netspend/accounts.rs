//! Accounts (contract: section 1.5).

use portico_model::netspend::SourceType;

use super::shapes::ACCOUNT;
use crate::call::Call;
use crate::call::shape::Expected;
use crate::json::ObjectText;

/// Creates an account from a context. Fails with `context_not_found`.
#[must_use]
pub fn create_account(provided_id: &str) -> Call {
    let context = ObjectText::new().text("type", "provided").text("provided_id", provided_id).end();
    let body = ObjectText::new().raw("account_context", &context);
    Call::write("POST", &["accounts"], body, &Expected::One(ACCOUNT)).making(SourceType::Account)
}

/// Reads an account. Fails with `account_not_found`.
#[must_use]
pub fn account(account_id: &str) -> Call {
    Call::get(&["accounts", account_id], &Expected::One(ACCOUNT))
}
