//! Expected use of a demand deposit account (contract: section 1.8).

use portico_model::netspend::Answer;

use super::shapes::{ANSWERED, QUESTION};
use crate::call::Call;
use crate::call::shape::Expected;
use crate::json::ObjectText;

/// The expected-use questions. Empty for an account that asks none. Fails with `person_not_found`.
#[must_use]
pub fn expected_use(person_id: &str) -> Call {
    Call::get(&["people", person_id, "expected_use"], &Expected::ListIn("questions", QUESTION)).about(person_id)
}

/// Answers the expected-use questions. The key is new for each logical call, and not kept over a reload: the last
/// answers count, however often. Fails with `validation_failed` and `expected_use_not_applicable`.
#[must_use]
pub fn answer_expected_use(person_id: &str, answers: &[Answer]) -> Call {
    let answer = |answer: &Answer| {
        ObjectText::new().text("question_id", &answer.question_id).text("option_id", &answer.option_id)
    };
    let body = ObjectText::new().objects("answers", answers.iter().map(answer));
    Call::write("PUT", &["people", person_id, "expected_use"], body, &Expected::One(ANSWERED)).about(person_id)
}
