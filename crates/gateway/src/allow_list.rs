//! The allow-list: every call that the gateway forwards, as data.
//!
//! What is not in [`ALLOW_LIST`] does not exist here. Each row says which ids the gateway checks against the browser's
//! binding before it forwards, where they stand in path and body, and which ids it learns from the answer.

use http::Method;
use portico_model::ErrorCode;

use self::{
    After::{SessionClosed, SessionMoved, SessionOpened},
    BodyId::{BySourceType, Of},
    Kind::{Account, Agreement, Card, Person, Session},
};

/// One call.
#[derive(Debug)]
pub struct Route {
    /// Its method.
    pub method: &'static str,
    /// Its path under the platform's base, with `{…}` for each id.
    pub template: &'static str,
    /// What the ids in the path are, in their order.
    pub path: &'static [Kind],
    /// Ids in the body: JSON Pointer, and what is there. Every other member with an id's name is refused.
    pub body: &'static [(&'static str, BodyId)],
    /// Ids that become the browser's, from a good answer: JSON Pointer with `*` for each item of a list.
    pub learns: &'static [(&'static str, Kind)],
    /// What the caller has to have.
    pub needs: Needs,
    /// What a good answer does to the binding.
    pub after: After,
}

/// What an id is the id of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An account.
    Account,
    /// A person.
    Person,
    /// A card.
    Card,
    /// The binding's session.
    Session,
    /// An agreement: the same for all customers of a partner, so any browser may name it.
    Agreement,
}

/// What an id in a body is the id of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyId {
    /// Always this.
    Of(Kind),
    /// What the member `source_type` beside it says: `account` or `person`.
    BySourceType,
}

/// What a caller has to have beside a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: this is how a visit begins.
    Nothing,
    /// A binding; the session is named in the path.
    Binding,
    /// A binding, and its session in `ns-session-id`.
    Session,
}

/// What a good answer does to the binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Nothing.
    Nothing,
    /// Opens it, or gives the live one its new session.
    SessionOpened,
    /// Changes what the session may do, so the cookie changes as well.
    SessionMoved,
    /// Ends it.
    SessionClosed,
}

impl Kind {
    /// The name under which ids of this kind are stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Account => "account",
            Person => "person",
            Card => "card",
            Session => "session",
            Agreement => "agreement",
        }
    }

    /// The answer for an id that isn't the browser's: the same as for one that doesn't exist.
    #[must_use]
    pub const fn not_found(self) -> ErrorCode {
        match self {
            Account => ErrorCode::AccountNotFound,
            Person => ErrorCode::PersonNotFound,
            Card => ErrorCode::CardNotFound,
            Session => ErrorCode::SessionNotFound,
            Agreement => ErrorCode::AgreementNotFound,
        }
    }
}

/// Members that name somebody's property wherever they stand. In a place that a row doesn't list they are refused, so
/// that a platform that reads more members than this list knows can't be led to another customer's data.
pub const ID_MEMBERS: &[&str] = &["account_id", "person_id", "card_id", "source_id", "parent_account_id"];

/// A row with nothing to check, to learn or to do.
const fn row(method: &'static str, template: &'static str, path: &'static [Kind]) -> Route {
    Route { method, template, path, body: &[], learns: &[], needs: Needs::Session, after: After::Nothing }
}

const SOURCE: &[(&str, BodyId)] = &[("/source_id", BySourceType)];

/// Every call that is forwarded. The first row that fits counts, so `/sessions/init` stands before `/sessions/{id}`.
pub static ALLOW_LIST: &[Route] = &[
    Route { needs: Needs::Nothing, ..row("GET", "/sessions/init", &[]) },
    Route { needs: Needs::Nothing, body: SOURCE, after: SessionOpened, ..row("POST", "/sessions", &[]) },
    Route { needs: Needs::Binding, ..row("GET", "/sessions/{id}", &[Session]) },
    Route { needs: Needs::Binding, body: SOURCE, after: SessionMoved, ..row("PATCH", "/sessions/{id}", &[Session]) },
    Route { needs: Needs::Binding, after: SessionClosed, ..row("DELETE", "/sessions/{id}", &[Session]) },
    Route {
        body: &[("/parent_account_id", Of(Account))],
        learns: &[("/id", Account)],
        ..row("POST", "/accounts", &[])
    },
    Route {
        // The binding made the account, so its primary person and its cards belong to the same customer.
        learns: &[("/primary_person_id", Person), ("/cards/*/id", Card)],
        ..row("GET", "/accounts/{id}", &[Account])
    },
    Route {
        body: &[("/identity_context/account_id", Of(Account))],
        learns: &[("/id", Person)],
        ..row("POST", "/people", &[])
    },
    row("GET", "/people/{id}", &[Person]),
    Route { needs: Needs::Nothing, ..row("POST", "/agreements/search", &[]) },
    row("GET", "/agreements/{id}", &[Agreement]),
    row("GET", "/people/{id}/agreements", &[Person]),
    row("PUT", "/people/{id}/agreements/{agreement_id}", &[Person, Agreement]),
    row("GET", "/people/{id}/expected_use", &[Person]),
    row("PUT", "/people/{id}/expected_use", &[Person]),
    Route { body: &[("/person_id", Of(Person))], ..row("POST", "/cards/brands/search", &[]) },
    Route {
        body: &[("/account_id", Of(Account)), ("/person_id", Of(Person))],
        learns: &[("/id", Card)],
        ..row("POST", "/cards/physical", &[])
    },
    row("POST", "/cards/{id}/verifications", &[Card]),
    row("PUT", "/cards/{id}/pin", &[Card]),
    row("GET", "/cards/{id}", &[Card]),
];

/// A row that fits, with the ids in the path.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) route: &'static Route,
    pub(crate) ids: Vec<String>,
}

/// Why no row fits.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NotFound {
    /// No row has this path.
    Path,
    /// Rows have this path, with these methods.
    Method(Vec<&'static str>),
}

/// The row for a request. `path` is raw, as it came: nothing in it is decoded, so an escaped slash or dot fits nowhere.
pub(crate) fn find(method: &Method, path: &str) -> Result<Found, NotFound> {
    let mut others = Vec::new();
    for route in ALLOW_LIST {
        if let Some(ids) = fit(route.template, path) {
            if route.method == method.as_str() {
                return Ok(Found { route, ids });
            }
            others.push(route.method);
        }
    }
    Err(if others.is_empty() { NotFound::Path } else { NotFound::Method(others) })
}

fn fit(template: &str, path: &str) -> Option<Vec<String>> {
    let mut ids = Vec::new();
    let mut segments = path.split('/');
    for expected in template.split('/') {
        let segment = segments.next()?;
        if expected.starts_with('{') {
            if !is_id(segment) {
                return None;
            }
            ids.push(segment.to_owned());
        } else if expected != segment {
            return None;
        }
    }
    segments.next().is_none().then_some(ids)
}

/// An opaque id that can stand in a path as it is.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=128).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_names_as_many_ids_as_its_path_has() {
        for route in ALLOW_LIST {
            assert_eq!(route.template.matches('{').count(), route.path.len(), "{route:?}");
        }
    }

    #[test]
    fn each_row_is_found_by_its_own_path_and_gives_the_ids() {
        for route in ALLOW_LIST {
            let path = route.template.replace("{id}", "a1").replace("{agreement_id}", "b2");
            let found = find(&route.method.parse().unwrap(), &path).unwrap();
            assert_eq!(found.route.template, route.template);
            assert_eq!(found.ids.len(), route.path.len());
        }
    }

    #[test]
    fn a_path_that_is_written_in_another_way_fits_nowhere() {
        for path in [
            "/accounts/",
            "/accounts/a/",
            "//accounts/a",
            "/accounts/..",
            "/accounts/a%2fb",
            "/accounts/%61",
            "/accounts/a.b",
            "/Accounts/a",
            "/accounts/a/b",
            "/people/a/agreements/b/c",
            "",
            "/",
            "/cards/a/secrets",
            "/oauth/accesstoken",
        ] {
            assert_eq!(find(&Method::GET, path).unwrap_err(), NotFound::Path, "{path}");
        }
    }

    #[test]
    fn tells_the_methods_of_a_path_that_has_others() {
        assert_eq!(find(&Method::DELETE, "/accounts").unwrap_err(), NotFound::Method(vec!["POST"]));
        assert_eq!(find(&Method::POST, "/people/a/expected_use").unwrap_err(), NotFound::Method(vec!["GET", "PUT"]));
    }
}
