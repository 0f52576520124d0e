//! The allow-list: every call that the gateway forwards, as data.
//!
//! What is not in [`ALLOW_LIST`] does not exist here. Each row says which ids the gateway checks against the browser's
//! binding before it forwards, where they stand in path and body, and which ids it learns from the answer.

mod find;
mod rows;

use portico_model::ErrorCode;

pub(crate) use self::find::{Found, NotFound, find, find_in, is_id};
pub use self::rows::{ALLOW_LIST, ID_MEMBERS};

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
    /// Ids that become the browser's, from a good answer: JSON Pointer, with `*` for each item of a list and
    /// `[name=value]` for each item that has this member.
    pub learns: &'static [(&'static str, Kind)],
    /// What the caller has to have.
    pub needs: Needs,
    /// What a good answer does to the binding.
    pub after: After,
    /// Whether its body is passed on as it comes, up to [`MAX_UPLOAD_BYTES`], and nothing in it is looked at.
    pub streams: bool,
}

/// The longest body of a row that streams: a few images of 10 MB each, sealed.
pub const MAX_UPLOAD_BYTES: u64 = 48 * 1024 * 1024;

/// What an id is the id of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An account.
    Account,
    /// A person.
    Person,
    /// A card.
    Card,
    /// The platform's request for a person's documents.
    DocumentRequest,
    /// The binding's session.
    Session,
    /// An agreement: the same for all customers of a partner, so any browser may name it.
    Agreement,
    /// The name of a feature: the same for all customers.
    Feature,
    /// A customer of the Passport-style platform.
    Customer,
    /// An account of such a customer.
    CustomerAccount,
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
    /// Nothing, not even a nonce in the proof: this is how a visit begins, and its answer gives the first nonce.
    Nothing,
    /// A binding, and no nonce: this is how a visit goes on after a reload, and its answer gives the first nonce. A browser
    /// writes each 401 to its console, so that asking for a nonce there would show on every page view.
    Resumption,
    /// A nonce in the proof, as everything below.
    Nonce,
    /// A binding; the session is named in the path.
    Binding,
    /// A binding, and its session in `ns-session-id`.
    Session,
}

impl Needs {
    /// Whether a browser that the gateway doesn't know may call.
    #[must_use]
    pub fn no_binding(self) -> bool {
        matches!(self, Self::Nothing | Self::Nonce)
    }

    /// Whether the proof needs the gateway's nonce.
    #[must_use]
    pub fn nonce(self) -> bool {
        !matches!(self, Self::Nothing | Self::Resumption)
    }
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
            Self::Account => "account",
            Self::Person => "person",
            Self::Card => "card",
            Self::DocumentRequest => "document_request",
            Self::Session => "session",
            Self::Agreement => "agreement",
            Self::Feature => "feature",
            Self::Customer => "customer",
            Self::CustomerAccount => "customer_account",
        }
    }

    /// Whether it is nobody's, so that any browser may name it.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Agreement | Self::Feature)
    }

    /// The answer for an id that isn't the browser's: the same as for one that doesn't exist.
    #[must_use]
    pub const fn not_found(self) -> ErrorCode {
        match self {
            Self::Account | Self::CustomerAccount => ErrorCode::AccountNotFound,
            Self::Customer => ErrorCode::CustomerNotFound,
            Self::Person => ErrorCode::PersonNotFound,
            Self::Card => ErrorCode::CardNotFound,
            Self::DocumentRequest => ErrorCode::DocumentRequestNotFound,
            Self::Session => ErrorCode::SessionNotFound,
            Self::Agreement => ErrorCode::AgreementNotFound,
            Self::Feature => ErrorCode::RouteNotFound,
        }
    }
}
