//! The rows.

use super::{
    After::{self, SessionClosed, SessionMoved, SessionOpened},
    BodyId::{self, BySourceType, Of},
    Kind::{self, Account, Agreement, Card, DocumentRequest, Feature, Person, Session},
    Needs, Route,
};

/// Members that name somebody's property wherever they stand. In a place that a row doesn't list they are refused, so
/// that a platform that reads more members than this list knows can't be led to another customer's data.
pub const ID_MEMBERS: &[&str] = &[
    "account_id",
    "person_id",
    "primary_person_id",
    "card_id",
    "source_id",
    "session_id",
    "parent_account_id",
    "document_request_id",
    "replaces",
];

/// A row with nothing to check, to learn or to do.
const fn row(method: &'static str, template: &'static str, path: &'static [Kind]) -> Route {
    let (needs, after) = (Needs::Session, After::Nothing);
    Route { method, template, path, body: &[], learns: &[], needs, after, streams: false }
}

const SOURCE: &[(&str, BodyId)] = &[("/source_id", BySourceType)];
const CARD_OF: &[(&str, BodyId)] = &[("/account_id", Of(Account)), ("/person_id", Of(Person)), ("/replaces", Of(Card))];
const NEW_PERSON: &[(&str, BodyId)] = &[("/identity_context/account_id", Of(Account))];

/// Where an account's or a person's outstanding steps name a request for documents.
const PROVIDE: (&str, Kind) = ("/workflows/*/steps/[step=provide_documents]/related_id", DocumentRequest);
const REVIEW: (&str, Kind) = ("/workflows/*/steps/[step=identity_review_pending]/related_id", DocumentRequest);
const STEPS: &[(&str, Kind)] = &[PROVIDE, REVIEW];
/// A person's accounts are theirs wherever they were made.
const READ_PERSON: &[(&str, Kind)] = &[("/account_ids/*", Account), PROVIDE, REVIEW];
const PERSON: &[(&str, Kind)] = &[("/id", Person), PROVIDE, REVIEW];

/// Every call that is forwarded. The first row that fits counts, so `/sessions/init` stands before `/sessions/{id}`.
pub static ALLOW_LIST: &[Route] = &[
    // Sessions (contract, section 1.4).
    Route { needs: Needs::Nothing, ..row("GET", "/sessions/init", &[]) },
    Route { needs: Needs::Nonce, body: SOURCE, after: SessionOpened, ..row("POST", "/sessions", &[]) },
    Route { needs: Needs::Resumption, ..row("GET", "/sessions/{id}", &[Session]) },
    Route { needs: Needs::Binding, body: SOURCE, after: SessionMoved, ..row("PATCH", "/sessions/{id}", &[Session]) },
    Route { needs: Needs::Binding, after: SessionClosed, ..row("DELETE", "/sessions/{id}", &[Session]) },
    // Accounts (1.5).
    Route {
        body: &[("/parent_account_id", Of(Account))],
        learns: &[("/id", Account)],
        ..row("POST", "/accounts", &[])
    },
    Route {
        // The binding made the account, so its primary person and its cards belong to the same customer.
        learns: &[("/primary_person_id", Person), ("/cards/*/id", Card), PROVIDE, REVIEW],
        ..row("GET", "/accounts/{id}", &[Account])
    },
    // People and what cures their checks (1.6).
    Route { body: NEW_PERSON, learns: PERSON, ..row("POST", "/people", &[]) },
    Route { body: NEW_PERSON, learns: PERSON, ..row("POST", "/person", &[]) },
    Route { learns: READ_PERSON, ..row("GET", "/people/{id}", &[Person]) },
    Route { learns: STEPS, ..row("PATCH", "/people/{id}", &[Person]) },
    row("GET", "/people/{id}/kyc/identity_questions", &[Person]),
    Route { learns: STEPS, ..row("PUT", "/people/{id}/kyc/identity_questions", &[Person]) },
    row("GET", "/people/{id}/kyc/identity_scan", &[Person]),
    Route {
        learns: &[("/document_requests/*/id", DocumentRequest)],
        ..row("GET", "/people/{id}/document_requests", &[Person])
    },
    Route { streams: true, ..row("POST", "/document_requests/{id}/documents", &[DocumentRequest]) },
    Route { streams: true, ..row("PUT", "/document_requests/{id}/documents", &[DocumentRequest]) },
    // Agreements (1.7) and expected use (1.8).
    Route { needs: Needs::Nonce, ..row("POST", "/agreements/search", &[]) },
    row("GET", "/agreements/{id}", &[Agreement]),
    row("GET", "/people/{id}/agreements", &[Person]),
    Route { learns: STEPS, ..row("PUT", "/people/{id}/agreements/{agreement_id}", &[Person, Agreement]) },
    row("GET", "/people/{id}/expected_use", &[Person]),
    Route { learns: STEPS, ..row("PUT", "/people/{id}/expected_use", &[Person]) },
    // Cards (1.9).
    Route { body: &[("/person_id", Of(Person))], ..row("POST", "/cards/brands/search", &[]) },
    Route { body: CARD_OF, learns: &[("/id", Card)], ..row("POST", "/cards/physical", &[]) },
    Route { body: CARD_OF, learns: &[("/id", Card)], ..row("POST", "/cards/virtual", &[]) },
    Route { body: CARD_OF, learns: &[("/id", Card)], ..row("POST", "/cards/digital", &[]) },
    row("GET", "/cards/{id}", &[Card]),
    row("POST", "/cards/{id}/verifications", &[Card]),
    row("PUT", "/cards/{id}/pin", &[Card]),
    row("GET", "/cards/{id}/secrets", &[Card]),
    row("PUT", "/cards/{id}/lock", &[Card]),
    row("POST", "/cards/{id}/close", &[Card]),
    row("POST", "/cards/{id}/wallet_tokens", &[Card]),
    // Features (1.10) and micro-apps (1.11).
    row("GET", "/people/{id}/features", &[Person]),
    row("POST", "/people/{id}/features/{feature}/enrollments", &[Person, Feature]),
    row("POST", "/authorization_codes", &[]),
];
