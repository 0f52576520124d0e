//! A reload in the middle of any step goes on at that step.

use std::cell::Cell;
use std::rc::Rc;

use portico_core::CallOptions;
use portico_core::onboarding::StepKind;
use portico_model::ErrorCode;

use crate::support::{Browser, Fate, StepInput, World, ada, brand_names, home, run, shown_card, step_kind};

#[tokio::test]
async fn a_new_page_at_every_step_goes_on_there() {
    let (world, browser) = (World::start().await, Browser::new());
    let mut kinds = Vec::new();
    loop {
        let page = world.page(&browser);
        page.connect(CallOptions::default()).await.unwrap();
        let onboarding = page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
        kinds.push(step_kind(&onboarding.step()));
        if matches!(onboarding.step().kind, StepKind::Complete) {
            assert!(onboarding.ids().card_id.is_some());
            break;
        }
        let next = step_kind(&run(&world, &page, &onboarding, "123-45-6789").await);
        assert_ne!(kinds.last(), Some(&next));
        assert!(kinds.len() < 12, "{kinds:?}");
    }
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
}

#[tokio::test]
async fn a_session_that_ends_before_any_step_is_opened_again_and_the_step_goes_on() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let onboarding = page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
    while !matches!(onboarding.step().kind, StepKind::Complete) {
        let session = page.connect(CallOptions::default()).await.unwrap();
        world.expire(&session.id).await;
        let before = step_kind(&onboarding.step());
        assert_ne!(step_kind(&run(&world, &page, &onboarding, "123-45-6789").await), before);
    }
}

#[tokio::test]
async fn a_browser_that_the_gateway_forgot_starts_anew_with_what_was_typed() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let onboarding = page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
    run(&world, &page, &onboarding, "123-45-6789").await;
    let first = onboarding.ids();

    *browser.cookie.borrow_mut() = None;
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let onboarding = page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
    assert_eq!((onboarding.step().kind, onboarding.ids().account_id), (StepKind::PersonDetails, None));
    assert_eq!(step_kind(&run(&world, &page, &onboarding, "123-45-6789").await), "accept_agreements");
    assert_ne!(onboarding.ids().account_id, first.account_id);

    *browser.cookie.borrow_mut() = None;
    let next = run(&world, &page, &onboarding, "123-45-6789").await;
    assert_eq!(next.kind, StepKind::PersonDetails);
}

/// Loses every answer to `method` and `end` until the page is reloaded.
async fn lose(browser: &Browser, method: &'static str, end: &'static str) {
    browser.network(move |seen| {
        let hit = seen.method == method && seen.path.ends_with(end);
        if hit { Fate::AnswerLost } else { Fate::Answered }
    });
}

#[tokio::test]
async fn a_write_whose_answer_was_lost_before_a_reload_is_not_done_twice() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let onboarding = page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
    lose(&browser, "POST", "/accounts").await;
    let input = StepInput::PersonDetails(Box::new(ada("123-45-6789")));
    let fault = onboarding.submit(input, CallOptions::default()).await.unwrap_err();
    assert!(fault.is(ErrorCode::GatewayUnreachable));
    let key = browser.seen.borrow().last().unwrap().header("idempotency-key").unwrap().to_owned();

    // Reloaded: the account's answer comes under the same key; then the person's is lost.
    lose(&browser, "POST", "/people").await;
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let onboarding = page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
    browser.forget_seen();
    let input = StepInput::PersonDetails(Box::new(ada("123-45-6789")));
    onboarding.submit(input, CallOptions::default()).await.unwrap_err();
    let account = browser.seen.borrow().iter().find(|seen| seen.path.ends_with("/accounts")).cloned().unwrap();
    assert_eq!(account.header("idempotency-key"), Some(key.as_str()));

    // In this page what was typed changed: the person is made already, and that counts.
    browser.network(|_| Fate::Answered);
    let input = StepInput::PersonDetails(Box::new(ada("123-45-9999")));
    let next = onboarding.submit(input, CallOptions::default()).await.unwrap();
    assert_eq!(step_kind(&next), "accept_agreements");
    assert!(!browser.stored.borrow()["onboardings"].contains("\"key\""), "{:?}", browser.stored.borrow());
}

#[tokio::test]
async fn the_key_of_a_write_is_kept_before_the_write_is_sent_and_forgotten_with_its_answer() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let onboarding = page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
    let (disk, kept) = (browser.clone(), Rc::new(Cell::new(0)));
    let count = Rc::clone(&kept);
    browser.network(move |seen| {
        if seen.method == "POST" && (seen.path.ends_with("/accounts") || seen.path.ends_with("/people")) {
            let key = seen.header("idempotency-key").unwrap();
            assert!(disk.stored.borrow()["onboardings"].contains(key), "{}", seen.path);
            count.set(count.get() + 1);
        }
        Fate::Answered
    });
    run(&world, &page, &onboarding, "123-45-6789").await;
    assert_eq!(kept.get(), 2);
    assert!(!browser.stored.borrow()["onboardings"].contains("\"key\""));
}

#[tokio::test]
async fn a_card_and_a_pin_whose_answers_were_lost_are_found_again() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let onboarding = page.onboarding("acp_prepaid", "en-US", CallOptions::default()).await.unwrap();
    while !matches!(onboarding.step().kind, StepKind::OrderCard) {
        run(&world, &page, &onboarding, "123-45-6789").await;
    }
    let brands = brand_names(&onboarding.step());
    lose(&browser, "POST", "/cards/physical").await;
    let order = |brand: usize| StepInput::OrderCard { brand_name: brands[brand].clone(), address: home() };
    onboarding.submit(order(0), CallOptions::default()).await.unwrap_err();
    browser.network(|_| Fate::Answered);
    // Another brand under the key that was begun: the first order stands.
    let card = shown_card(&onboarding.submit(order(1), CallOptions::default()).await.unwrap());
    assert_eq!(step_kind(&onboarding.step()), "await_card");
    assert_eq!(card.brand_name, brands[0]);

    let cvc = world.ship(card.id.as_str()).await;
    onboarding.refresh(CallOptions::default()).await.unwrap();
    lose(&browser, "PUT", "/pin").await;
    let activate = |pin: &str| StepInput::ActivateCard { cvc: cvc.clone(), pin: pin.into() };
    onboarding.submit(activate("4071"), CallOptions::default()).await.unwrap_err();
    browser.network(|_| Fate::Answered);
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let onboarding = page.onboarding("acp_prepaid", "en-US", CallOptions::default()).await.unwrap();
    assert_eq!(step_kind(&onboarding.step()), "complete");
}

#[tokio::test]
async fn a_submit_that_took_effect_is_not_done_again_when_what_follows_could_not_be_read() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let onboarding = page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
    lose(&browser, "POST", "/agreements/search").await;
    let input = StepInput::PersonDetails(Box::new(ada("123-45-6789")));
    onboarding.submit(input, CallOptions::default()).await.unwrap_err();
    assert_eq!(onboarding.step().kind, StepKind::PersonDetails);
    browser.network(|_| Fate::Answered);
    browser.forget_seen();
    let input = StepInput::PersonDetails(Box::new(ada("123-45-6789")));
    let next = onboarding.submit(input, CallOptions::default()).await.unwrap();
    assert_eq!(step_kind(&next), "accept_agreements");
    assert!(!browser.calls().contains(&"POST /netspend/people".to_owned()), "{:?}", browser.calls());
}

#[tokio::test]
async fn of_two_submits_at_once_the_second_meets_the_next_step() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let onboarding = page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
    let submit = || onboarding.submit(StepInput::PersonDetails(Box::new(ada("123-45-6789"))), CallOptions::default());
    let (first, second) = tokio::join!(submit(), submit());
    assert_eq!(step_kind(&first.unwrap()), "accept_agreements");
    assert!(second.unwrap_err().is(ErrorCode::WrongStep));
}

#[tokio::test]
async fn forgetting_starts_the_next_onboarding_anew() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let onboarding = page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
    run(&world, &page, &onboarding, "123-45-0004").await;
    onboarding.forget().await;
    assert_eq!((onboarding.step().kind, onboarding.ids().account_id), (StepKind::PersonDetails, None));
    let next = page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
    assert_eq!(next.step().kind, StepKind::PersonDetails);
}

#[tokio::test]
async fn storage_that_is_cleared_at_every_step_stops_no_page_that_is_open() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let onboarding = page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
    let mut steps = 0;
    while onboarding.step().kind != StepKind::Complete {
        browser.stored.borrow_mut().clear();
        let before = onboarding.step().kind;
        assert_ne!(run(&world, &page, &onboarding, "123-45-6789").await.kind, before);
        steps += 1;
        assert!(steps < 12);
    }
    for table in ["accounts", "people", "cards"] {
        assert_eq!(world.count(table).await, 1, "{table}");
    }
    let card = onboarding.ids().card_id.unwrap();
    assert!(browser.stored.borrow()["onboardings"].contains(&card));
}
