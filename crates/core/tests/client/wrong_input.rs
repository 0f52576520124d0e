//! Bad input gets a clear error, and nothing is lost.

use portico_core::onboarding::StepKind;
use portico_core::{CallOptions, Client, Json, Onboarding};
use portico_model::ErrorCode;
use serde_json::json;

use crate::support::{
    AddressInput, Browser, PersonInput, ShownAgreement, StepInput, World, ada, home, read_and_accept, run, shown_card,
    step_kind,
};

async fn begin(world: &World, browser: &Browser) -> (Client<Browser>, Onboarding<Browser>) {
    let page = world.page(browser);
    page.connect(CallOptions::default()).await.unwrap();
    let onboarding = page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
    (page, onboarding)
}

#[tokio::test]
async fn wrong_details_are_told_by_field_before_anything_is_sent() {
    let (world, browser) = (World::start().await, Browser::new());
    let (_, onboarding) = begin(&world, &browser).await;
    browser.forget_seen();
    let person = PersonInput {
        date_of_birth: "2015-02-30".into(),
        phone: "12".into(),
        address: AddressInput { postal_code: "x".into(), ..home() },
        ..ada("666-00-0000")
    };
    let input = StepInput::PersonDetails(Box::new(person));
    let fault = onboarding.submit(input, CallOptions::default()).await.unwrap_err();
    assert!(fault.is(ErrorCode::ValidationFailed));
    let fields: Vec<_> = fault.errors.iter().map(|error| format!("{}: {}", error.field, error.code)).collect();
    assert_eq!(
        fields,
        [
            "phone: phone_form",
            "address.postalCode: postal_code_form",
            "dateOfBirth: date_impossible",
            "governmentId.value: ssn_never_issued",
        ]
    );
    assert!(browser.seen.borrow().is_empty());
    assert_eq!(onboarding.step().kind, StepKind::PersonDetails);
}

#[tokio::test]
async fn another_steps_input_and_a_missing_session_have_codes() {
    let (world, browser) = (World::start().await, Browser::new());
    let fresh = world.page(&browser);
    let fault = fresh.onboarding("acp_checking", "en", CallOptions::default()).await.unwrap_err();
    assert!(fault.is(ErrorCode::NotConnected));
    let (_, onboarding) = begin(&world, &browser).await;
    let input = StepInput::ExpectedUse { answers: Vec::new() };
    assert!(onboarding.submit(input, CallOptions::default()).await.unwrap_err().is(ErrorCode::WrongStep));
}

#[tokio::test]
async fn a_declined_agreement_sends_nothing_and_stays() {
    let (world, browser) = (World::start().await, Browser::new());
    let (page, onboarding) = begin(&world, &browser).await;
    let step = run(&world, &page, &onboarding, "123-45-6789").await;
    browser.forget_seen();
    let declined = StepInput::AcceptAgreements { accepted: false, agreements: Vec::new() };
    let fault = onboarding.submit(declined, CallOptions::default()).await.unwrap_err();
    assert!(fault.is(ErrorCode::AgreementDeclined));
    let unknown = ShownAgreement { id: "x".into(), document_sha256: "y".into() };
    let unknown = StepInput::AcceptAgreements { accepted: true, agreements: vec![unknown] };
    let fault = onboarding.submit(unknown, CallOptions::default()).await.unwrap_err();
    let fields: Vec<_> = fault.errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["agreements.0.id", "agreements.0.documentSha256"]);
    assert!(browser.seen.borrow().is_empty());
    assert_eq!(onboarding.step(), step);
}

#[tokio::test]
async fn agreements_can_be_accepted_one_after_the_other() {
    let (world, browser) = (World::start().await, Browser::new());
    let (page, onboarding) = begin(&world, &browser).await;
    let step = run(&world, &page, &onboarding, "123-45-6789").await;
    let StepInput::AcceptAgreements { agreements, .. } = read_and_accept(&page, &step).await else {
        panic!("nothing to accept")
    };
    for (place, agreement) in agreements.iter().enumerate() {
        let accepted = Json::Flag(true);
        let step = onboarding.step();
        let offered = step.shows.list("agreements");
        assert_eq!(offered.iter().filter(|offer| offer.get("accepted") == Some(&accepted)).count(), place);
        let input = StepInput::AcceptAgreements { accepted: true, agreements: vec![agreement.clone()] };
        onboarding.submit(input, CallOptions::default()).await.unwrap();
    }
    assert_eq!(step_kind(&onboarding.step()), "expected_use");
}

#[tokio::test]
async fn a_wrong_cvc_counts_down_and_locks_and_a_wrong_pin_never_leaves() {
    let (world, browser) = (World::start().await, Browser::new());
    let (page, onboarding) = begin(&world, &browser).await;
    while !matches!(onboarding.step().kind, StepKind::ActivateCard) {
        run(&world, &page, &onboarding, "123-45-6789").await;
    }
    let card = shown_card(&onboarding.step());
    let right = world.ship(card.id.as_str()).await;
    let wrong = if right == "123" { "321" } else { "123" };
    browser.forget_seen();
    let input = StepInput::ActivateCard { cvc: "12".into(), pin: "12a4".into() };
    let fault = onboarding.submit(input, CallOptions::default()).await.unwrap_err();
    let fields: Vec<_> = fault.errors.iter().map(|error| (error.field.as_str(), &*error.code)).collect();
    assert_eq!(fields, [("cvc", "cvc_form"), ("pin", "pin_form")]);
    assert!(browser.seen.borrow().is_empty());
    let mut left = Vec::new();
    for _ in 0..2 {
        let input = StepInput::ActivateCard { cvc: wrong.into(), pin: "4071".into() };
        let fault = onboarding.submit(input, CallOptions::default()).await.unwrap_err();
        assert!(fault.is(ErrorCode::VerificationFailed), "{fault:?}");
        left.push(fault.attempts_left.unwrap());
    }
    assert_eq!(left, [2, 1]);
    let input = StepInput::ActivateCard { cvc: wrong.into(), pin: "4071".into() };
    let third = onboarding.submit(input, CallOptions::default()).await.unwrap_err();
    let input = StepInput::ActivateCard { cvc: right.as_str().into(), pin: "4071".into() };
    let fault = onboarding.submit(input, CallOptions::default()).await.unwrap_err();
    assert!(fault.is(ErrorCode::VerificationLocked), "{third:?} {fault:?}");
    assert_eq!(step_kind(&onboarding.step()), "activate_card");
    world.control("/clock/advance", json!({"seconds": 3700})).await;
    assert_eq!(step_kind(&run(&world, &page, &onboarding, "").await), "complete");
}
