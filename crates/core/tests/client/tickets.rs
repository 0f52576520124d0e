//! Returning customers: the partner's login vouches for them.

use portico_core::onboarding::{Onboarding, StepKind};
use portico_core::{CallOptions, Client, ConnectionState, Fault, SessionInfo};
use portico_model::ErrorCode;

use crate::support::{Browser, Calls, Fate, ShownAgreement, StepInput, World, ada, run, step_kind};

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
    // Their tab is still open: what is sent there is not the new customer's, and changes nothing that is kept of them.
    let kept = browser.stored.borrow().clone();
    let made = made(&world).await;
    let id = theirs.step().shows.list("agreements")[0].text("id").unwrap().to_owned();
    let agreements = vec![ShownAgreement { id, document_sha256: "a".repeat(64) }];
    let input = StepInput::AcceptAgreements { accepted: true, agreements };
    let refused = theirs.submit(input, CallOptions::default()).await.unwrap_err();
    assert!(refused.is(ErrorCode::LoginRequired) && !refused.retryable, "{refused:?}");
    assert_eq!((before.state(), page.state()), (ConnectionState::New, ConnectionState::Ready));
    assert_eq!(self::made(&world).await, made);
    assert_eq!(*browser.stored.borrow(), kept);
    // The same customer again: what this browser keeps of them is theirs.
    run(&world, &page, &onboarding, SSN).await;
    let ids = onboarding.ids();
    let again = sign_in(&world, &browser, "ada").await;
    assert_eq!(onboard(&again).await.ids(), ids);
    // And another one finds nothing of it.
    let other = sign_in(&world, &browser, "grace").await;
    assert_eq!(onboard(&other).await.ids().account_id, None);
}

/// How many accounts and people there are.
async fn made(world: &World) -> (i64, i64) {
    (world.count("accounts").await, world.count("people").await)
}

#[tokio::test]
async fn what_was_typed_in_an_older_tab_never_goes_out_as_the_customer_who_signed_in_since() {
    for earlier in [Some("grace"), None] {
        let (world, browser) = (World::start().await, Browser::new());
        let older = world.page(&browser);
        match earlier {
            Some(partner_ref) => connect(&world, &older, partner_ref).await.unwrap(),
            None => older.connect(CallOptions::default()).await.unwrap(),
        };
        let theirs = onboard(&older).await;
        let page = sign_in(&world, &browser, "ada").await;
        let onboarding = onboard(&page).await;
        let kept = browser.stored.borrow()["session"].clone();
        let details = || StepInput::PersonDetails(Box::new(ada(SSN)));
        let (left, right) = tokio::join!(
            theirs.submit(details(), CallOptions::default()),
            older.account("acc_1", CallOptions::default())
        );
        // One of the two meets it; the other finds no other way in.
        let refused = [left.unwrap_err(), right.unwrap_err()];
        let is = |code| refused.iter().filter(|fault| fault.is(code) && !fault.retryable).count();
        assert!(is(ErrorCode::LoginRequired) > 0, "{refused:?}");
        assert_eq!(is(ErrorCode::LoginRequired) + is(ErrorCode::NotConnected), 2, "{refused:?}");
        assert_eq!((older.state(), made(&world).await), (ConnectionState::New, (0, 0)), "{earlier:?}");
        assert_eq!(browser.stored.borrow()["session"], kept);
        run(&world, &page, &onboarding, SSN).await;
        assert_eq!(made(&world).await, (1, 1));
        // Signed in again, the same form goes out as their own.
        connect(&world, &older, "grace").await.unwrap();
        assert_eq!(step_kind(&theirs.submit(details(), CallOptions::default()).await.unwrap()), "accept_agreements");
        assert_ne!(theirs.ids().person_id, onboarding.ids().person_id);
        assert_eq!(made(&world).await, (2, 2));
    }
}

#[tokio::test]
async fn two_tabs_of_one_customer_share_what_follows_a_session() {
    let (world, browser) = (World::start().await, Browser::new());
    let first = sign_in(&world, &browser, "ada").await;
    let ours = onboard(&first).await;
    let second = world.page(&browser);
    let session = second.connect(CallOptions::default()).await.unwrap().id;
    let theirs = onboard(&second).await;
    world.expire(&session).await;
    run(&world, &second, &theirs, SSN).await;
    ours.refresh(CallOptions::default()).await.unwrap();
    let step = run(&world, &first, &ours, SSN).await;
    assert_eq!((step_kind(&step), made(&world).await), ("accept_agreements", (1, 1)));
    // Their person is made: another ticket for them is no other customer.
    let third = sign_in(&world, &browser, "ada").await;
    run(&world, &second, &theirs, SSN).await;
    let id = third.connect(CallOptions::default()).await.unwrap().id;
    assert_eq!(second.connect(CallOptions::default()).await.unwrap().id, id);
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
async fn who_comes_after_a_ticket_that_was_refused_has_an_anonymous_visit() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    let ticket = world.ticket(&world.page(&Browser::new()), "ada").await;
    page.connect_with(&ticket, CallOptions::default()).await.unwrap_err();
    page.connect(CallOptions::default()).await.unwrap();
    *browser.cookie.borrow_mut() = None;
    // Nobody vouched for them: the gateway's next visit begins without a ticket.
    assert!(!world.page(&browser).connect(CallOptions::default()).await.unwrap().resumed);
    // Nor where the customer before signed out in another tab.
    let page = sign_in(&world, &browser, "grace").await;
    let other = world.page(&browser);
    other.connect(CallOptions::default()).await.unwrap();
    other.disconnect(CallOptions::default()).await.unwrap();
    page.connect_with(&ticket, CallOptions::default()).await.unwrap_err();
    page.connect(CallOptions::default()).await.unwrap();
    *browser.cookie.borrow_mut() = None;
    assert!(!world.page(&browser).connect(CallOptions::default()).await.unwrap().resumed);
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
