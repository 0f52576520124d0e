//! The table of calls (contract: section 1).

use super::shapes::{
    ACCOUNT, AGREEMENT, AGREEMENTS, AUTHORIZATION_CODE, BRANDS, CARD, CARD_SECRETS, DOCUMENT_REQUEST,
    DOCUMENT_REQUESTS, FEATURE, FEATURES, IDENTITY_QUESTIONS, IDENTITY_SCAN, PERSON, PROGRESS, QUESTIONS, RECEIPT,
    SESSION, VERIFICATION, WALLET_TOKEN,
};
use crate::call::notation::Notation;
use crate::call::shape::Expected;
use crate::passport;

/// One call, as `call/notation.rs` writes things down. A function for each call, and a type for each input, would be most
/// of the package's size.
pub(crate) struct CallForm {
    /// Name, method, path, what the session has to belong to, and more, apart by spaces.
    ///
    /// - In a path, a segment with a colon is a member of the input, or given. One that begins with a slash is under the
    ///   gateway itself, any other under `/netspend`.
    /// - The session (contract: section 1.4): `none` where the call bears none; `any` for whatever it belongs to; `known` for
    ///   what it made, where the call names neither account nor person; `person` for the person `person_id`.
    /// - `whole`: what is marked `+` has to be there.
    /// - `dated`: it is checked and written by the platform's time.
    /// - `account`, `person`: what its answer makes, so that a session that follows this one belongs to it.
    /// - `card_secrets:card_id`: the use under which its answer is sealed for this session.
    pub(crate) head: &'static str,
    /// The body's members in the clear; `-` for no body.
    pub(crate) body: Notation,
    /// What is sealed: its use, such as `pin:card_id`, a space, and its members; `%` for those of the body that are marked
    /// so, in their places. Empty for nothing.
    pub(crate) sealed: &'static str,
    pub(crate) answer: Expected,
}

impl CallForm {
    /// The words of its head.
    pub(crate) fn words(&self) -> impl Iterator<Item = &'static str> {
        self.head.split(' ')
    }

    /// Whether it is described so.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.words().skip(3).any(|known| known == word)
    }
}

pub(crate) const fn read(head: &'static str, answer: Expected) -> CallForm {
    CallForm { head, body: "-", sealed: "", answer }
}

pub(crate) const fn write(head: &'static str, body: Notation, answer: Expected) -> CallForm {
    CallForm { head, body, sealed: "", answer }
}

pub(crate) const fn seal(head: &'static str, body: Notation, sealed: &'static str, answer: Expected) -> CallForm {
    CallForm { head, body, sealed, answer }
}

// Texts that can be joined have to be literals.
macro_rules! address {
    ($mark:literal) => {
        concat!(
            "address",
            $mark,
            "(line1:line line2?:line city:name state:state postal_code:postal_code country^:country)"
        )
    };
}
macro_rules! secrets {
    () => {
        " date_of_birth+:birth_date government_id+(type=ssn|passport|non_us_passport value:government_id)"
    };
}

/// What a card's order has beside its kind.
const CARD_ORDER: Notation = "account_id person_id replaces?";
/// Sealed documents are put in on the way out: see src/js/cures.mjs.
const DOCUMENTS: Notation = "purpose documents[document_type country encrypted_data]";

/// What an onboarding's step for a card takes.
pub(super) const ORDER_CARD: Notation = concat!("brand_name ", address!(""));

pub(super) const CALLS: &[CallForm] = &[
    read("sessions.current GET sessions/:session_id none", SESSION),
    // A child inherits its parent's context.
    write(
        "accounts.create POST accounts any account",
        "account_context?{type'provided provided_id} parent_account_id?",
        ACCOUNT,
    ),
    read("accounts.get GET accounts/:account_id any", ACCOUNT),
    seal(
        "people.create POST people any dated person",
        concat!(
            "first_name:name middle_name?:name last_name:name email+:email phone+:phone ",
            address!("+"),
            " relationship^=primary|secondary identity_context{type'account account_id}"
        ),
        concat!("person:account_id", secrets!()),
        PERSON,
    ),
    read("people.get GET people/:person_id any", PERSON),
    seal(
        "people.update PATCH people/:person_id person dated",
        concat!("first_name?:name middle_name?:name last_name?:name email?:email phone?:phone ", address!("?")),
        concat!("person:person_id", secrets!()),
        PERSON,
    ),
    read(
        "people.identityQuestions GET people/:person_id/kyc/identity_questions person identity_questions:person_id",
        IDENTITY_QUESTIONS,
    ),
    seal(
        "people.answerIdentityQuestions PUT people/:person_id/kyc/identity_questions person",
        "",
        "identity_answers:person_id answers[question_id answer_id]",
        PERSON,
    ),
    read("people.identityScan GET people/:person_id/kyc/identity_scan person", IDENTITY_SCAN),
    read("people.documentRequests GET people/:person_id/document_requests person", DOCUMENT_REQUESTS),
    write(
        "people.sendDocuments POST document_requests/:document_request_id/documents known",
        DOCUMENTS,
        DOCUMENT_REQUEST,
    ),
    write(
        "people.replaceDocuments PUT document_requests/:document_request_id/documents known",
        DOCUMENTS,
        DOCUMENT_REQUEST,
    ),
    write("agreements.search POST agreements/search any", "provided_id", AGREEMENTS),
    read("agreements.get GET agreements/:agreement_id known", AGREEMENT),
    read("agreements.accepted GET people/:person_id/agreements person", AGREEMENTS),
    // Doing it again changes nothing, so its key is not kept over a reload.
    write(
        "agreements.accept PUT people/:person_id/agreements/:agreement_id person dated",
        "accepted_at@ locale document_sha256:sha256 acceptance_mode'CLICKWRAP",
        RECEIPT,
    ),
    read("expectedUse.get GET people/:person_id/expected_use person", QUESTIONS),
    // The last answers count, however often: no key is kept over a reload.
    write("expectedUse.answer PUT people/:person_id/expected_use person", "answers[question_id option_id]", PROGRESS),
    write("cards.brands POST cards/brands/search person", "person_id", BRANDS),
    write(
        "cards.orderPhysical POST cards/physical person",
        concat!("account_id person_id brand_name ", address!(""), " replaces?"),
        CARD,
    ),
    write("cards.orderVirtual POST cards/virtual person", CARD_ORDER, CARD),
    write("cards.orderDigital POST cards/digital person", CARD_ORDER, CARD),
    read("cards.get GET cards/:card_id known", CARD),
    // Good for 15 minutes and one PIN.
    seal(
        "cards.verify POST cards/:card_id/verifications known",
        "type'cvc",
        "cvc:card_id verification_value:cvc",
        VERIFICATION,
    ),
    seal("cards.setPin PUT cards/:card_id/pin known", "verification_id", "pin:card_id pin:pin", CARD),
    read("cards.secrets GET cards/:card_id/secrets known card_secrets:card_id", CARD_SECRETS),
    write("cards.lock PUT cards/:card_id/lock known", "lock_status'locked", CARD),
    write("cards.unlock PUT cards/:card_id/lock known", "lock_status'unlocked", CARD),
    write("cards.close POST cards/:card_id/close known", "reason=lost|stolen|damaged|not_needed", CARD),
    write(
        "cards.walletToken POST cards/:card_id/wallet_tokens known",
        "wallet=apple_pay|google_pay|samsung_pay",
        WALLET_TOKEN,
    ),
    read("features.list GET people/:person_id/features person", FEATURES),
    write(
        "features.enroll POST people/:person_id/features/:feature/enrollments person",
        "e_communications_consent?!",
        FEATURE,
    ),
    write("microapps.authorizationCode POST authorization_codes known", "", AUTHORIZATION_CODE),
];

/// The row of the call `name`.
pub(crate) fn find(name: &str) -> Option<&'static CallForm> {
    CALLS.iter().chain(passport::rows()).find(|form| form.words().next() == Some(name))
}

#[cfg(test)]
mod tests {
    use portico_model::netspend::CLICKWRAP;

    use super::*;

    #[test]
    fn every_row_is_whole() {
        const KNOWN: &[&str] = &["dated", "account", "person", "whole"];
        for form in CALLS.iter().chain(passport::rows()) {
            let words: Vec<_> = form.words().collect();
            assert!(["GET", "POST", "PUT", "PATCH"].contains(&words[1]), "{}", form.head);
            assert!(["none", "any", "known", "person"].contains(&words[3]), "{}", form.head);
            assert!(words[4..].iter().all(|word| KNOWN.contains(word) || word.contains(':')));
            assert_eq!(form.body == "-", words[1] == "GET", "{}", form.head);
            assert_eq!(
                CALLS.iter().chain(passport::rows()).filter(|other| other.words().next() == Some(words[0])).count(),
                1,
                "{}",
                form.head
            );
        }
        assert!(find("agreements.accept").unwrap().body.ends_with(CLICKWRAP));
    }
}
