//! Whole journeys.

use portico_core::onboarding::{DeclineReason, StepKind};
use portico_core::{CallOptions, ConnectionState};

use crate::support::{Browser, World, run, step_kind};

/// The kinds of the steps of one journey, to its end.
async fn journey(world: &World, browser: &Browser, provided_id: &str, ssn: &str) -> Vec<&'static str> {
    let client = world.page(browser);
    client.connect(CallOptions::default()).await.unwrap();
    let onboarding = client.onboarding(provided_id, "en-US", CallOptions::default()).await.unwrap();
    let mut kinds = vec![step_kind(&onboarding.step())];
    while !matches!(onboarding.step().kind, StepKind::Complete | StepKind::Declined(_)) {
        kinds.push(step_kind(&run(world, &client, &onboarding, ssn).await));
        assert!(kinds.len() < 12, "{kinds:?}");
    }
    kinds
}

#[tokio::test]
async fn a_checking_account_goes_through_all_steps_with_at_most_eighteen_calls_of_the_engine() {
    let (world, browser) = (World::start().await, Browser::new());
    let kinds = journey(&world, &browser, "acp_checking", "123-45-6789").await;
    assert_eq!(
        kinds,
        [
            "person_details",
            "accept_agreements",
            "expected_use",
            "order_card",
            "await_card",
            "activate_card",
            "complete"
        ]
    );
    let calls: Vec<_> = browser.calls().into_iter().filter(|call| !call.starts_with("GET /files/")).collect();
    assert!(calls.len() <= 18, "{calls:#?}");
    assert_eq!(*browser.states.borrow(), [ConnectionState::Initializing, ConnectionState::Ready]);
}

#[tokio::test]
async fn a_prepaid_account_is_not_asked_about_expected_use() {
    let (world, browser) = (World::start().await, Browser::new());
    let kinds = journey(&world, &browser, "acp_prepaid", "123-45-6789").await;
    assert_eq!(kinds, ["person_details", "accept_agreements", "order_card", "await_card", "activate_card", "complete"]);
}

#[tokio::test]
async fn who_fails_a_check_is_declined_with_the_reason_also_after_a_reload() {
    let world = World::start().await;
    for (ssn, reason) in [
        ("123-45-0004", DeclineReason::KycRejected),
        ("123-45-0005", DeclineReason::OfacRejected),
        ("123-45-0007", DeclineReason::KycBlocked),
    ] {
        let browser = Browser::new();
        assert_eq!(journey(&world, &browser, "acp_checking", ssn).await, ["person_details", "declined"]);
        let client = world.page(&browser);
        client.connect(CallOptions::default()).await.unwrap();
        let onboarding = client.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
        assert_eq!(onboarding.step().kind, StepKind::Declined(reason));
        assert_eq!(onboarding.step().shows.text("reason"), Some(reason.as_str()));
    }
}

#[tokio::test]
async fn who_is_reviewed_waits_and_then_goes_on() {
    let (world, browser) = (World::start().await, Browser::new());
    let kinds = journey(&world, &browser, "acp_checking", "123-45-0006").await;
    assert_eq!(kinds[..3], ["person_details", "identity_review", "accept_agreements"]);
    assert_eq!(kinds.last(), Some(&"complete"));
}

#[tokio::test]
async fn no_call_and_no_storage_holds_what_is_of_the_sealed_class() {
    let (world, browser) = (World::start().await, Browser::new());
    journey(&world, &browser, "acp_checking", "123-45-6789").await;
    let secrets = ["123456789", "123-45-6789", "1990-12-10", "4071"];
    let requests = format!("{:?}", browser.seen.borrow());
    let kept = format!("{:?}", browser.stored.borrow());
    let told = format!("{:?}", browser.records.borrow());
    for secret in secrets {
        for place in [&requests, &kept, &told] {
            // The PIN's four digits may stand in random text by chance, never as a value of their own.
            assert!(!place.contains(&format!("\"{secret}\"")) && (secret.len() == 4 || !place.contains(secret)));
        }
    }
    for contact in ["Lovelace", "ada@example.com", "5125550143", "1 Main St"] {
        assert!(!kept.contains(contact) && !told.contains(contact), "{contact}");
    }
    let sealed: Vec<_> = browser.records.borrow().iter().flat_map(|record| record.sealed.clone()).collect();
    let uses: Vec<_> = sealed.iter().map(|sealed| sealed.use_.split(':').next().unwrap().to_owned()).collect();
    assert_eq!(uses, ["device", "person", "cvc", "pin"]);
    assert!(sealed.iter().all(|sealed| sealed.alg == "ECDH-ES" && sealed.bytes > 100));
}
