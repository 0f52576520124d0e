//! The expected-use questions of a demand deposit account: the guide's two, with all their options.

use std::collections::BTreeSet;

use portico_model::{
    FieldCode, FieldError,
    netspend::{Answers, Question, QuestionOption, QuestionType},
};

const DEPOSITS: &[&str] = &["$2,000 and under", "$2,000.01 to $10,000", "$10,000.01 to $20,000", "Over $20,000"];

// The guide breaks "State/Government Employee" over two lines; it is one occupation.
const OCCUPATIONS: &[&str] = &[
    "Accountant",
    "Administrative Assistant",
    "Administrator",
    "Ag Manager",
    "Architecture",
    "Auditor",
    "Bookkeeper",
    "Broker",
    "Business and Financial Operations",
    "Carpenter",
    "Cashier",
    "Child Care",
    "Clergy",
    "Coach",
    "Contractor",
    "Customer Service Representative",
    "Dentist",
    "Doctor",
    "Education",
    "Electrician",
    "Engineer",
    "Executive",
    "Farmer",
    "Fire Fighter",
    "Food Service",
    "Hair Stylist",
    "Health Care",
    "Hotel/Motel",
    "Insurance",
    "Jeweler",
    "Legal Occupations",
    "Manager",
    "Meat Packer",
    "Musician",
    "Nurse",
    "Pharmacist",
    "Postal Service",
    "Protective Service Occupation",
    "Real Estate",
    "Salesperson",
    "Self-employed",
    "State/Government Employee",
    "Student",
    "Teacher",
    "Travel Agent",
    "Truck Driver",
    "Unemployed - income",
    "Unemployed - no income",
    "Veterinarian",
    "Construction Worker",
    "Production Worker",
];

/// Both questions.
pub(crate) fn questions() -> Vec<Question> {
    vec![
        question("monthly_deposit", "About how much do you expect to deposit each month?", DEPOSITS),
        question("occupation", "What is your occupation?", OCCUPATIONS),
    ]
}

/// What is wrong with `answers`: each question is answered once, by one of its options.
pub(crate) fn check(answers: &Answers) -> Vec<FieldError> {
    let questions = questions();
    let mut answered = BTreeSet::new();
    let mut errors = Vec::new();
    for (index, answer) in answers.answers.iter().enumerate() {
        let Some(question) = questions.iter().find(|question| question.id == answer.question_id) else {
            errors.push(FieldError::new(&format!("/answers/{index}/question_id"), FieldCode::OptionUnknown));
            continue;
        };
        if !question.options.iter().any(|option| option.id == answer.option_id) || !answered.insert(&question.id) {
            errors.push(FieldError::new(&format!("/answers/{index}/option_id"), FieldCode::OptionUnknown));
        }
    }
    if answered.len() < questions.len() && errors.is_empty() {
        errors.push(FieldError::new("/answers", FieldCode::Required));
    }
    errors
}

fn question(id: &str, text: &str, options: &[&str]) -> Question {
    let options = options.iter().map(|text| QuestionOption { id: option_id(text), text: (*text).to_owned() }).collect();
    Question { id: id.to_owned(), text: text.to_owned(), kind: QuestionType::SingleChoice, options }
}

/// An id that a person can read in a log: the words of the option.
fn option_id(text: &str) -> String {
    let words: String = text
        .replace(".01", "_01")
        .chars()
        .filter(|letter| !matches!(letter, '$' | ','))
        .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' })
        .collect();
    words.split('_').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use portico_model::netspend::Answer;

    use super::*;

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        let answer = |(question, option): &(&str, &str)| Answer {
            question_id: (*question).to_owned(),
            option_id: (*option).to_owned(),
        };
        Answers { answers: pairs.iter().map(answer).collect() }
    }

    #[test]
    fn asks_the_two_questions_of_the_guide_with_all_their_options() {
        let questions = questions();
        assert_eq!(questions.iter().map(|question| question.options.len()).collect::<Vec<_>>(), [4, 51]);
        assert_eq!(questions[0].options[1].id, "2000_01_to_10000");
        assert_eq!(questions[1].options[41].text, "State/Government Employee");
        for question in &questions {
            let ids: BTreeSet<_> = question.options.iter().map(|option| &option.id).collect();
            assert_eq!(ids.len(), question.options.len());
        }
    }

    #[test]
    fn takes_one_answer_for_each_question() {
        let full = [("occupation", "nurse"), ("monthly_deposit", "over_20000")];
        assert_eq!(check(&answers(&full)), []);
    }

    #[test]
    fn names_each_answer_that_is_missing_unknown_or_given_twice() {
        for (given, pointer) in [
            (&[][..], "/answers"),
            (&[("occupation", "nurse")], "/answers"),
            (&[("occupation", "nurse"), ("occupation", "doctor")], "/answers/1/option_id"),
            (&[("occupation", "over_20000"), ("monthly_deposit", "over_20000")], "/answers/0/option_id"),
            (&[("age", "nurse"), ("monthly_deposit", "over_20000")], "/answers/0/question_id"),
        ] {
            let errors = check(&answers(given));
            assert_eq!(errors.iter().map(|error| error.pointer.as_str()).collect::<Vec<_>>(), [pointer], "{given:?}");
        }
    }
}
