//! Questions and their options.

use portico_model::netspend::{ExpectedUse, Question, QuestionOption, QuestionType};

use super::account::read_progress;
use super::{Json, Read, read_all};

impl Read for ExpectedUse {
    fn read(json: &Json) -> Option<Self> {
        let (account_state, workflows) = read_progress(json)?;
        Some(Self { questions: read_all(json.items("questions")?)?, account_state, workflows })
    }
}

impl Read for Question {
    fn read(json: &Json) -> Option<Self> {
        json.str("type")?;
        let known = [("single_choice", QuestionType::SingleChoice)];
        Some(Self {
            id: json.text("id")?,
            text: json.text("text")?,
            kind: json.one_of("type", &known).unwrap_or(QuestionType::Unknown),
            options: read_all(json.items("options")?)?,
        })
    }
}

impl Read for QuestionOption {
    fn read(json: &Json) -> Option<Self> {
        Some(Self { id: json.text("id")?, text: json.text("text")? })
    }
}
