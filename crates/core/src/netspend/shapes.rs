//! The forms of this platform's answers.

use portico_model::netspend::{
    AccountState, AccountType, CardStatus, CardType, KycStatus, LockStatus, OfacStatus, PersonStatus, ShippingStatus,
};

use crate::call::shape::{Form, Shape, hidden, listed, needed, optional, show};
use crate::json::Json;

use Form::{Many, One, Text, Whole, Word};

const WORKFLOW: Shape =
    &[needed("name", Text), needed("steps", Many(&[needed("step", Text), optional("related_id", Text)]))];

pub(super) const ACCOUNT: Shape = &[
    needed("id", Text),
    needed("account_state", Word(AccountState::WORDS)),
    needed("type", Word(AccountType::WORDS)),
    needed("provided_id", Text),
    optional("primary_person_id", Text),
    needed("workflows", Many(WORKFLOW)),
    needed("created_at", Text),
    needed("balance", One(&[needed("available", Text), needed("currency", Text)])),
    listed(
        "cards",
        &[needed("id", Text), needed("type", Word(CardType::WORDS)), needed("status", Word(CardStatus::WORDS))],
    ),
];

/// What the page typed doesn't come back: it has that already.
pub(super) const PERSON: Shape = &[
    needed("id", Text),
    needed("status", Word(PersonStatus::WORDS)),
    needed("kyc_status", Word(KycStatus::WORDS)),
    needed("ofac_status", Word(OfacStatus::WORDS)),
    needed("account_state", Word(AccountState::WORDS)),
    listed("workflows", WORKFLOW),
    hidden(optional("address", One(ADDRESS))),
];

const ADDRESS: Shape = &[
    needed("line1", Text),
    optional("line2", Text),
    needed("city", Text),
    needed("state", Text),
    needed("postal_code", Text),
    needed("country", Text),
];

pub(super) const AGREEMENT: Shape = &[
    needed("id", Text),
    needed("type", Text),
    needed("description", Text),
    needed(
        "documents",
        Many(&[needed("type", Text), needed("files", Many(&[needed("content_type", Text), needed("url", Text)]))]),
    ),
    optional("accepted_at", Text),
    // Where a step offers it.
    optional("accepted", Form::Flag),
];

pub(super) const RECEIPT: Shape = &[
    needed("agreement_id", Text),
    needed("accepted_at", Text),
    needed("recorded_at", Text),
    needed("locale", Text),
    needed("document_sha256", Text),
    needed("acceptance_mode", Text),
    hidden(needed("account_state", Word(AccountState::WORDS))),
    hidden(needed("workflows", Many(WORKFLOW))),
];

pub(super) const QUESTION: Shape = &[
    needed("id", Text),
    needed("text", Text),
    needed("type", Text),
    needed("options", Many(&[needed("id", Text), needed("text", Text)])),
];

pub(super) const ANSWERED: Shape =
    &[hidden(optional("account_state", Word(AccountState::WORDS))), hidden(optional("workflows", Many(WORKFLOW)))];

pub(super) const BRAND: Shape = &[
    needed("brand_name", Text),
    needed("card_type", Word(CardType::WORDS)),
    needed("image_url", Text),
    needed("fee", Text),
];

pub(super) const CARD: Shape = &[
    needed("id", Text),
    needed("type", Word(CardType::WORDS)),
    needed("status", Word(CardStatus::WORDS)),
    needed("lock_status", Word(LockStatus::WORDS)),
    needed("brand_name", Text),
    needed("exp_month", Whole),
    needed("exp_year", Whole),
    optional("pan_last4", Text),
    optional(
        "shipping",
        One(&[
            needed("status", Word(ShippingStatus::WORDS)),
            optional("carrier", Text),
            optional("tracking_number", Text),
            optional("estimated_arrival", Text),
        ]),
    ),
    hidden(optional("account_state", Word(AccountState::WORDS))),
    hidden(optional("workflows", Many(WORKFLOW))),
];

pub(super) const VERIFICATION: Shape = &[needed("id", Text), needed("expires_at", Text)];

/// What steps of an onboarding show, each its own part.
const STEP: Shape = &[
    needed("kind", Text),
    optional("agreements", Many(AGREEMENT)),
    optional("questions", Many(QUESTION)),
    optional("brands", Many(BRAND)),
    optional("address", One(ADDRESS)),
    optional("card", One(CARD)),
    optional("reason", Text),
];

/// A step as a page is shown it.
pub(crate) fn show_step(step: &Json) -> String {
    show(STEP, step).to_text()
}
