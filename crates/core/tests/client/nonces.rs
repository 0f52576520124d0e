//! A gateway that asks for nonces of its own in proofs (RFC 9449 section 9).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portico_core::ports::HttpResponse;
use portico_core::{CallOptions, Client};
use serde_json::Value;

use crate::support::{Browser, Calls, Fate, Seen, World};

fn demand(nonce: &str) -> Fate {
    let headers = [
        ("content-type", "application/problem+json"),
        ("dpop-nonce", nonce),
        ("www-authenticate", r#"DPoP error="use_dpop_nonce""#),
        ("date", "Sat, 21 Nov 2026 12:00:00 GMT"),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    Fate::Forged(HttpResponse { status: 401, headers, body: br#"{"code":"use_dpop_nonce"}"#.to_vec() })
}

fn nonce_of(seen: &Seen) -> Option<String> {
    let payload = URL_SAFE_NO_PAD.decode(seen.header("dpop").unwrap().split('.').nth(1).unwrap()).unwrap();
    serde_json::from_slice::<Value>(&payload).unwrap()["nonce"].as_str().map(ToOwned::to_owned)
}

async fn connected(world: &World, browser: &Browser) -> Client<Browser> {
    let page = world.page(browser);
    page.connect(CallOptions::default()).await.unwrap();
    browser.forget_seen();
    page
}

/// Takes proofs with this nonce alone, and tells it to all others.
fn wants(browser: &Browser, nonce: &Rc<RefCell<String>>) {
    let wanted = Rc::clone(nonce);
    browser.network(move |seen| {
        let wanted = wanted.borrow();
        if nonce_of(seen).as_deref() == Some(wanted.as_str()) { Fate::Answered } else { demand(&wanted) }
    });
}

#[tokio::test]
async fn a_nonce_that_changes_midway_is_met_by_one_more_request_that_is_no_failed_try() {
    let (world, browser) = (World::start_without_nonces().await, Browser::new());
    let page = connected(&world, &browser).await;
    let nonce = Rc::new(RefCell::new("n-1".to_owned()));
    wants(&browser, &nonce);
    for (next, requests) in [("n-1", 2), ("n-2", 2), ("n-3", 2)] {
        browser.forget_seen();
        *nonce.borrow_mut() = next.to_owned();
        page.create_account("acp_checking", CallOptions::default()).await.unwrap();
        let seen = browser.seen.borrow();
        assert_eq!(seen.len(), requests);
        assert_eq!(nonce_of(seen.last().unwrap()).as_deref(), Some(next));
        assert_eq!(seen[0].header("idempotency-key"), seen[1].header("idempotency-key"));
        assert!(browser.records.borrow().iter().all(|record| record.attempt == 1));
    }
}

#[tokio::test]
async fn two_calls_with_an_old_nonce_are_each_repeated_once() {
    let (world, browser) = (World::start_without_nonces().await, Browser::new());
    let page = connected(&world, &browser).await;
    wants(&browser, &Rc::new(RefCell::new("n-1".to_owned())));
    let one = page.create_account("acp_checking", CallOptions::default());
    let other = page.create_account("acp_prepaid", CallOptions::default());
    let (one, other) = tokio::join!(one, other);
    assert_ne!(one.unwrap().id, other.unwrap().id);
    // Whoever comes second may know the nonce already.
    assert!((3..=4).contains(&browser.seen.borrow().len()));
}

#[tokio::test]
async fn a_gateway_that_demands_for_ever_gets_two_requests_and_the_call_its_error() {
    let (world, browser) = (World::start_without_nonces().await, Browser::new());
    let page = connected(&world, &browser).await;
    let count = Cell::new(0);
    browser.network(move |_| {
        count.set(count.get() + 1);
        demand(&format!("n-{}", count.get()))
    });
    let fault = page.create_account("acp_checking", CallOptions::default()).await.unwrap_err();
    assert_eq!((fault.code.as_str(), fault.status), ("use_dpop_nonce", Some(401)));
    assert_eq!(browser.seen.borrow().len(), 2);
}

#[tokio::test]
async fn a_nonce_that_became_too_old_while_a_try_waited_is_asked_for_again() {
    let (world, browser) = (World::start_without_nonces().await, Browser::new());
    let page = connected(&world, &browser).await;
    let count = Cell::new(0);
    browser.network(move |_| {
        count.set(count.get() + 1);
        match count.get() {
            1 | 3 => demand(&format!("n-{}", count.get())),
            2 => Fate::Lost,
            _ => Fate::Answered,
        }
    });
    page.create_account("acp_checking", CallOptions::default()).await.unwrap();
    let attempts: Vec<_> = browser.records.borrow().iter().map(|record| record.attempt).collect();
    assert_eq!(attempts, [1, 1, 2, 2]);
}
