//! Opening, keeping and ending sessions.

use portico_core::{CallOptions, Client, ClientConfig, ConnectionState, Fault};
use portico_model::ErrorCode;
use serde_json::json;

use crate::support::{Browser, Calls, Fate, LIMIT_MS, World};

async fn connect(client: &Client<Browser>) -> Result<portico_core::SessionInfo, Fault> {
    client.connect(CallOptions::default()).await
}

#[tokio::test]
async fn a_reload_goes_on_with_the_session_and_asks_once() {
    let (world, browser) = (World::start().await, Browser::new());
    let first = connect(&world.page(&browser)).await.unwrap();
    assert!(!first.resumed);
    browser.forget_seen();
    let page = world.page(&browser);
    let again = connect(&page).await.unwrap();
    assert_eq!((again.id.as_str(), again.resumed), (first.id.as_str(), true));
    assert_eq!(connect(&page).await.unwrap(), again);
    // Asked once: this question needs no nonce, and its answer brings one.
    assert_eq!(browser.calls(), ["GET /netspend/sessions/…"]);
}

#[tokio::test]
async fn a_session_that_ended_or_lost_its_key_is_followed_by_a_new_one() {
    let (world, browser) = (World::start().await, Browser::new());
    let first = connect(&world.page(&browser)).await.unwrap();
    world.expire(&first.id).await;
    let second = connect(&world.page(&browser)).await.unwrap();
    assert!(!second.resumed && second.id != first.id);
    browser.session_keys.borrow_mut().clear();
    let third = connect(&world.page(&browser)).await.unwrap();
    assert!(!third.resumed && third.id != second.id);
    browser.stored.borrow_mut().insert("session".into(), "{not json".into());
    assert!(!connect(&world.page(&browser)).await.unwrap().resumed);
}

#[tokio::test]
async fn a_page_goes_on_where_the_grant_of_a_new_session_got_lost() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    let first = connect(&page).await.unwrap();
    world.expire(&first.id).await;
    browser.network(|seen| if seen.path.ends_with("/sessions") { Fate::AnswerLost } else { Fate::Answered });
    let lost = page.create_account("acp_checking", CallOptions::default()).await.unwrap_err();
    assert!(lost.is(ErrorCode::GatewayUnreachable), "{lost:?}");
    // The gateway has a session for this browser that nobody knows.
    browser.network(|_| Fate::Answered);
    page.create_account("acp_checking", CallOptions::default()).await.unwrap();
    assert_ne!(connect(&page).await.unwrap().id, first.id);
    assert_eq!(world.count("accounts").await, 1);
}

#[tokio::test]
async fn a_call_that_is_not_for_this_session_leaves_the_session() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    let first = connect(&page).await.unwrap();
    browser.network(|seen| match seen.path.ends_with("/accounts") {
        true => Fate::problem(403, json!({"code": "session_forbidden"})),
        false => Fate::Answered,
    });
    browser.forget_seen();
    let refused = page.create_account("acp_checking", CallOptions::default()).await.unwrap_err();
    assert!(refused.is(ErrorCode::SessionForbidden), "{refused:?}");
    assert_eq!(browser.calls(), ["POST /netspend/accounts"]);
    assert_eq!(connect(&page).await.unwrap().id, first.id);
}

#[tokio::test]
async fn calls_that_overlap_open_one_session_and_share_one_failure() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    let (first, second) = tokio::join!(connect(&page), connect(&page));
    assert_eq!(first.unwrap().id, second.unwrap().id);
    assert_eq!(browser.calls(), ["GET /netspend/sessions/init", "POST /netspend/sessions"]);

    let browser = Browser::new();
    browser.network(|_| Fate::Lost);
    let page = world.page(&browser);
    let (first, second) = tokio::join!(connect(&page), connect(&page));
    assert!(first.unwrap_err().is(ErrorCode::GatewayUnreachable));
    assert!(second.unwrap_err().is(ErrorCode::GatewayUnreachable));
    assert_eq!(browser.calls().len(), 5);
    assert_eq!(page.state(), ConnectionState::New);
}

#[tokio::test]
async fn wrong_options_end_with_a_code_of_their_own() {
    let world = World::start().await;
    let with = |change: fn(&mut ClientConfig)| {
        let mut config = world.config();
        change(&mut config);
        Client::new(Browser::new(), config)
    };
    for (client, code) in [
        (with(|config| config.sdk_id = "PT-SANDBOX-0".repeat(4)), ErrorCode::UnknownSdkId),
        (with(|config| config.platform_key = "A".repeat(43)), ErrorCode::PlatformKeyMismatch),
        (with(|config| config.gateway_url.push_str("/elsewhere")), ErrorCode::RouteNotFound),
        (with(|config| config.gateway_url = config.origin.clone()), ErrorCode::UnexpectedAnswer),
        (with(|config| config.gateway_url = "http://127.0.0.1:9/portico".into()), ErrorCode::GatewayUnreachable),
    ] {
        let fault = connect(&client).await.unwrap_err();
        assert!(fault.is(code), "{code:?}: {fault:?}");
        assert_eq!(client.state(), ConnectionState::New);
    }
}

#[tokio::test]
async fn a_wrong_clock_on_the_device_does_no_harm() {
    let world = World::start().await;
    for hours in [-80_000.0, -1.0, 1.0, 80_000.0] {
        let browser = Browser::new();
        browser.clock_error_ms.set(hours * 3_600_000.0);
        let page = world.page(&browser);
        connect(&page).await.unwrap();
        page.create_account("acp_checking", CallOptions::default()).await.unwrap();
    }
}

#[tokio::test]
async fn a_device_that_slept_asks_for_the_time_again() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    connect(&page).await.unwrap();
    browser.forget_seen();
    browser.clock_error_ms.set(3_600_000.0);
    page.create_account("acp_checking", CallOptions::default()).await.unwrap();
    let calls = browser.calls();
    assert_eq!(calls.last().unwrap(), "POST /netspend/accounts");
    assert!(calls.contains(&"GET /netspend/sessions/init".to_owned()), "{calls:?}");
}

#[tokio::test]
async fn a_platform_whose_clock_is_ahead_of_the_gateways_is_served_all_the_same() {
    let (world, browser) = (World::start().await, Browser::new());
    world.control("/clock/advance", json!({"seconds": 7200})).await;
    let page = world.page(&browser);
    connect(&page).await.unwrap();
    let account = page.create_account("acp_checking", CallOptions::default()).await.unwrap();
    let person = crate::support::ada("123-45-6789");
    page.create_person(account.id.as_str(), person, CallOptions::default()).await.unwrap();
}

#[tokio::test]
async fn disconnecting_clears_both_sides_and_aborts_what_is_under_way() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    connect(&page).await.unwrap();
    page.onboarding("acp_checking", "en", CallOptions::default()).await.unwrap();
    browser.network(|seen| if seen.path.ends_with("/accounts") { Fate::Hanging } else { Fate::Answered });
    let (hanging, done) = tokio::join!(page.create_account("acp_checking", CallOptions::default()), async {
        tokio::task::yield_now().await;
        page.disconnect(CallOptions::default()).await
    });
    assert!(hanging.unwrap_err().is(ErrorCode::Aborted));
    done.unwrap();
    assert_eq!(page.state(), ConnectionState::Closed);
    assert!(browser.stored.borrow().is_empty() && browser.session_keys.borrow().is_empty());
    assert_eq!(*browser.cookie.borrow(), None);
    let fault = page.create_account("acp_checking", CallOptions::default()).await.unwrap_err();
    assert!(fault.is(ErrorCode::NotConnected));
    let last = browser.records.borrow().iter().find(|record| record.path == "/netspend/accounts").cloned().unwrap();
    assert_eq!((last.status, last.code.as_deref()), (None, Some("aborted")));
    assert!(!connect(&page).await.unwrap().resumed);
}

#[tokio::test]
async fn a_call_ends_by_its_signal_and_by_its_time_limit() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    let aborting = CallOptions { abort: Some(Box::pin(async {})), timeout_ms: None, idempotency_key: None };
    assert!(page.connect(aborting).await.unwrap_err().is(ErrorCode::Aborted));
    connect(&page).await.unwrap();
    browser.network(|_| Fate::Hanging);
    let limited = CallOptions { timeout_ms: Some(LIMIT_MS), ..CallOptions::default() };
    let fault = page.create_account("acp_checking", limited).await.unwrap_err();
    assert!(fault.is(ErrorCode::Timeout) && fault.retryable);
    assert_eq!(browser.records.borrow().last().unwrap().code.as_deref(), Some("timeout"));
    browser.network(|_| Fate::Answered);
    page.create_account("acp_checking", CallOptions::default()).await.unwrap();
}

#[tokio::test]
async fn a_second_tab_joins_and_follows_the_session_of_the_first() {
    let (world, browser) = (World::start().await, Browser::new());
    let (first, second) = (world.page(&browser), world.page(&browser));
    let session = connect(&first).await.unwrap();
    assert_eq!(connect(&second).await.unwrap().id, session.id);
    let account = first.create_account("acp_checking", CallOptions::default()).await.unwrap();
    world.expire(&session.id).await;
    first.account(account.id.as_str(), CallOptions::default()).await.unwrap();
    browser.forget_seen();
    second.account(account.id.as_str(), CallOptions::default()).await.unwrap();
    assert!(!browser.calls().contains(&"POST /netspend/sessions".to_owned()), "{:?}", browser.calls());
}

#[tokio::test]
async fn values_are_sealed_for_the_session_and_open_refuses_what_is_not_for_it() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    let fault = page.seal(b"x", "note", CallOptions::default()).await.unwrap_err();
    assert!(fault.is(ErrorCode::NotConnected));
    connect(&page).await.unwrap();
    let sealed = page.seal(b"value", "note", CallOptions::default()).await.unwrap();
    assert_eq!(sealed.split('.').count(), 5);
    let fault = page.open(&sealed, "note", CallOptions::default()).await.unwrap_err();
    assert!(fault.is(ErrorCode::Unsealable) && fault.status.is_none());
}
