//! A customer, and what they do at each step.

use portico_core::onboarding::{Onboarding, Step, StepKind};
use portico_core::{Client, Fault, Json};
use portico_model::netspend::{Agreement, Answer, Card, Question};
use serde_json::{Value, json};

use super::calls::{Calls, typed};
use super::inputs::{AddressInput, GovernmentIdInput, PersonInput, ShownAgreement, StepInput};
use super::{Browser, Manner, World};

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
    read_agreements(client, step, &Manner::PLAIN).await.unwrap()
}

/// The same, where a text may not come.
async fn read_agreements(client: &Client<Browser>, step: &Step, manner: &Manner<'_>) -> Result<StepInput, Fault> {
    assert_eq!(step.kind, StepKind::AcceptAgreements);
    let mut shown = Vec::new();
    for agreement in step.shows.list("agreements") {
        let agreement: Agreement = typed(agreement);
        let text = manner.call(|options| client.read_document(&agreement, options)).await?;
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
    answers(client, onboarding, right, &Manner::PLAIN).await.unwrap()
}

async fn answers(
    client: &Client<Browser>,
    onboarding: &Onboarding<Browser>,
    right: bool,
    manner: &Manner<'_>,
) -> Result<StepInput, Fault> {
    let of = json!({"personId": person_id(onboarding)});
    let opened = manner.call(|options| client.shown_with("people.identityQuestions", of, options)).await?;
    let answer = |question: &Value| {
        let options = question["answerOptions"].as_array().unwrap();
        let option = options.iter().find(|option| (option["text"] == "Correct") == right).unwrap_or(&options[0]);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&question["id"]), text(&option["answerId"]))
    };
    Ok(StepInput::IdentityQuestions { answers: opened["questions"].as_array().unwrap().iter().map(answer).collect() })
}

/// The id of the scan that is open.
pub async fn scan(client: &Client<Browser>, onboarding: &Onboarding<Browser>) -> String {
    open_scan(client, onboarding, &Manner::PLAIN).await.unwrap()
}

async fn open_scan(
    client: &Client<Browser>,
    onboarding: &Onboarding<Browser>,
    manner: &Manner<'_>,
) -> Result<String, Fault> {
    let of = json!({"personId": person_id(onboarding)});
    let scan = manner.call(|options| client.shown_with("people.identityScan", of, options)).await?;
    Ok(scan["identityScanId"].as_str().unwrap().to_owned())
}

/// Seals a picture for the first request of the step, and sends it.
pub async fn send_documents(client: &Client<Browser>, onboarding: &Onboarding<Browser>) -> Result<(), Fault> {
    seal_and_send(client, onboarding, &Manner::PLAIN).await
}

async fn seal_and_send(
    client: &Client<Browser>,
    onboarding: &Onboarding<Browser>,
    manner: &Manner<'_>,
) -> Result<(), Fault> {
    let request = onboarding.step().shows.list("requests")[0].clone();
    let id = request.text("id").unwrap();
    // A JPEG's first bytes.
    let image = json!({"front_image_content_type": "image/jpeg", "front_image": "/9j/4AAQSkZJRgABAQAAAQABAAD/2Q=="});
    let (image, purpose) = (image.to_string(), format!("document:{id}"));
    let sealed = manner.call(|options| client.seal(image.as_bytes(), &purpose, options)).await?;
    let document = json!({"documentType": "passport", "country": "US", "encryptedData": sealed});
    let purpose = request.text("purpose").unwrap();
    let input = json!({"documentRequestId": id, "purpose": purpose, "documents": [document]});
    let call =
        if request.text("status") == Some("requested") { "people.sendDocuments" } else { "people.replaceDocuments" };
    manner.call(|options| client.shown_with(call, input, options)).await.map(drop)
}

/// The platform's people look at the documents.
pub async fn review(world: &World, client: &Client<Browser>, onboarding: &Onboarding<Browser>, status: &str) {
    let request = requests(client, onboarding, &Manner::PLAIN).await.unwrap().pop().unwrap();
    end_review(world, &request, status).await;
}

async fn end_review(world: &World, request: &str, status: &str) {
    world.control(&format!("/document_requests/{request}"), json!({"result": status})).await;
}

/// Ids of the person's document requests.
async fn requests(
    client: &Client<Browser>,
    onboarding: &Onboarding<Browser>,
    manner: &Manner<'_>,
) -> Result<Vec<String>, Fault> {
    let of = json!({"personId": person_id(onboarding)});
    let requests = manner.call(|options| client.shown_with("people.documentRequests", of, options)).await?;
    Ok(requests.as_array().unwrap().iter().map(|request| request["id"].as_str().unwrap().to_owned()).collect())
}

/// Does what the current step asks for and gives the next one.
pub async fn run(world: &World, client: &Client<Browser>, onboarding: &Onboarding<Browser>, ssn: &str) -> Step {
    step_on(world, client, onboarding, ssn, &Manner::PLAIN).await.unwrap()
}

/// The same, where something may go wrong.
pub async fn step_on(
    world: &World,
    client: &Client<Browser>,
    onboarding: &Onboarding<Browser>,
    ssn: &str,
    manner: &Manner<'_>,
) -> Result<Step, Fault> {
    let step = onboarding.step();
    let input = match step.kind {
        StepKind::PersonDetails => StepInput::PersonDetails(Box::new(ada(ssn))),
        StepKind::AcceptAgreements => read_agreements(client, &step, manner).await?,
        StepKind::ExpectedUse => StepInput::ExpectedUse { answers: answer_all(&questions(&step)) },
        StepKind::OrderCard => StepInput::OrderCard { brand_name: brand_names(&step)[0].clone(), address: home() },
        StepKind::AwaitCard => {
            world.ship(shown_card(&step).id.as_str()).await;
            return manner.call(|options| onboarding.refresh(options)).await;
        }
        StepKind::ActivateCard => {
            // Shipping again changes nothing, and shows the letter.
            let cvc = world.ship(shown_card(&step).id.as_str()).await;
            StepInput::ActivateCard { cvc, pin: "4071".into() }
        }
        StepKind::IdentityQuestions => answers(client, onboarding, true, manner).await?,
        StepKind::IdentityScan => {
            let scan = open_scan(client, onboarding, manner).await?;
            world.control(&format!("/identity_scans/{scan}"), json!({"result": "passed"})).await;
            return manner.call(|options| onboarding.refresh(options)).await;
        }
        StepKind::ProvideDocuments => {
            seal_and_send(client, onboarding, manner).await?;
            StepInput::ProvideDocuments
        }
        StepKind::EnrollFeatures => {
            // Not where they are enrolled already.
            let is_open =
                |offer: &&Json| offer.text("feature") == Some("savings") && offer.text("state") == Some("eligible");
            let features: Vec<_> = step.shows.list("features").iter().filter(is_open).map(|_| "savings").collect();
            StepInput::EnrollFeatures { consent: (!features.is_empty()).then_some(true), features }
        }
        StepKind::IdentityReview => {
            match requests(client, onboarding, manner).await?.pop() {
                Some(request) => end_review(world, &request, "accepted").await,
                None => drop(world.control("/clock/advance", json!({"seconds": 60})).await),
            }
            return manner.call(|options| onboarding.refresh(options)).await;
        }
        _ => panic!("nothing to do at {}", step_kind(&step)),
    };
    manner.call(|options| onboarding.submit(input, options)).await
}
