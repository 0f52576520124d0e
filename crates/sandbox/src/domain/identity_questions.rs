//! Identity questions: sets of three, whose right answers are marked for testing (contract section 5).

use std::collections::BTreeSet;

use portico_model::{
    FieldCode, FieldError,
    netspend::{AnswerOption, IdentityAnswers, IdentityQuestion, IdentityQuestions},
};
use portico_unseal::NoRandomness;
use serde::{Deserialize, Serialize};

use crate::random::{generate_bytes, generate_id};

/// How many questions a set has.
const SET: usize = 3;
/// The text of every right answer.
const CORRECT: &str = "Correct";

/// Questions, each with three answers that nobody has to find right.
const POOL: [(&str, [&str; 3]); 6] = [
    ("On which of these streets have you lived?", ["Alder Court", "Quarry Road", "Harbor Street"]),
    ("Which of these companies have you worked for?", ["Fenwick Tools", "Oakline Freight", "Summit Bakery"]),
    ("In which of these counties have you owned a home?", ["Calder", "Marion", "Teller"]),
    ("Who holds the loan on your car?", ["Bluewater Credit", "Prairie Savings", "Union Auto Finance"]),
    ("Which of these phone numbers was yours?", ["Ends in 0142", "Ends in 0175", "Ends in 0199"]),
    ("In which year did you open your oldest bank account?", ["2003", "2008", "2013"]),
];

/// A set that is open, with what is right. Kept sealed.
#[derive(Serialize, Deserialize)]
pub(crate) struct QuestionSet {
    pub(crate) questions: IdentityQuestions,
    /// The right answer of each question, in their order.
    right: Vec<String>,
}

impl QuestionSet {
    /// A new set. Its ids and the place of the right answers are random, and which questions it has.
    pub(crate) fn generate() -> Result<Self, NoRandomness> {
        let [start, shift] = generate_bytes::<2>()?.map(usize::from);
        let mut set = Self { questions: IdentityQuestions { questions: Vec::new() }, right: Vec::new() };
        for (index, (text, decoys)) in POOL.iter().cycle().skip(start % POOL.len()).take(SET).enumerate() {
            let texts = [CORRECT, decoys[0], decoys[1], decoys[2]];
            let mut answer_options: Vec<_> =
                texts.map(|text| AnswerOption { answer_id: generate_id(), text: text.to_owned() }).into();
            set.right.extend(answer_options.first().map(|option| option.answer_id.clone()));
            let length = answer_options.len();
            answer_options.rotate_right((shift >> index) % length);
            let question = IdentityQuestion { id: generate_id(), question: (*text).to_owned(), answer_options };
            set.questions.questions.push(question);
        }
        Ok(set)
    }

    /// What is wrong with the form of `answers`: each question is answered once, by one of its own options.
    pub(crate) fn check(&self, answers: &IdentityAnswers) -> Vec<FieldError> {
        let mut answered = BTreeSet::new();
        let mut errors = Vec::new();
        for (index, answer) in answers.answers.iter().enumerate() {
            let pointer = |member: &str| format!("/encrypted_data/answers/{index}/{member}");
            let known = self.questions.questions.iter().find(|question| question.id == answer.question_id);
            let Some(question) = known.filter(|question| answered.insert(question.id.as_str())) else {
                errors.push(FieldError::new(&pointer("question_id"), FieldCode::OptionUnknown));
                continue;
            };
            if !question.answer_options.iter().any(|option| option.answer_id == answer.answer_id) {
                errors.push(FieldError::new(&pointer("answer_id"), FieldCode::OptionUnknown));
            }
        }
        if errors.is_empty() && answered.len() < self.questions.questions.len() {
            errors.push(FieldError::new("/encrypted_data/answers", FieldCode::Required));
        }
        errors
    }

    /// Whether every answer is right.
    pub(crate) fn is_right(&self, answers: &IdentityAnswers) -> bool {
        self.right.iter().all(|right| answers.answers.iter().any(|answer| answer.answer_id == *right))
    }
}

#[cfg(test)]
mod tests {
    use portico_model::netspend::IdentityAnswer;

    use super::*;

    fn answers(set: &QuestionSet, pick: impl Fn(usize, &AnswerOption) -> bool) -> IdentityAnswers {
        let answer = |(index, question): (usize, &IdentityQuestion)| IdentityAnswer {
            question_id: question.id.clone(),
            answer_id: question.answer_options.iter().find(|option| pick(index, option)).unwrap().answer_id.clone(),
        };
        IdentityAnswers { answers: set.questions.questions.iter().enumerate().map(answer).collect() }
    }

    #[test]
    fn every_set_is_passed_by_the_right_answers_and_by_nothing_less() {
        for _ in 0..50 {
            let set = QuestionSet::generate().unwrap();
            let right = answers(&set, |_, option| option.text == CORRECT);
            assert_eq!((set.check(&right), set.is_right(&right)), (vec![], true));
            for wrong in 0..SET {
                let other = answers(&set, |index, option| (option.text == CORRECT) != (index == wrong));
                assert_eq!((set.check(&other), set.is_right(&other)), (vec![], false));
            }
        }
    }

    #[test]
    fn names_answers_that_are_missing_given_twice_or_of_another_question() {
        let set = QuestionSet::generate().unwrap();
        let pointers = |answers: &IdentityAnswers| -> Vec<String> {
            set.check(answers).into_iter().map(|error| error.pointer).collect()
        };
        let mut some = answers(&set, |_, option| option.text == CORRECT);
        some.answers.truncate(2);
        assert_eq!(pointers(&some), ["/encrypted_data/answers"]);
        some.answers[1] = some.answers[0].clone();
        assert_eq!(pointers(&some), ["/encrypted_data/answers/1/question_id"]);
        let mut mixed = answers(&set, |_, option| option.text == CORRECT);
        mixed.answers[0].answer_id = mixed.answers[1].answer_id.clone();
        assert_eq!(pointers(&mixed), ["/encrypted_data/answers/0/answer_id"]);
    }
}
