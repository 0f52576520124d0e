//! What a page passes in, in the names of its types.

use portico_core::Json;
use portico_model::netspend::Answer;
use serde::Serialize;

/// `PersonDetails` of calls.d.ts.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonInput {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub address: AddressInput,
    pub date_of_birth: String,
    pub government_id: GovernmentIdInput,
}

#[derive(Clone, Debug, Serialize)]
pub struct GovernmentIdInput {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub value: String,
}

/// `Address`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AddressInput {
    pub line1: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
}

/// What was shown of an agreement.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ShownAgreement {
    pub id: String,
    pub document_sha256: String,
}

/// `StepInput` of index.d.ts.
#[derive(Clone, Debug)]
pub enum StepInput {
    PersonDetails(Box<PersonInput>),
    AcceptAgreements {
        accepted: bool,
        agreements: Vec<ShownAgreement>,
    },
    ExpectedUse {
        answers: Vec<Answer>,
    },
    OrderCard {
        brand_name: String,
        address: AddressInput,
    },
    ActivateCard {
        cvc: String,
        pin: String,
    },
    /// Question and answer.
    IdentityQuestions {
        answers: Vec<(String, String)>,
    },
    /// They were sent before.
    ProvideDocuments,
    EnrollFeatures {
        features: Vec<&'static str>,
        consent: Option<bool>,
    },
}

impl From<StepInput> for Json {
    fn from(input: StepInput) -> Self {
        let (kind, mut value) = match input {
            StepInput::PersonDetails(person) => ("person_details", serde_json::to_value(person).unwrap()),
            StepInput::AcceptAgreements { accepted, agreements } => {
                ("accept_agreements", serde_json::json!({"accepted": accepted, "agreements": agreements}))
            }
            StepInput::ExpectedUse { answers } => ("expected_use", serde_json::json!({"answers": answered(&answers)})),
            StepInput::OrderCard { brand_name, address } => {
                ("order_card", serde_json::json!({"brandName": brand_name, "address": address}))
            }
            StepInput::IdentityQuestions { answers } => {
                let one = |(question, answer)| serde_json::json!({"questionId": question, "answerId": answer});
                let answers: Vec<_> = answers.into_iter().map(one).collect();
                ("identity_questions", serde_json::json!({"answers": answers}))
            }
            StepInput::ProvideDocuments => ("provide_documents", serde_json::json!({})),
            StepInput::EnrollFeatures { features, consent } => {
                let mut input = serde_json::json!({"features": features});
                if let Some(consent) = consent {
                    input["eCommunicationsConsent"] = consent.into();
                }
                ("enroll_features", input)
            }
            StepInput::ActivateCard { cvc, pin } => ("activate_card", serde_json::json!({"cvc": cvc, "pin": pin})),
        };
        value["kind"] = kind.into();
        page(&value)
    }
}

/// Answers to the expected-use questions, as a page has them.
pub fn answered(answers: &[Answer]) -> serde_json::Value {
    answers
        .iter()
        .map(|answer| serde_json::json!({"questionId": answer.question_id, "optionId": answer.option_id}))
        .collect()
}

/// A page's argument.
pub fn page(value: &serde_json::Value) -> Json {
    Json::parse(value.to_string().as_bytes()).unwrap()
}
