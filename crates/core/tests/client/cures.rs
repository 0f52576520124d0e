//! Each cure of a check that is not passed yet, to its end.

use portico_core::onboarding::{DeclineReason, Onboarding, StepKind};
use portico_core::{CallOptions, Client};
use portico_model::ErrorCode;
use serde_json::json;

use crate::support::{
    Browser, Calls, StepInput, World, ada, read_and_accept, review, right_answers, run, scan, send_documents, step_kind,
};

/// An onboarding whose person was just told.
async fn told(
    world: &World,
    browser: &Browser,
    provided_id: &str,
    ssn: &str,
) -> (Client<Browser>, Onboarding<Browser>) {
    let page = world.page(browser);
    page.connect(CallOptions::default()).await.unwrap();
    let onboarding = page.onboarding_with(provided_id, "en-US", true, CallOptions::default()).await.unwrap();
    run(world, &page, &onboarding, ssn).await;
    (page, onboarding)
}

/// The kinds of all steps from here to the end.
async fn kinds_to_the_end(
    world: &World,
    page: &Client<Browser>,
    onboarding: &Onboarding<Browser>,
) -> Vec<&'static str> {
    let mut kinds = vec![step_kind(&onboarding.step())];
    while !matches!(onboarding.step().kind, StepKind::Complete | StepKind::Declined(_)) {
        kinds.push(step_kind(&run(world, page, onboarding, "").await));
        assert!(kinds.len() < 14, "{kinds:?}");
    }
    kinds
}

const AFTER: [&str; 5] = ["order_card", "await_card", "activate_card", "enroll_features", "complete"];

#[tokio::test]
async fn each_cure_leads_on_to_a_complete_account() {
    let world = World::start().await;
    for (ssn, cure) in [
        ("123-45-0001", &["identity_questions"][..]),
        ("123-45-0002", &["provide_documents", "identity_review"]),
        ("123-45-0003", &["identity_scan"]),
        ("123-45-0006", &["identity_review"]),
    ] {
        for (provided_id, between) in
            [("acp_checking", &["accept_agreements", "expected_use"][..]), ("acp_prepaid", &["accept_agreements"])]
        {
            let browser = Browser::new();
            let (page, onboarding) = told(&world, &browser, provided_id, ssn).await;
            let kinds = kinds_to_the_end(&world, &page, &onboarding).await;
            assert_eq!(kinds, [cure, between, &AFTER].concat(), "{ssn} {provided_id}");
        }
    }
}

#[tokio::test]
async fn wrong_answers_ask_again_and_the_third_wrong_set_ends_it() {
    let (world, browser) = (World::start().await, Browser::new());
    let (page, onboarding) = told(&world, &browser, "acp_checking", "123-45-0001").await;
    for left in [2, 1] {
        let wrong = right_answers(&page, &onboarding, false).await;
        let next = onboarding.submit(wrong, CallOptions::default()).await.unwrap();
        assert_eq!(next.kind, StepKind::IdentityQuestions, "{left}");
    }
    let wrong = right_answers(&page, &onboarding, false).await;
    let end = onboarding.submit(wrong, CallOptions::default()).await.unwrap();
    assert_eq!(end.kind, StepKind::Declined(DeclineReason::KycRejected));
}

#[tokio::test]
async fn questions_that_expired_have_their_code_and_begin_anew() {
    let (world, browser) = (World::start().await, Browser::new());
    let (page, onboarding) = told(&world, &browser, "acp_prepaid", "123-45-0001").await;
    let late = right_answers(&page, &onboarding, true).await;
    world.control("/clock/advance", json!({"seconds": 601})).await;
    let fault = onboarding.submit(late, CallOptions::default()).await.unwrap_err();
    assert_eq!(fault.code.as_str(), "identity_questions_expired");
    assert_eq!(onboarding.step().kind, StepKind::IdentityQuestions);
    let anew = right_answers(&page, &onboarding, true).await;
    let next = onboarding.submit(anew, CallOptions::default()).await.unwrap();
    assert_eq!(next.kind, StepKind::AcceptAgreements);
}

#[tokio::test]
async fn a_scan_that_expired_gives_way_to_another_and_one_that_fails_to_the_next_try() {
    let (world, browser) = (World::start().await, Browser::new());
    let (page, onboarding) = told(&world, &browser, "acp_prepaid", "123-45-0003").await;
    let old = scan(&page, &onboarding).await;
    assert_eq!(scan(&page, &onboarding).await, old);
    world.control("/clock/advance", json!({"seconds": 86_401})).await;
    assert_eq!(onboarding.refresh(CallOptions::default()).await.unwrap().kind, StepKind::IdentityScan);
    let second = scan(&page, &onboarding).await;
    assert_ne!(second, old);
    world.control(&format!("/identity_scans/{second}"), json!({"result": "failed"})).await;
    assert_eq!(onboarding.refresh(CallOptions::default()).await.unwrap().kind, StepKind::IdentityScan);
    let third = scan(&page, &onboarding).await;
    world.control(&format!("/identity_scans/{third}"), json!({"result": "passed"})).await;
    let next = onboarding.refresh(CallOptions::default()).await.unwrap();
    assert_eq!(next.kind, StepKind::AcceptAgreements);
}

#[tokio::test]
async fn documents_that_were_refused_are_asked_for_again() {
    let (world, browser) = (World::start().await, Browser::new());
    let (page, onboarding) = told(&world, &browser, "acp_prepaid", "123-45-0002").await;
    send_documents(&page, &onboarding).await.unwrap();
    let waiting = onboarding.submit(StepInput::ProvideDocuments, CallOptions::default()).await.unwrap();
    assert_eq!(waiting.kind, StepKind::IdentityReview);
    review(&world, &page, &onboarding, "rejected").await;
    let again = onboarding.refresh(CallOptions::default()).await.unwrap();
    assert_eq!(again.kind, StepKind::ProvideDocuments);
    let kinds = kinds_to_the_end(&world, &page, &onboarding).await;
    let way = [&["provide_documents", "identity_review", "accept_agreements"][..], &AFTER].concat();
    assert_eq!(kinds, way);
}

#[tokio::test]
async fn a_person_whose_data_is_outstanding_is_asked_again_and_changed_not_made() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let account = page.create_account("acp_prepaid", CallOptions::default()).await.unwrap();
    let name = json!({"accountId": account.id, "firstName": "Ada", "lastName": "Lovelace"});
    let person = page.shown("people.create", name).await.unwrap();
    let kept =
        json!({"onboardings": [{"provided_id": "acp_prepaid", "account_id": account.id, "person_id": person["id"]}]});
    browser.stored.borrow_mut().insert("onboardings".into(), kept.to_string());

    let onboarding = page.onboarding("acp_prepaid", "en-US", CallOptions::default()).await.unwrap();
    let step = onboarding.step();
    assert_eq!(
        (step.kind, step.shown().as_str()),
        (StepKind::PersonDetails, r#"{"kind":"person_details","again":true}"#)
    );
    browser.forget_seen();
    let mut lacking = ada("123-45-6789");
    lacking.government_id.value.clear();
    let fault = onboarding.submit(StepInput::PersonDetails(Box::new(lacking)), CallOptions::default()).await;
    assert!(fault.unwrap_err().is(ErrorCode::ValidationFailed));
    assert!(browser.seen.borrow().is_empty(), "{:?}", browser.calls());
    let next = run(&world, &page, &onboarding, "123-45-6789").await;
    assert_eq!(next.kind, StepKind::AcceptAgreements);
    let calls = browser.calls();
    assert!(calls.contains(&"PATCH /netspend/people/…".to_owned()), "{calls:?}");
    assert!(!calls.contains(&"POST /netspend/people".to_owned()), "{calls:?}");
}

#[tokio::test]
async fn an_agreement_that_was_revised_meanwhile_is_refused_and_its_new_version_shown_as_not_accepted() {
    let (world, browser) = (World::start().await, Browser::new());
    let (page, onboarding) = told(&world, &browser, "acp_prepaid", "123-45-6789").await;
    let old = read_and_accept(&page, &onboarding.step()).await;
    let shown = onboarding.step().shows.list("agreements")[0].text("id").unwrap().to_owned();
    world.control(&format!("/agreements/{shown}/revise"), json!({})).await;
    let fault = onboarding.submit(old, CallOptions::default()).await.unwrap_err();
    assert!(fault.is(ErrorCode::AgreementSuperseded), "{fault:?}");
    let step = onboarding.step();
    let ids: Vec<_> = step.shows.list("agreements").iter().map(|agreement| agreement.text("id").unwrap()).collect();
    assert!(!ids.contains(&shown.as_str()), "{ids:?}");
    let newer = step.shows.list("agreements").iter().find(|agreement| agreement.text("id").unwrap().contains(&*shown));
    assert_eq!(newer.unwrap().get("accepted"), Some(&portico_core::Json::Flag(false)));
    let next = onboarding.submit(read_and_accept(&page, &step).await, CallOptions::default()).await.unwrap();
    assert_eq!(next.kind, StepKind::OrderCard);
}

#[tokio::test]
async fn features_are_offered_once_and_none_is_an_answer() {
    let (world, browser) = (World::start().await, Browser::new());
    let (page, onboarding) = told(&world, &browser, "acp_prepaid", "123-45-6789").await;
    while onboarding.step().kind != StepKind::EnrollFeatures {
        run(&world, &page, &onboarding, "").await;
    }
    let unknown = StepInput::EnrollFeatures { features: vec!["yachts"], consent: None };
    let fault = onboarding.submit(unknown, CallOptions::default()).await.unwrap_err();
    assert!(fault.is(ErrorCode::ValidationFailed) && fault.errors[0].field == "features.0", "{fault:?}");
    let without = StepInput::EnrollFeatures { features: vec!["savings"], consent: None };
    let fault = onboarding.submit(without, CallOptions::default()).await.unwrap_err();
    assert_eq!((fault.code.as_str(), onboarding.step().kind), ("feature_not_eligible", StepKind::EnrollFeatures));
    let none = StepInput::EnrollFeatures { features: vec![], consent: None };
    assert_eq!(onboarding.submit(none, CallOptions::default()).await.unwrap().kind, StepKind::Complete);
    assert_eq!(onboarding.refresh(CallOptions::default()).await.unwrap().kind, StepKind::Complete);

    // Also after a reload; and a page that never wanted them is never asked.
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    for features in [true, false] {
        let onboarding = page.onboarding_with("acp_prepaid", "en-US", features, CallOptions::default()).await.unwrap();
        assert_eq!(onboarding.step().kind, StepKind::Complete);
    }
}
