//! Returning customers: the partner's login vouches for them.

use portico_core::onboarding::{Onboarding, StepKind};
use portico_core::{CallOptions, Client, ConnectionState, Fault, SessionInfo};
use portico_model::ErrorCode;

use crate::support::{Browser, Fate, World, run, step_kind};

const SSN: &str = "123-45-6789";

/// A page whose customer signs in.
async fn sign_in(world: &World, browser: &Browser, partner_ref: &str) -> Client<Browser> {
    let page = world.page(browser);
    connect(world, &page, partner_ref).await.unwrap();
    page
}

async fn connect(world: &World, page: &Client<Browser>, partner_ref: &str) -> Result<SessionInfo, Fault> {
    let ticket = world.ticket(page, partner_ref).await;
    page.connect_with(&ticket, CallOptions::default()).await
}

async fn onboard(page: &Client<Browser>) -> Onboarding<Browser> {
    page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap()
}

#[tokio::test]
async fn a_customer_goes_on_at_every_step_on_another_device() {
    let world = World::start().await;
    let mut kinds = Vec::new();
    let mut ids = None;
    loop {
        // A new device each time: it keeps nothing.
        let page = sign_in(&world, &Browser::new(), "ada").await;
        let onboarding = onboard(&page).await;
        if let Some((account, person)) = &ids {
            assert_eq!((&onboarding.ids().account_id, &onboarding.ids().person_id), (account, person));
        }
        kinds.push(step_kind(&onboarding.step()));
        if onboarding.step().kind == StepKind::Complete {
            break;
        }
        run(&world, &page, &onboarding, SSN).await;
        ids = Some((onboarding.ids().account_id, onboarding.ids().person_id));
        assert!(kinds.len() < 12, "{kinds:?}");
    }
    let steps = "person_details accept_agreements expected_use order_card await_card activate_card complete";
    assert_eq!(kinds, steps.split(' ').collect::<Vec<_>>());
}

#[tokio::test]
async fn a_reload_goes_on_with_the_customers_session_and_needs_no_ticket() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = sign_in(&world, &browser, "ada").await;
    run(&world, &page, &onboard(&page).await, SSN).await;
    let page = world.page(&browser);
    assert!(page.connect(CallOptions::default()).await.unwrap().resumed);
    assert_eq!(onboard(&page).await.step().kind, StepKind::AcceptAgreements);
}

#[tokio::test]
async fn the_platforms_session_that_ends_is_opened_again_as_the_customers_without_a_ticket() {
    let (world, browser) = (World::start().await, Browser::new());
    sign_in(&world, &Browser::new(), "ada").await;
    let page = sign_in(&world, &browser, "ada").await;
    let onboarding = onboard(&page).await;
    let first = page.connect(CallOptions::default()).await.unwrap();
    world.expire(&first.id).await;
    run(&world, &page, &onboarding, SSN).await;
    assert_ne!(page.connect(CallOptions::default()).await.unwrap().id, first.id);
    // The gateway still knows whose it is: the person belongs to the partner's customer.
    let other = sign_in(&world, &Browser::new(), "ada").await;
    assert_eq!(onboard(&other).await.ids().person_id, onboarding.ids().person_id);
}

#[tokio::test]
async fn a_visit_that_ended_wants_a_new_ticket_and_then_the_same_onboarding_goes_on() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = sign_in(&world, &browser, "ada").await;
    let onboarding = onboard(&page).await;
    run(&world, &page, &onboarding, SSN).await;
    // What the gateway no longer knows: the same as 30 minutes without a call.
    *browser.cookie.borrow_mut() = None;
    let refused = onboarding.refresh(CallOptions::default()).await.unwrap_err();
    assert!(refused.is(ErrorCode::LoginRequired) && !refused.retryable, "{refused:?}");
    assert_eq!(page.state(), ConnectionState::New);
    assert!(onboarding.refresh(CallOptions::default()).await.unwrap_err().is(ErrorCode::NotConnected));
    assert!(!browser.calls().ends_with(&["POST /netspend/sessions".to_owned()]), "no anonymous session");
    connect(&world, &page, "ada").await.unwrap();
    let ids = onboarding.ids();
    run(&world, &page, &onboarding, SSN).await;
    assert_eq!(onboarding.ids(), ids);
    assert_eq!(step_kind(&onboarding.step()), "expected_use");
}

#[tokio::test]
async fn a_reload_after_the_visit_has_ended_says_so_once_and_opens_nothing_anonymous() {
    let (world, browser) = (World::start().await, Browser::new());
    sign_in(&world, &browser, "ada").await;
    *browser.cookie.borrow_mut() = None;
    browser.forget_seen();
    let page = world.page(&browser);
    let refused = page.connect(CallOptions::default()).await.unwrap_err();
    assert!(refused.is(ErrorCode::LoginRequired), "{refused:?}");
    assert_eq!(browser.calls(), ["GET /netspend/sessions/…"]);
    // Whoever asks again means somebody new.
    assert!(!page.connect(CallOptions::default()).await.unwrap().resumed);
}

#[tokio::test]
async fn a_ticket_leaves_nothing_of_who_was_here_before() {
    let (world, browser) = (World::start().await, Browser::new());
    let before = world.page(&browser);
    before.connect(CallOptions::default()).await.unwrap();
    let theirs = onboard(&before).await;
    run(&world, &before, &theirs, SSN).await;
    let page = sign_in(&world, &browser, "ada").await;
    let onboarding = onboard(&page).await;
    assert_eq!(onboarding.step().kind, StepKind::PersonDetails);
    assert_eq!(onboarding.ids().account_id, None);
    let stored = format!("{:?}", browser.stored.borrow());
    for id in [theirs.ids().account_id, theirs.ids().person_id] {
        assert!(!stored.contains(&id.unwrap()), "{stored}");
    }
    // The same customer again: what this browser keeps of them is theirs.
    run(&world, &page, &onboarding, SSN).await;
    let ids = onboarding.ids();
    let again = sign_in(&world, &browser, "ada").await;
    assert_eq!(onboard(&again).await.ids(), ids);
    // And another one finds nothing of it.
    let other = sign_in(&world, &browser, "grace").await;
    assert_eq!(onboard(&other).await.ids().account_id, None);
}

#[tokio::test]
async fn a_ticket_is_in_one_header_of_one_call_and_kept_nowhere() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    let ticket = world.ticket(&page, "ada").await;
    page.connect_with(&ticket, CallOptions::default()).await.unwrap();
    run(&world, &page, &onboard(&page).await, SSN).await;
    for seen in &*browser.seen.borrow() {
        let bears = seen.header("portico-ticket").is_some();
        assert_eq!(bears, seen.path == "/netspend/sessions", "{} {}", seen.method, seen.path);
        assert!(!seen.path.contains(&ticket) && !seen.body.contains(&ticket));
    }
    let kept = format!("{:?}{:?}", browser.stored.borrow(), browser.records.borrow());
    let signature = ticket.rsplit('.').next().unwrap();
    assert!(!kept.contains(signature) && !kept.contains("partner_ref") && !kept.contains("\"ada\""), "{kept}");
}

#[tokio::test]
async fn a_ticket_that_is_refused_has_one_code_and_leaves_the_session_that_was_there() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    let first = page.connect(CallOptions::default()).await.unwrap();
    // Another browser's ticket.
    let ticket = world.ticket(&world.page(&Browser::new()), "ada").await;
    let refused = page.connect_with(&ticket, CallOptions::default()).await.unwrap_err();
    assert!(refused.is(ErrorCode::InvalidTicket) && !refused.retryable && refused.reason.is_none(), "{refused:?}");
    assert_eq!(page.state(), ConnectionState::New);
    let again = page.connect(CallOptions::default()).await.unwrap();
    assert_eq!((again.id, again.resumed), (first.id, true));
}

#[tokio::test]
async fn a_lost_answer_to_a_ticket_is_asked_for_again_with_the_same_ticket() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    let ticket = world.ticket(&page, "ada").await;
    let mut lost = false;
    browser.network(move |seen| {
        let is_first = seen.path == "/netspend/sessions" && seen.header("portico-ticket").is_some() && !lost;
        lost |= is_first;
        if is_first { Fate::AnswerLost } else { Fate::Answered }
    });
    page.connect_with(&ticket, CallOptions::default()).await.unwrap();
    run(&world, &page, &onboard(&page).await, SSN).await;
    let again = sign_in(&world, &Browser::new(), "ada").await;
    assert_eq!(onboard(&again).await.step().kind, StepKind::AcceptAgreements);
}
