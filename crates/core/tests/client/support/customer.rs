//! A customer, and what they do at each step.

use portico_core::onboarding::{Onboarding, Step, StepKind};
use portico_core::{CallOptions, Client};
use portico_model::netspend::{Agreement, Answer, Card, Question};
use serde_json::json;

use super::calls::{Calls, typed};
use super::inputs::{AddressInput, GovernmentIdInput, PersonInput, ShownAgreement, StepInput};
use super::{Browser, World};

pub fn home() -> AddressInput {
    AddressInput { line1: "1 Main St".into(), city: "Austin".into(), state: "TX".into(), postal_code: "78701".into() }
}

/// A person whose checks end as the last four digits of the SSN say.
pub fn ada(ssn: &str) -> PersonInput {
    PersonInput {
        first_name: "Ada".into(),
        last_name: "Lovelace".into(),
        email: "ada@example.com".into(),
        phone: "(512) 555-0143".into(),
        address: home(),
        date_of_birth: "1990-12-10".into(),
        government_id: GovernmentIdInput { kind: "ssn", value: ssn.into() },
    }
}

pub fn answer_all(questions: &[Question]) -> Vec<Answer> {
    let answer =
        |question: &Question| Answer { question_id: question.id.clone(), option_id: question.options[0].id.clone() };
    questions.iter().map(answer).collect()
}

pub fn step_kind(step: &Step) -> &'static str {
    step.kind.as_str()
}

/// Reads each agreement's text and accepts all.
pub async fn read_and_accept(client: &Client<Browser>, step: &Step) -> StepInput {
    assert_eq!(step.kind, StepKind::AcceptAgreements);
    let mut shown = Vec::new();
    for agreement in step.shows.list("agreements") {
        let agreement: Agreement = typed(agreement);
        let text = client.read_document(&agreement, CallOptions::default()).await.unwrap();
        assert!(text.content_type.starts_with("text/plain") && !text.text.is_empty());
        shown.push(ShownAgreement { id: agreement.id.0, document_sha256: text.sha256 });
    }
    StepInput::AcceptAgreements { accepted: true, agreements: shown }
}

/// The questions of a step.
pub fn questions(step: &Step) -> Vec<Question> {
    step.shows.list("questions").iter().map(typed).collect()
}

/// The names of a step's brands.
pub fn brand_names(step: &Step) -> Vec<String> {
    step.shows.list("brands").iter().map(|brand| brand.text("brand_name").unwrap().to_owned()).collect()
}

/// The card of a step.
pub fn shown_card(step: &Step) -> Card {
    typed(step.shows.get("card").unwrap())
}

/// Does what the current step asks for and gives the next one.
pub async fn run(world: &World, client: &Client<Browser>, onboarding: &Onboarding<Browser>, ssn: &str) -> Step {
    let step = onboarding.step();
    let input = match step.kind {
        StepKind::PersonDetails => StepInput::PersonDetails(Box::new(ada(ssn))),
        StepKind::AcceptAgreements => read_and_accept(client, &step).await,
        StepKind::ExpectedUse => StepInput::ExpectedUse { answers: answer_all(&questions(&step)) },
        StepKind::OrderCard => StepInput::OrderCard { brand_name: brand_names(&step)[0].clone(), address: home() },
        StepKind::AwaitCard => {
            world.ship(shown_card(&step).id.as_str()).await;
            return onboarding.refresh(CallOptions::default()).await.unwrap();
        }
        StepKind::ActivateCard => {
            // Shipping again changes nothing, and shows the letter.
            let cvc = world.ship(shown_card(&step).id.as_str()).await;
            StepInput::ActivateCard { cvc, pin: "4071".into() }
        }
        StepKind::IdentityReview => {
            world.control("/clock/advance", json!({"seconds": 60})).await;
            return onboarding.refresh(CallOptions::default()).await.unwrap();
        }
        _ => panic!("nothing to do at {}", step_kind(&step)),
    };
    onboarding.submit(input, CallOptions::default()).await.unwrap()
}
