//! Answers to questions that were asked.

use portico_model::FieldCode;
use portico_model::netspend::Answer;

use super::wrong::Wrong;
use crate::fault::Fault;
use crate::json::Json;

/// Checks that each question has exactly one answer, and that one of its options.
///
/// # Errors
/// `validation_failed` with the wrong answers by their place.
pub(crate) fn check_answers(questions: &[Json], answers: &[Answer]) -> Result<(), Fault> {
    let mut wrong = Wrong::default();
    for (place, answer) in answers.iter().enumerate() {
        let field = |name: &str| ["answers.", &place.to_string(), ".", name].concat();
        let Some(question) = questions.iter().find(|question| has_id(question, &answer.question_id)) else {
            wrong.note(&field("questionId"), FieldCode::OptionUnknown);
            continue;
        };
        let is_second = answers.iter().take(place).any(|before| before.question_id == answer.question_id);
        if is_second || !question.list("options").iter().any(|option| has_id(option, &answer.option_id)) {
            wrong.note(&field("optionId"), FieldCode::OptionUnknown);
        }
    }
    if questions.iter().any(|question| !answers.iter().any(|answer| has_id(question, &answer.question_id))) {
        wrong.note("answers", FieldCode::Required);
    }
    wrong.end()
}

fn has_id(item: &Json, id: &str) -> bool {
    item.text("id") == Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(id: &str) -> Json {
        let text = format!(r#"{{"id":"{id}","options":[{{"id":"a"}},{{"id":"b"}}]}}"#);
        Json::parse(text.as_bytes()).unwrap()
    }

    fn fields(answers: &[(&str, &str)]) -> Vec<String> {
        let answers: Vec<_> = answers
            .iter()
            .map(|(question, option)| Answer { question_id: (*question).into(), option_id: (*option).into() })
            .collect();
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
