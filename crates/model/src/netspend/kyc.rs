//! What cures a person whose KYC check is conditional (contract: section 1.6).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{AccountState, Sealed, Workflow};
use crate::id::{DocumentRequestId, IdentityScanId};

/// Answer of `GET /people/{id}/kyc/identity_questions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SealedQuestions {
    /// Sealed [`IdentityQuestions`]: `dir` under the session key, use `identity_questions:<person>`.
    pub encrypted_data: Sealed,
    /// When answers come too late: 600 seconds after the set was opened.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
    /// Where the account stands.
    pub account_state: AccountState,
    /// What is left to do for the account.
    #[serde(default)]
    pub workflows: Vec<Workflow>,
}

/// Body of `PUT /people/{id}/kyc/identity_questions`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SealedAnswers {
    /// Sealed [`IdentityAnswers`], use `identity_answers:<person>`.
    pub encrypted_data: Sealed,
}

/// Questions that only the person can answer.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IdentityQuestions {
    /// The questions, in the order in which they are shown.
    pub questions: Vec<IdentityQuestion>,
}

/// One of them.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IdentityQuestion {
    /// Its id.
    pub id: String,
    /// Its text, for people.
    pub question: String,
    /// What can be chosen.
    pub answer_options: Vec<AnswerOption>,
}

/// One possible answer.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerOption {
    /// Its id.
    pub answer_id: String,
    /// Its text, for people.
    pub text: String,
}

/// One answer for each question.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentityAnswers {
    /// The answers.
    pub answers: Vec<IdentityAnswer>,
}

/// The answer to one question.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentityAnswer {
    /// The question.
    pub question_id: String,
    /// The chosen option.
    pub answer_id: String,
}

/// Answer of `GET /people/{id}/kyc/identity_scan`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IdentityScan {
    /// Its id.
    pub identity_scan_id: IdentityScanId,
    /// Where it stands.
    pub status: IdentityScanStatus,
    /// When a scan that waits is over.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
}

/// Where a scan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IdentityScanStatus {
    /// For the person to scan their document.
    Waiting,
    /// The document is theirs.
    Passed,
    /// It is not.
    Failed,
}

/// Answer of `GET /people/{id}/document_requests`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentRequestList {
    /// The requests, oldest first. Empty when no documents are asked for.
    pub document_requests: Vec<DocumentRequest>,
}

/// The platform asks a person for documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentRequest {
    /// Its id.
    pub id: DocumentRequestId,
    /// Where it stands.
    pub status: DocumentRequestStatus,
    /// What the documents are to show, such as `identity`.
    pub purpose: String,
    /// Which documents show it.
    pub document_types: Vec<String>,
    /// Where the account stands now. Only after a write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_state: Option<AccountState>,
    /// What is left to do now. Only after a write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflows: Option<Vec<Workflow>>,
}

/// Where a request for documents stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DocumentRequestStatus {
    /// Nothing came yet.
    Requested,
    /// A person at the platform looks at what came.
    UnderReview,
    /// The documents show what they are to show.
    Accepted,
    /// They don't: others may be sent in their place.
    Rejected,
}

/// Body of `POST` and `PUT /document_requests/{id}/documents`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDocuments {
    /// The request's own purpose.
    #[cfg_attr(feature = "openapi", schema(pattern = "^identity$"))]
    pub purpose: String,
    /// The documents.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 4))]
    pub documents: Vec<NewDocument>,
}

/// One document.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDocument {
    /// One of the request's types.
    #[cfg_attr(feature = "openapi", schema(pattern = "^(drivers_license|state_id|passport|utility_bill)$"))]
    pub document_type: String,
    /// Which country issued it, ISO 3166-1 alpha-2.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[A-Z]{2}$"))]
    pub country: String,
    /// Sealed [`DocumentImages`], use `document:<request>`.
    pub encrypted_data: Sealed,
}

/// The pictures of one document.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DocumentImages {
    /// `image/jpeg`, `image/png` or `application/pdf`.
    pub front_image_content_type: String,
    /// Base64, up to 10 MB decoded.
    pub front_image: String,
    /// Absent when there is no other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_image_content_type: Option<String>,
    /// Absent when there is no other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_image: Option<String>,
}

macro_rules! redacted {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    )*};
}
redacted!(IdentityQuestions, IdentityQuestion, AnswerOption, IdentityAnswers, IdentityAnswer, DocumentImages);
