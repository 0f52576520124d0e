//! Answers of every kind, and what becomes of the call.

use std::cell::Cell;

use portico_core::ports::HttpResponse;
use portico_core::{CallOptions, Client};
use portico_model::ErrorCode;
use serde_json::{Value, json};

use crate::support::{Browser, Calls, Fate, World, ada};

async fn connected(world: &World, browser: &Browser) -> Client<Browser> {
    let page = world.page(browser);
    page.connect(CallOptions::default()).await.unwrap();
    browser.forget_seen();
    page
}

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Fate {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Fate::Forged(HttpResponse { status, headers, body: body.into() })
}

/// Lets `first` become of the first request to a path that ends so, and nothing of the rest.
fn once(browser: &Browser, end: &'static str, first: impl Fn() -> Fate + 'static) {
    let done = Cell::new(false);
    browser.network(move |seen| if seen.path.ends_with(end) && !done.replace(true) { first() } else { Fate::Answered });
}

#[tokio::test]
async fn what_may_pass_is_tried_again_under_the_same_key() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = connected(&world, &browser).await;
    let passing: [fn() -> Fate; 6] = [
        || answer(503, &[("retry-after", "0")], "<h1>busy</h1>"),
        || answer(429, &[("retry-after", "1")], ""),
        || answer(502, &[("content-type", "text/html")], "<h1>bad gateway</h1>"),
        || Fate::problem(500, json!({"code": "internal_error"})),
        || Fate::problem(409, json!({"code": "request_in_progress"})),
        || Fate::problem(503, json!({"code": "a_later_code"})),
    ];
    for first in passing {
        browser.forget_seen();
        once(&browser, "/accounts", first);
        page.create_account("acp_checking", CallOptions::default()).await.unwrap();
        let seen = browser.seen.borrow();
        assert_eq!(seen.len(), 2);
        assert_eq!(seen[0].header("idempotency-key"), seen[1].header("idempotency-key"));
        assert_ne!(seen[0].header("dpop"), seen[1].header("dpop"));
        assert_eq!(browser.records.borrow().iter().map(|record| record.attempt).collect::<Vec<_>>(), [1, 2]);
    }
}

#[tokio::test]
async fn a_wait_that_would_outlast_the_call_is_not_begun() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = connected(&world, &browser).await;
    once(&browser, "/accounts", || answer(429, &[("retry-after", "60")], ""));
    let fault = page.create_account("acp_checking", CallOptions::default()).await.unwrap_err();
    assert!(fault.is(ErrorCode::RateLimited) && fault.retryable);
    assert_eq!(browser.calls().len(), 1);
}

#[tokio::test]
async fn a_page_in_the_place_of_an_answer_is_unexpected() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = connected(&world, &browser).await;
    for status in [200, 201, 204, 302, 400, 404] {
        once(&browser, "/accounts", move || answer(status, &[("content-type", "text/html")], "<h1>mark</h1>"));
        let fault = page.create_account("acp_checking", CallOptions::default()).await.unwrap_err();
        assert!(fault.is(ErrorCode::UnexpectedAnswer) && !fault.retryable, "{status}: {fault:?}");
        assert_eq!(fault.status, Some(status));
        assert!(!format!("{fault} {fault:?}").contains("mark"));
    }
}

#[tokio::test]
async fn a_refused_proof_is_made_again_once_with_the_nonce_that_was_asked_for() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = connected(&world, &browser).await;
    let nonces = || -> Vec<Value> {
        browser.seen.borrow().iter().map(|seen| proof_of(seen.header("dpop").unwrap())["nonce"].clone()).collect()
    };
    // The gateway knows no such nonce, as if it were over, and asks for a newer one.
    once(&browser, "/accounts", || answer(503, &[("retry-after", "0"), ("dpop-nonce", "over")], ""));
    page.create_account("acp_checking", CallOptions::default()).await.unwrap();
    let sent = nonces();
    assert_eq!((sent.len(), &sent[1]), (3, &json!("over")));
    assert!(sent[2].is_string() && sent[2] != sent[1]);

    for code in ["invalid_dpop_proof", "use_dpop_nonce"] {
        browser.network(move |_| {
            let headers = [("content-type", "application/problem+json"), ("dpop-nonce", "n-1")];
            answer(401, &headers, &json!({"code": code}).to_string())
        });
        browser.forget_seen();
        let fault = page.create_account("acp_checking", CallOptions::default()).await.unwrap_err();
        assert_eq!((fault.code.as_str(), &nonces()[1..]), (code, &[json!("n-1")][..]));
    }

    browser
        .network(|_| answer(401, &[("content-type", "application/problem+json")], r#"{"code":"invalid_dpop_proof"}"#));
    browser.forget_seen();
    let fault = page.create_account("acp_checking", CallOptions::default()).await.unwrap_err();
    assert!(fault.is(ErrorCode::InvalidDpopProof));
    assert_eq!(browser.calls().len(), 1);
}

fn proof_of(jws: &str) -> Value {
    use base64::Engine as _;
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(jws.split('.').nth(1).unwrap()).unwrap();
    serde_json::from_slice(&payload).unwrap()
}

#[tokio::test]
async fn a_sealed_value_that_is_refused_is_sealed_again_once_under_a_fresh_key_set() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = connected(&world, &browser).await;
    let account = page.create_account("acp_checking", CallOptions::default()).await.unwrap();
    browser.forget_seen();
    once(&browser, "/people", || Fate::problem(422, json!({"code": "unsealable"})));
    page.create_person(account.id.as_str(), ada("123-45-6789"), CallOptions::default()).await.unwrap();
    assert_eq!(browser.calls(), ["POST /netspend/people", "GET /netspend/sessions/init", "POST /netspend/people"]);
    {
        let seen = browser.seen.borrow();
        assert_ne!(seen[0].body, seen[2].body);
        assert_eq!(seen[0].header("idempotency-key"), seen[2].header("idempotency-key"));
    }
    browser.network(|seen| match seen.path.ends_with("/people") {
        true => Fate::problem(422, json!({"code": "unsealable"})),
        false => Fate::Answered,
    });
    let again = page.create_person(account.id.as_str(), ada("123-45-6789"), CallOptions::default()).await;
    assert!(again.unwrap_err().is(ErrorCode::Unsealable));
}

#[tokio::test]
async fn a_lost_or_stale_start_is_begun_again_with_a_new_nonce() {
    let (world, browser) = (World::start().await, Browser::new());
    let stale = || Fate::problem(403, json!({"code": "device_not_authentic", "reason": "stale_nonce"}));
    let starts: [fn() -> Fate; 3] = [|| Fate::AnswerLost, || answer(503, &[], ""), stale];
    for first in starts {
        let browser = Browser::new();
        once(&browser, "/sessions", first);
        world.page(&browser).connect(CallOptions::default()).await.unwrap();
        let (init, open) = ("GET /netspend/sessions/init", "POST /netspend/sessions");
        assert_eq!(browser.calls(), [init, open, init, open]);
    }
    browser.network(move |seen| if seen.path.ends_with("/sessions") { stale() } else { Fate::Answered });
    let fault = world.page(&browser).connect(CallOptions::default()).await.unwrap_err();
    assert!(fault.is(ErrorCode::DeviceNotAuthentic));
    assert_eq!((fault.reason.as_deref(), browser.calls().len()), (Some("stale_nonce"), 4));
}
