//! A customer, and what they do at each step.

use portico_core::onboarding::{Onboarding, ShownAgreement, Step, StepInput};
use portico_core::ports::Platform;
use portico_core::validate::{AddressInput, GovernmentIdInput, PersonInput};
use portico_core::{CallOptions, Client, Pii};
use portico_model::netspend::{Answer, GovernmentIdType, Question};
use serde_json::json;

use super::{Browser, World};

pub fn home() -> AddressInput {
    AddressInput {
        line1: "1 Main St".into(),
        line2: None,
        city: "Austin".into(),
        state: "TX".into(),
        postal_code: "78701".into(),
        country: None,
    }
}

/// A person whose checks end as the last four digits of the SSN say.
pub fn ada(ssn: &str) -> PersonInput {
    PersonInput {
        first_name: "Ada".into(),
        middle_name: None,
        last_name: "Lovelace".into(),
        email: "ada@example.com".into(),
        phone: "(512) 555-0143".into(),
        address: home(),
        date_of_birth: "1990-12-10".into(),
        government_id: GovernmentIdInput { kind: GovernmentIdType::Ssn, value: ssn.into() },
    }
}

pub fn answer_all(questions: &[Question]) -> Vec<Answer> {
    let answer =
        |question: &Question| Answer { question_id: question.id.clone(), option_id: question.options[0].id.clone() };
    questions.iter().map(answer).collect()
}

pub fn step_kind(step: &Step) -> &'static str {
    match step {
        Step::PersonDetails => "person_details",
        Step::IdentityQuestions => "identity_questions",
        Step::IdentityScan => "identity_scan",
        Step::ProvideDocuments => "provide_documents",
        Step::IdentityReview => "identity_review",
        Step::AcceptAgreements { .. } => "accept_agreements",
        Step::ExpectedUse { .. } => "expected_use",
        Step::OrderCard { .. } => "order_card",
        Step::AwaitCard { .. } => "await_card",
        Step::ActivateCard { .. } => "activate_card",
        Step::Complete { .. } => "complete",
        Step::Declined { .. } => "declined",
    }
}

/// Reads each agreement's text and accepts all.
pub async fn read_and_accept<P: Platform>(client: &Client<P>, step: &Step) -> StepInput {
    let Step::AcceptAgreements { agreements } = step else { panic!("{}", step_kind(step)) };
    let mut shown = Vec::new();
    for offer in agreements {
        let text = client.agreement_document(&offer.agreement, CallOptions::default()).await.unwrap();
        assert!(text.content_type.starts_with("text/plain") && !text.text.is_empty());
        shown.push(ShownAgreement { id: offer.agreement.id.0.clone(), document_sha256: text.sha256 });
    }
    StepInput::AcceptAgreements { accepted: true, agreements: shown }
}

/// Does what the current step asks for and gives the next one.
pub async fn run(world: &World, client: &Client<Browser>, onboarding: &Onboarding<Browser>, ssn: &str) -> Step {
    let input = match onboarding.step() {
        Step::PersonDetails => StepInput::PersonDetails(Box::new(ada(ssn))),
        step @ Step::AcceptAgreements { .. } => read_and_accept(client, &step).await,
        Step::ExpectedUse { questions } => StepInput::ExpectedUse { answers: answer_all(&questions) },
        Step::OrderCard { brands, .. } => {
            StepInput::OrderCard { brand_name: brands[0].brand_name.clone(), address: home() }
        }
        Step::AwaitCard { card } => {
            world.ship(card.id.as_str()).await;
            return onboarding.refresh(CallOptions::default()).await.unwrap();
        }
        Step::ActivateCard { card } => {
            // Shipping again changes nothing, and shows the letter.
            let cvc = world.ship(card.id.as_str()).await;
            StepInput::ActivateCard { cvc: Pii::from(cvc), pin: "4071".into() }
        }
        Step::IdentityReview => {
            world.control("/clock/advance", json!({"seconds": 60})).await;
            return onboarding.refresh(CallOptions::default()).await.unwrap();
        }
        step => panic!("nothing to do at {}", step_kind(&step)),
    };
    onboarding.submit(input, CallOptions::default()).await.unwrap()
}
