//! A customer, and what they do at each step.

use portico_core::onboarding::{Onboarding, Step, StepKind};
use portico_core::{CallOptions, Client, Fault};
use portico_model::netspend::{Agreement, Answer, Card, Question};
use serde_json::{Value, json};

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
    read_agreements(client, step, &CallOptions::default).await.unwrap()
}

/// The same, where a text may not come.
pub async fn read_agreements(
    client: &Client<Browser>,
    step: &Step,
    options: &dyn Fn() -> CallOptions,
) -> Result<StepInput, Fault> {
    assert_eq!(step.kind, StepKind::AcceptAgreements);
    let mut shown = Vec::new();
    for agreement in step.shows.list("agreements") {
        let agreement: Agreement = typed(agreement);
        let text = client.read_document(&agreement, options()).await?;
        assert!(text.content_type.starts_with("text/plain") && !text.text.is_empty());
        shown.push(ShownAgreement { id: agreement.id.0, document_sha256: text.sha256 });
    }
    Ok(StepInput::AcceptAgreements { accepted: true, agreements: shown })
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

fn person_id(onboarding: &Onboarding<Browser>) -> String {
    onboarding.ids().person_id.unwrap()
}

/// Opens the questions, and answers each rightly or all wrongly.
pub async fn right_answers(client: &Client<Browser>, onboarding: &Onboarding<Browser>, right: bool) -> StepInput {
    let opened = client.shown("people.identityQuestions", json!({"personId": person_id(onboarding)})).await.unwrap();
    let answer = |question: &Value| {
        let options = question["answerOptions"].as_array().unwrap();
        let option = options.iter().find(|option| (option["text"] == "Correct") == right).unwrap_or(&options[0]);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&question["id"]), text(&option["answerId"]))
    };
    StepInput::IdentityQuestions { answers: opened["questions"].as_array().unwrap().iter().map(answer).collect() }
}

/// The id of the scan that is open.
pub async fn scan(client: &Client<Browser>, onboarding: &Onboarding<Browser>) -> String {
    let scan = client.shown("people.identityScan", json!({"personId": person_id(onboarding)})).await.unwrap();
    scan["identityScanId"].as_str().unwrap().to_owned()
}

/// Seals a picture for the first request of the step, and sends it.
pub async fn send_documents(client: &Client<Browser>, onboarding: &Onboarding<Browser>) -> Result<(), Fault> {
    let request = onboarding.step().shows.list("requests")[0].clone();
    let id = request.text("id").unwrap();
    // A JPEG's first bytes.
    let image = json!({"front_image_content_type": "image/jpeg", "front_image": "/9j/4AAQSkZJRgABAQAAAQABAAD/2Q=="});
    let sealed = client.seal(image.to_string().as_bytes(), &format!("document:{id}"), CallOptions::default()).await?;
    let document = json!({"documentType": "passport", "country": "US", "encryptedData": sealed});
    let purpose = request.text("purpose").unwrap();
    let input = json!({"documentRequestId": id, "purpose": purpose, "documents": [document]});
    let call =
        if request.text("status") == Some("requested") { "people.sendDocuments" } else { "people.replaceDocuments" };
    client.shown(call, input).await.map(drop)
}

/// The platform's people look at the documents.
pub async fn review(world: &World, client: &Client<Browser>, onboarding: &Onboarding<Browser>, status: &str) {
    let request = client.requests(onboarding).await.pop().unwrap();
    world.control(&format!("/document_requests/{request}"), json!({"result": status})).await;
}

/// What is read beside the steps.
pub trait Requests {
    /// Ids of the person's document requests.
    async fn requests(&self, onboarding: &Onboarding<Browser>) -> Vec<String>;
}

impl Requests for Client<Browser> {
    async fn requests(&self, onboarding: &Onboarding<Browser>) -> Vec<String> {
        let input = json!({"personId": person_id(onboarding)});
        let requests = self.shown("people.documentRequests", input).await.unwrap();
        requests.as_array().unwrap().iter().map(|request| request["id"].as_str().unwrap().to_owned()).collect()
    }
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
        StepKind::IdentityQuestions => right_answers(client, onboarding, true).await,
        StepKind::IdentityScan => {
            let scan = scan(client, onboarding).await;
            world.control(&format!("/identity_scans/{scan}"), json!({"result": "passed"})).await;
            return onboarding.refresh(CallOptions::default()).await.unwrap();
        }
        StepKind::ProvideDocuments => {
            send_documents(client, onboarding).await.unwrap();
            StepInput::ProvideDocuments
        }
        StepKind::EnrollFeatures => StepInput::EnrollFeatures { features: vec!["savings"], consent: Some(true) },
        StepKind::IdentityReview if !client.requests(onboarding).await.is_empty() => {
            review(world, client, onboarding, "accepted").await;
            return onboarding.refresh(CallOptions::default()).await.unwrap();
        }
        StepKind::IdentityReview => {
            world.control("/clock/advance", json!({"seconds": 60})).await;
            return onboarding.refresh(CallOptions::default()).await.unwrap();
        }
        _ => panic!("nothing to do at {}", step_kind(&step)),
    };
    onboarding.submit(input, CallOptions::default()).await.unwrap()
}
