//! A network that loses things, and servers that fail.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use portico_core::onboarding::StepKind;
use portico_core::{CallOptions, Fault};
use portico_model::ErrorCode;

use crate::support::{Browser, Calls, Fate, LIMIT_MS, World, ada, run};

#[tokio::test]
async fn every_call_whose_first_answers_are_lost_is_tried_again_under_one_key() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    browser.forget_seen();
    let count = Rc::new(Cell::new(0));
    // Of each three requests the first is never sent, and the second's answer is lost.
    browser.network(move |_| {
        count.set(count.get() + 1);
        match count.get() % 3 {
            1 => Fate::Lost,
            2 => Fate::AnswerLost,
            _ => Fate::Answered,
        }
    });
    let onboarding = page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
    while !matches!(onboarding.step().kind, StepKind::Complete) {
        run(&world, &page, &onboarding, "123-45-6789").await;
    }
    let seen = browser.seen.borrow();
    let keys_of = |end: &str| {
        let calls = seen.iter().filter(|seen| seen.method != "GET" && seen.path.ends_with(end));
        calls.filter_map(|seen| seen.header("idempotency-key")).collect::<BTreeSet<_>>().len()
    };
    for end in ["/accounts", "/people", "/cards/physical", "/verifications", "/pin", "/expected_use"] {
        assert_eq!(keys_of(end), 1, "{end}");
    }
    let proofs: BTreeSet<_> = seen.iter().filter_map(|seen| seen.header("dpop")).collect();
    assert_eq!(proofs.len(), seen.len());
    let sealed: Vec<_> = seen.iter().filter(|seen| seen.path.ends_with("/pin")).map(|seen| &seen.body).collect();
    assert_eq!(sealed.iter().collect::<BTreeSet<_>>().len(), sealed.len());
    assert!(sealed.len() > 1);
}

#[tokio::test]
async fn a_gateway_that_is_gone_is_given_up_after_five_tries() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    browser.forget_seen();
    browser.network(|_| Fate::Lost);
    let fault: Fault = page.create_account("acp_checking", CallOptions::default()).await.unwrap_err();
    assert!(fault.is(ErrorCode::GatewayUnreachable) && fault.retryable && fault.status.is_none());
    let attempts: Vec<_> = browser.records.borrow().iter().map(|record| record.attempt).collect();
    assert_eq!(attempts, [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn business_answers_are_not_tried_again_and_name_their_request() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    browser.forget_seen();
    let fault = page.create_account("acp_nowhere", CallOptions::default()).await.unwrap_err();
    assert!(fault.is(ErrorCode::ContextNotFound), "{fault:?}");
    assert!(fault.request_id.as_ref().is_some_and(|id| !id.is_empty()));
    assert_eq!(browser.calls().len(), 1);
    let foreign = page.account("01900000-0000-7000-8000-000000000000", CallOptions::default()).await.unwrap_err();
    assert!(foreign.is(ErrorCode::AccountNotFound));
}

#[tokio::test]
async fn a_key_of_the_callers_own_is_used_and_a_malformed_one_refused() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let with = |key: &str| CallOptions { idempotency_key: Some(key.to_owned()), ..CallOptions::default() };
    let first = page.create_account("acp_checking", with("mine-1")).await.unwrap();
    let again = page.create_account("acp_checking", with("mine-1")).await.unwrap();
    assert_eq!(first.id, again.id);
    let fault = page.create_account("acp_prepaid", with("mine-1")).await.unwrap_err();
    assert!(fault.is(ErrorCode::IdempotencyKeyReused));
    for malformed in ["", "two words", "\"quoted\"", &"x".repeat(256)] {
        let fault = page.create_account("acp_checking", with(malformed)).await.unwrap_err();
        assert!(fault.is(ErrorCode::InvalidOption), "{malformed}");
        assert_eq!(fault.errors[0].field, "idempotencyKey");
    }
}

#[tokio::test]
async fn the_single_calls_go_all_the_way_by_themselves() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    let options = CallOptions::default;
    page.connect(options()).await.unwrap();
    let account = page.create_account("acp_checking", options()).await.unwrap();
    let person = page.create_person(account.id.as_str(), ada("123-45-6789"), options()).await.unwrap();
    let person_id = person.id.as_str();
    for agreement in page.search_agreements("acp_checking", options()).await.unwrap() {
        let text = page.read_document(&agreement, options()).await.unwrap();
        assert_eq!(page.agreement(agreement.id.as_str(), options()).await.unwrap().id, agreement.id);
        let names = [person_id, agreement.id.as_str(), &text.sha256, "en-US"];
        let receipt = page.accept_agreement(names, options()).await.unwrap();
        assert_eq!(receipt.document_sha256, text.sha256);
    }
    assert!(page.accepted_agreements(person_id, options()).await.unwrap().iter().all(|a| a.accepted_at.is_some()));
    let questions = page.expected_use(person_id, options()).await.unwrap();
    let answers = crate::support::answer_all(&questions);
    page.answer_expected_use(person_id, &answers, options()).await.unwrap();
    let brands = page.brands(person_id, options()).await.unwrap();
    let home = crate::support::home();
    let brand = &brands[0].brand_name;
    let card = page.order_card([account.id.as_str(), person_id, brand], &home, options()).await.unwrap();
    let cvc = world.ship(card.id.as_str()).await;
    let verification = page.verify_card(card.id.as_str(), &cvc, options()).await.unwrap();
    let card = page.set_pin(card.id.as_str(), verification.id.as_str(), "4071", options()).await.unwrap();
    assert_eq!(page.card(card.id.as_str(), options()).await.unwrap().status, card.status);
    assert_eq!(page.person(person_id, options()).await.unwrap().id, person.id);
}

#[tokio::test]
async fn a_call_without_a_network_goes_on_when_there_is_one_again() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    // Also the very first call, which opens the session.
    let (offline, network) = (Rc::new(Cell::new(true)), browser.clone());
    let is_offline = Rc::clone(&offline);
    browser.network(move |_| if is_offline.get() { Fate::Offline } else { Fate::Answered });
    let back = async {
        while browser.seen.borrow().is_empty() {
            tokio::task::yield_now().await;
        }
        offline.set(false);
        network.online.notify_one();
    };
    let (session, ()) = tokio::join!(page.connect(CallOptions::default()), back);
    assert!(!session.unwrap().id.is_empty());
    assert_eq!(browser.records.borrow()[0].code.as_deref(), Some("offline"));
}

#[tokio::test]
async fn a_call_that_finds_no_network_within_its_time_says_so() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    browser.network(|_| Fate::Offline);
    let limited = CallOptions { timeout_ms: Some(LIMIT_MS), ..CallOptions::default() };
    let fault = page.create_account("acp_checking", limited).await.unwrap_err();
    assert!(fault.is(ErrorCode::Offline) && fault.retryable, "{fault:?}");
}
