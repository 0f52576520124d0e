//! The forms of this platform's answers, written down as `call/notation.rs` says.

use crate::call::notation::Notation;
use crate::call::shape::show;
use crate::json::Json;

// Texts that can be joined have to be literals.
macro_rules! workflows {
    () => {
        "[name steps[step related_id?]]"
    };
}
macro_rules! account_state {
    () => {
        "=new|active|closed"
    };
}
macro_rules! card_type {
    () => {
        "=physical|virtual|digital"
    };
}
macro_rules! card_status {
    () => {
        "=unactivated|active|closed"
    };
}
macro_rules! address {
    () => {
        "(line1 line2? city state postal_code country)"
    };
}
macro_rules! agreement {
    () => {
        // `accepted` stands where a step offers it.
        "id type description documents[type files[content_type url]] accepted_at? accepted?!"
    };
}
macro_rules! question {
    () => {
        "id text type options[id text]"
    };
}
macro_rules! brand {
    () => {
        concat!("brand_name card_type", card_type!(), " image_url fee")
    };
}
macro_rules! card {
    () => {
        concat!(
            "id type",
            card_type!(),
            " status",
            card_status!(),
            " lock_status=unlocked|locked brand_name exp_month# exp_year# pan_last4? ",
            "shipping?(status=pending|shipped|delivered carrier? tracking_number? estimated_arrival?) account_state-?",
            account_state!(),
            " workflows-?",
            workflows!()
        )
    };
}
macro_rules! document_request {
    () => {
        "id status=requested|under_review|accepted|rejected purpose document_types?*"
    };
}
macro_rules! feature {
    () => {
        "feature state=not_eligible|eligible|enrolled missing?*"
    };
}

pub(super) const SESSION: Notation = "id source_type? source_id? created_at expires_at";

pub(super) const ACCOUNT: Notation = concat!(
    "id account_state",
    account_state!(),
    " type=dda|gpr provided_id primary_person_id? workflows",
    workflows!(),
    " account_context?(partner_name? backing_bank? card_brands?* features?* eligibility?* fee_schedules?*)",
    " created_at balance(available currency) cards~[id type",
    card_type!(),
    " status",
    card_status!(),
    "]"
);

/// What the page typed doesn't come back: it has that already.
pub(super) const PERSON: Notation = concat!(
    "id status=inactive|active|closed kyc_status=unchecked|pending|approved|conditional|rejected|blocked",
    " ofac_status=unchecked|approved|rejected relationship? government_id_last4? account_ids?* account_state",
    account_state!(),
    " workflows~",
    workflows!(),
    " address-?",
    address!()
);

/// What is opened of `encrypted_data`, and when it ends.
pub(super) const IDENTITY_QUESTIONS: Notation = "questions[id question answer_options[answer_id text]] expires_at?";

pub(super) const IDENTITY_SCAN: Notation = "identity_scan_id status? expires_at?";
pub(super) const DOCUMENT_REQUEST: Notation = document_request!();
pub(super) const DOCUMENT_REQUESTS: Notation = concat!("=document_requests[", document_request!(), "]");
pub(super) const AGREEMENT: Notation = agreement!();
pub(super) const AGREEMENTS: Notation = concat!("=agreements[", agreement!(), "]");

pub(super) const RECEIPT: Notation = concat!(
    "agreement_id accepted_at recorded_at locale document_sha256 acceptance_mode account_state-",
    account_state!(),
    " workflows-",
    workflows!()
);

pub(super) const QUESTIONS: Notation = concat!("=questions[", question!(), "]");
pub(super) const PROGRESS: Notation = concat!("account_state?", account_state!(), " workflows?", workflows!());
pub(super) const BRANDS: Notation = concat!("=brands[", brand!(), "]");
pub(super) const CARD: Notation = card!();
pub(super) const VERIFICATION: Notation = "id expires_at";
/// What is opened of `encrypted_data`.
pub(super) const CARD_SECRETS: Notation = "pan cvv2";
pub(super) const WALLET_TOKEN: Notation = "id wallet status? expires_at?";
pub(super) const FEATURE: Notation = feature!();
pub(super) const FEATURES: Notation = concat!("=features[", feature!(), "]");
pub(super) const AUTHORIZATION_CODE: Notation = "code expires_at";

/// What steps of an onboarding show, each its own part.
const STEP: Notation = concat!(
    "kind agreements?[",
    agreement!(),
    "] questions?[",
    question!(),
    "] brands?[",
    brand!(),
    "] requests?[",
    document_request!(),
    "] features?[",
    feature!(),
    "] address?",
    address!(),
    " card?(",
    card!(),
    ") again?! reason?"
);

/// A step as a page is shown it.
pub(crate) fn show_step(step: &Json) -> String {
    show(STEP, step).to_text()
}

#[cfg(test)]
mod tests {
    use portico_model::netspend::{
        AccountState, AccountType, CardStatus, CardType, KycStatus, LockStatus, OfacStatus, PersonStatus,
        ShippingStatus,
    };

    use super::*;
    use crate::call::notation::Members;

    /// The words of the member at this path.
    fn words(shape: Notation, path: &[&str]) -> Vec<&'static str> {
        let member = Members(shape).find(|member| member.name == path[0]).unwrap();
        if path.len() > 1 { words(member.inner, &path[1..]) } else { member.inner.split('|').collect() }
    }

    #[test]
    fn the_words_are_those_of_the_wires_types() {
        for (shape, path, expected) in [
            (ACCOUNT, &["account_state"][..], AccountState::WORDS),
            (ACCOUNT, &["type"], AccountType::WORDS),
            (ACCOUNT, &["cards", "type"], CardType::WORDS),
            (ACCOUNT, &["cards", "status"], CardStatus::WORDS),
            (PERSON, &["status"], PersonStatus::WORDS),
            (PERSON, &["kyc_status"], KycStatus::WORDS),
            (PERSON, &["ofac_status"], OfacStatus::WORDS),
            (PERSON, &["account_state"], AccountState::WORDS),
            (RECEIPT, &["account_state"], AccountState::WORDS),
            (CARD, &["lock_status"], LockStatus::WORDS),
            (CARD, &["shipping", "status"], ShippingStatus::WORDS),
            (STEP, &["card", "status"], CardStatus::WORDS),
            (STEP, &["brands", "card_type"], CardType::WORDS),
        ] {
            assert_eq!(words(shape, path), expected, "{path:?}");
        }
    }
}
