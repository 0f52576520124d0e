//! Expected use of a demand deposit account (contract: section 1.8).

use serde::{Deserialize, Serialize};

use super::{AccountState, Workflow};

/// Answer of `GET` and `PUT /people/{id}/expected_use`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExpectedUse {
    /// The questions. Empty for an account that asks none.
    pub questions: Vec<Question>,
    /// Where the account stands now. Only from `PUT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_state: Option<AccountState>,
    /// What is left to do now. Only from `PUT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflows: Option<Vec<Workflow>>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Question {
    /// Its id.
    pub id: String,
    /// Its text, for people.
    pub text: String,
    /// How it is answered.
    #[serde(rename = "type")]
    pub kind: QuestionType,
    /// What can be chosen.
    pub options: Vec<QuestionOption>,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuestionType {
    /// By exactly one option.
    SingleChoice,
    /// In a way that this version doesn't know.
    #[serde(other)]
    Unknown,
}

/// One option of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuestionOption {
    /// Its id.
    pub id: String,
    /// Its text, for people.
    pub text: String,
}

/// Body of `PUT /people/{id}/expected_use`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// One answer for each question.
    pub answers: Vec<Answer>,
}

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The question.
    pub question_id: String,
    /// The chosen option.
    pub option_id: String,
}
