//! Which call needs which session: the one table (contract section 1.4).
//!
//! Whoever takes a [`super::Visitor`] is let in by it, and a call without a row lets nobody in: a new call can't forget
//! to say what it needs.

use http::Method;
use portico_model::ErrorCode;

use crate::store::sessions::Source;

/// The least that a session has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Any session: also for what an anonymous one made.
    Any,
    /// An account's or a person's.
    Customer,
    /// A person's.
    Person,
}

use Needs::{Any, Customer, Person};

/// The path that every call of the Netspend-style platform begins with.
pub(crate) const BASE: &str = "/netspend-api/v1";

// The token call, `/sessions*` and `/agreements/search` need no session, and have no row.
const TABLE: &[(Method, &str, Needs)] = &[
    (Method::POST, "/accounts", Any),
    (Method::GET, "/accounts/{id}", Any),
    (Method::POST, "/people", Any),
    (Method::POST, "/person", Any),
    (Method::GET, "/people/{id}", Any),
    (Method::PATCH, "/people/{id}", Customer),
    (Method::GET, "/people/{id}/kyc/identity_questions", Customer),
    (Method::PUT, "/people/{id}/kyc/identity_questions", Customer),
    (Method::GET, "/people/{id}/kyc/identity_scan", Customer),
    (Method::GET, "/people/{id}/document_requests", Customer),
    (Method::POST, "/document_requests/{id}/documents", Customer),
    (Method::PUT, "/document_requests/{id}/documents", Customer),
    (Method::GET, "/agreements/{id}", Customer),
    (Method::GET, "/people/{id}/agreements", Customer),
    (Method::PUT, "/people/{id}/agreements/{agreement_id}", Customer),
    (Method::GET, "/people/{id}/expected_use", Customer),
    (Method::PUT, "/people/{id}/expected_use", Customer),
    (Method::POST, "/cards/brands/search", Customer),
    (Method::POST, "/cards/physical", Person),
    (Method::POST, "/cards/virtual", Person),
    (Method::POST, "/cards/digital", Person),
    (Method::GET, "/cards/{id}", Person),
    (Method::GET, "/cards/{id}/secrets", Person),
    (Method::POST, "/cards/{id}/verifications", Person),
    (Method::PUT, "/cards/{id}/pin", Person),
    (Method::PUT, "/cards/{id}/lock", Person),
    (Method::POST, "/cards/{id}/close", Person),
    (Method::POST, "/cards/{id}/wallet_tokens", Person),
    (Method::GET, "/people/{id}/features", Person),
    (Method::POST, "/people/{id}/features/{feature}/enrollments", Person),
    (Method::POST, "/authorization_codes", Person),
];

/// What a call of the Netspend-style platform needs, by its path under [`BASE`]; `None` for one that needs no session.
pub(crate) fn needs(method: &str, path: &str) -> Option<Needs> {
    TABLE.iter().find(|(known, template, _)| known.as_str() == method && *template == path).map(|(_, _, needs)| *needs)
}

/// The calls that need a session.
#[cfg(test)]
pub(crate) fn rows() -> impl Iterator<Item = (&'static Method, &'static str)> {
    TABLE.iter().map(|(method, path, _)| (method, *path))
}

/// Lets a session through to a call, by the call's route as the router matched it.
pub(crate) fn check(method: &Method, route: Option<&str>, source: &Source) -> Result<(), ErrorCode> {
    let path = route.and_then(|route| route.strip_prefix(BASE)).unwrap_or_default();
    match (needs(method.as_str(), path), source) {
        (Some(Any), _)
        | (Some(Customer), Source::Account(_) | Source::Person(_))
        | (Some(Person), Source::Person(_)) => Ok(()),
        (Some(Person), _) => Err(ErrorCode::PersonSessionRequired),
        (Some(Customer) | None, _) => Err(ErrorCode::SessionForbidden),
    }
}

#[cfg(test)]
mod tests {
    use portico_model::id::{AccountId, PersonId};

    use super::*;

    #[test]
    fn each_call_has_one_row() {
        for (index, (method, path, _)) in TABLE.iter().enumerate() {
            let first = TABLE.iter().position(|(other, template, _)| other == method && template == path);
            assert_eq!(first, Some(index), "{method} {path}");
        }
    }

    #[test]
    fn what_has_no_row_lets_nobody_in() {
        let person = Source::Person(PersonId::from("p"));
        for route in [None, Some("/netspend-api/v1/unknown"), Some("/accounts"), Some("/sandbox/events")] {
            assert_eq!(check(&Method::POST, route, &person), Err(ErrorCode::SessionForbidden), "{route:?}");
        }
        let route = Some("/netspend-api/v1/accounts");
        assert_eq!(check(&Method::DELETE, route, &person), Err(ErrorCode::SessionForbidden));
        assert_eq!(check(&Method::POST, route, &Source::Anonymous), Ok(()));
        let pin = Some("/netspend-api/v1/cards/{id}/pin");
        let account = Source::Account(AccountId::from("a"));
        assert_eq!(check(&Method::PUT, pin, &account), Err(ErrorCode::PersonSessionRequired));
    }
}
