//! The Passport side of the allow-list: what is not here does not exist.

use http::Method;

use super::key::Key;
use crate::allow_list::{NotFound, find_in};

/// One call.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) method: &'static str,
    /// `{customer}` and `{account}` are two segments each: `id/{number}` or `externalId/{text}`.
    pub(super) template: &'static str,
    pub(super) act: Act,
}

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// The gateway's own: its key set.
    Keys,
    /// The gateway's own: the agreements in force.
    Agreements,
    /// The gateway's own: a receipt for one of them.
    Accept(&'static str),
    CreateCustomer,
    ReadCustomer,
    UpdateCustomer,
    OpenAccount,
    ListAccounts,
    ReadAccount,
    UpdateAccount,
    CloseAccount,
}

const fn row(method: &'static str, template: &'static str, act: Act) -> Row {
    Row { method, template, act }
}

const ACCOUNT: &str = "/customer/{customer}/account/{account}";

/// Every call.
pub(super) static ROWS: &[Row] = &[
    row("GET", "/keys", Act::Keys),
    row("GET", "/agreements", Act::Agreements),
    row("POST", "/agreements/passport_account_agreement/receipts", Act::Accept("passport_account_agreement")),
    row("POST", "/agreements/payment_services_terms/receipts", Act::Accept("payment_services_terms")),
    row("POST", "/customer", Act::CreateCustomer),
    row("GET", "/customer/{customer}", Act::ReadCustomer),
    row("POST", "/customer/{customer}", Act::UpdateCustomer),
    row("GET", "/customer/{customer}/account", Act::ListAccounts),
    row("POST", "/customer/{customer}/account", Act::OpenAccount),
    row("GET", ACCOUNT, Act::ReadAccount),
    row("POST", ACCOUNT, Act::UpdateAccount),
    row("POST", "/customer/{customer}/account/{account}/close", Act::CloseAccount),
];

/// A row that fits, with the customer and the account of the path.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) row: &'static Row,
    pub(super) keys: Vec<Key>,
}

/// The row for a request. `path` is raw, as it came.
pub(super) fn find(method: &Method, path: &str) -> Result<Found, NotFound> {
    let (row, keys) = find_in(ROWS, method, |row| row.method, |row| fit(row.template, path))?;
    Ok(Found { row, keys })
}

fn fit(template: &str, path: &str) -> Option<Vec<Key>> {
    let mut keys = Vec::new();
    let mut segments = path.split('/');
    for expected in template.split('/') {
        let segment = segments.next()?;
        if expected.starts_with('{') {
            keys.push(Key::parse(segment, segments.next()?)?);
        } else if expected != segment {
            return None;
        }
    }
    segments.next().is_none().then_some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_is_found_by_id_and_by_external_id() {
        for row in ROWS {
            for (customer, account) in [("id/1", "id/2"), ("externalId/a", "externalId/b"), ("id/1", "externalId/b")] {
                let path = row.template.replace("{customer}", customer).replace("{account}", account);
                let found = find(&row.method.parse().unwrap(), &path).unwrap();
                assert_eq!((found.row.act, found.keys.len()), (row.act, row.template.matches('{').count()), "{path}");
            }
        }
    }

    #[test]
    fn a_path_that_is_written_in_another_way_fits_nowhere() {
        for path in [
            "/customer/",
            "/customer/list",
            "/customer/id/1/",
            "/customer/id/01",
            "/customer/id/..",
            "/customer/id/1/account/id/2/close/x",
            "/customer/name/1",
            "/Customer/id/1",
            "/account/list",
            "/webhook/confirm",
            "/agreements/other/receipts",
            "",
            "/",
        ] {
            assert_eq!(find(&Method::POST, path).unwrap_err(), NotFound::Path, "{path}");
        }
        assert_eq!(find(&Method::DELETE, "/customer/id/1").unwrap_err(), NotFound::Method(vec!["GET", "POST"]));
    }
}
