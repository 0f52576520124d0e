//! What an onboarding's steps are given, as tables of the same kind.

use super::describe::Input;
use super::table::ORDER_CARD;
use crate::fault::Fault;
use crate::json::Json;
use crate::onboarding::StepKind;
use crate::validate::Wrong;

/// Checks what the step `kind` is given; `wrong` is what is wrong already. A person's details are checked by their call.
///
/// # Errors
/// `invalid_option` for members of the wrong form; `validation_failed`.
pub(crate) fn check_step(kind: StepKind, input: &Json, wrong: Wrong) -> Result<(), Fault> {
    let fields = match kind {
        StepKind::IdentityQuestions => "answers[question_id answer_id]",
        StepKind::AcceptAgreements => "accepted! agreements[id document_sha256]",
        StepKind::ExpectedUse => "answers[question_id option_id]",
        StepKind::OrderCard => ORDER_CARD,
        StepKind::ActivateCard => "verification_value:cvc pin:pin",
        StepKind::EnrollFeatures => "features* e_communications_consent?!",
        _ => return Ok(()),
    };
    let given = [("kind", "")];
    let mut input = Input::new(input, &given, wrong);
    input.take_all(fields);
    input.end()
}
