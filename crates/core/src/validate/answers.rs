//! Answers to questions that were asked.

use portico_model::FieldCode;

use super::wrong::Wrong;
use crate::encoding::place_of;
use crate::fault::Fault;
use crate::json::Json;

/// Checks that each question has exactly one answer, and that one of its options. `answers` are a page's:
/// `{questionId, optionId}`.
///
/// # Errors
/// `validation_failed` with the wrong answers by their place.
pub(crate) fn check_answers(questions: &[Json], answers: &[Json]) -> Result<(), Fault> {
    let mut wrong = Wrong::default();
    for (place, answer) in answers.iter().enumerate() {
        let field = |name: &str| ["answers.", &place_of(place), ".", name].concat();
        let Some(question) = questions.iter().find(|question| is_answer_to(question, answer)) else {
            wrong.note(&field("questionId"), FieldCode::OptionUnknown);
            continue;
        };
        let is_second = answers.iter().take(place).any(|before| is_answer_to(question, before));
        let is_option = |option: &Json| option.text("id") == answer.text("optionId");
        if is_second || !question.list("options").iter().any(is_option) {
            wrong.note(&field("optionId"), FieldCode::OptionUnknown);
        }
    }
    if questions.iter().any(|question| !answers.iter().any(|answer| is_answer_to(question, answer))) {
        wrong.note("answers", FieldCode::Required);
    }
    wrong.end()
}

fn is_answer_to(question: &Json, answer: &Json) -> bool {
    question.text("id") == answer.text("questionId")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(id: &str) -> Json {
        let text = format!(r#"{{"id":"{id}","options":[{{"id":"a"}},{{"id":"b"}}]}}"#);
        Json::parse(text.as_bytes()).unwrap()
    }

    fn fields(answers: &[(&str, &str)]) -> Vec<String> {
        let answer = |(question, option): &(&str, &str)| {
            Json::parse(format!(r#"{{"questionId":"{question}","optionId":"{option}"}}"#).as_bytes()).unwrap()
        };
        let answers: Vec<_> = answers.iter().map(answer).collect();
        let checked = check_answers(&[question("q1"), question("q2")], &answers);
        checked
            .err()
            .map(|fault| fault.errors.clone().into_iter().map(|error| error.field).collect())
            .unwrap_or_default()
    }

    #[test]
    fn wants_one_answer_to_each_question() {
        assert!(fields(&[("q2", "a"), ("q1", "b")]).is_empty());
        assert_eq!(fields(&[("q1", "a")]), ["answers"]);
        assert_eq!(fields(&[("q1", "c"), ("q2", "a")]), ["answers.0.optionId"]);
        assert_eq!(fields(&[("q1", "a"), ("q3", "a"), ("q2", "a")]), ["answers.1.questionId"]);
        assert_eq!(fields(&[("q1", "a"), ("q1", "a"), ("q2", "a")]), ["answers.1.optionId"]);
    }
}
