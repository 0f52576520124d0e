//! Agreements and their acceptance (contract: section 1.7).

use portico_model::netspend::CLICKWRAP;
use portico_model::{ErrorCode, FieldCode};

use super::shapes::{AGREEMENT, RECEIPT};
use crate::call::shape::Expected;
use crate::call::{Call, Now, Plan};
use crate::encoding::all_bytes;
use crate::fault::{Fault, FieldFault};
use crate::json::ObjectText;
use crate::time::write_rfc3339;

const AGREEMENTS: &Expected = &Expected::ListIn("agreements", AGREEMENT);

/// The agreements of a context, in the order in which they are shown. Fails with `context_not_found`.
#[must_use]
pub fn search_agreements(provided_id: &str) -> Call {
    Call::search(&["agreements", "search"], ObjectText::new().text("provided_id", provided_id), AGREEMENTS)
}

/// Reads an agreement. Fails with `agreement_not_found`.
#[must_use]
pub fn agreement(agreement_id: &str) -> Call {
    Call::get(&["agreements", agreement_id], &Expected::One(AGREEMENT)).about_known()
}

/// What a person has accepted. Fails with `person_not_found`.
#[must_use]
pub fn accepted_agreements(person_id: &str) -> Call {
    Call::get(&["people", person_id, "agreements"], AGREEMENTS).about(person_id)
}

/// Records that a person accepted an agreement, when the call is made: `[person_id, agreement_id, document_sha256,
/// locale]`. The hash is that of the text that was shown, the locale its BCP 47 tag. Doing it again changes nothing.
///
/// # Errors
/// `validation_failed`. The call fails with `agreement_not_found` and `validation_failed`.
pub fn accept_agreement(names: [String; 4]) -> Result<Plan, Fault> {
    let [_, _, document_sha256, _] = &names;
    if !is_sha256(document_sha256) {
        let errors = vec![FieldFault::new("documentSha256", FieldCode::WrongType)];
        return Err(Fault::of_fields(ErrorCode::ValidationFailed, errors));
    }
    Ok(Plan::Dated(Box::new(move |now| Ok(accept_now(names.each_ref().map(String::as_str), now)))))
}

/// The same with a hash that was checked. The key is new for each logical call, and not kept over a reload: the call is
/// idempotent by itself.
pub(crate) fn accept_now([person_id, agreement_id, document_sha256, locale]: [&str; 4], now: Now) -> Call {
    let acceptance = ObjectText::new()
        .text("accepted_at", &write_rfc3339(now.ms))
        .text("locale", locale)
        .text("document_sha256", document_sha256)
        .text("acceptance_mode", CLICKWRAP);
    let path = ["people", person_id, "agreements", agreement_id];
    Call::write("PUT", &path, acceptance, &Expected::One(RECEIPT)).about(person_id)
}

/// Whether a text is a SHA-256 in lower-case hex.
pub(crate) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && all_bytes(text, |byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}
