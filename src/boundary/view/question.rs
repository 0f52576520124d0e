//! Expected-use questions.

use portico_model::netspend::{self, QuestionType};
use serde::Serialize;

/// `Question` of index.d.ts.
#[derive(Serialize)]
pub(crate) struct Question<'a> {
    id: &'a str,
    text: &'a str,
    r#type: QuestionType,
    /// `id` and `text` on the wire as in index.d.ts.
    options: &'a [netspend::QuestionOption],
}

impl<'a> From<&'a netspend::Question> for Question<'a> {
    fn from(question: &'a netspend::Question) -> Self {
        Self { id: &question.id, text: &question.text, r#type: question.kind, options: &question.options }
    }
}
