//! Requests: answers, and everything that a page's patched `fetch` may do.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use portico_core::ports::{HttpRequest, NoAnswer, Transport};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Replaced, browser};

fn request() -> HttpRequest {
    HttpRequest {
        method: "POST",
        url: "https://gateway.example/portico/netspend/people".to_owned(),
        headers: vec![("content-type", "application/json".to_owned())],
        body: Some("{}".to_owned()),
    }
}

#[wasm_bindgen_test]
async fn reads_status_headers_and_body_of_an_answer() {
    let _fetch = Replaced::by_function(
        "fetch",
        "return Promise.resolve(new Response('body', { status: 422, headers: { 'ns-request-id': 'r1', 'x-other': 'no' } }))",
    );
    let answer = browser("answer").send(request()).await.unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (422, b"body".as_slice()));
    assert!(answer.headers.contains(&("ns-request-id".to_owned(), "r1".to_owned())));
    assert!(!answer.headers.iter().any(|(name, _)| name == "x-other"));
}

#[wasm_bindgen_test]
async fn sends_what_it_was_given_without_cache_and_redirects() {
    let _fetch = Replaced::new(
        "fetch",
        &js_sys::Function::new_with_args(
            "request",
            "return request.text().then((body) => new Response([request.method, request.url, body, request.cache,
             request.redirect, request.credentials, request.headers.get('content-type')].join(' ')))",
        ),
    );
    let answer = browser("sent").send(request()).await.unwrap();
    assert_eq!(
        String::from_utf8(answer.body).unwrap(),
        "POST https://gateway.example/portico/netspend/people {} no-store error include application/json"
    );
}

#[wasm_bindgen_test]
async fn takes_whatever_fetch_throws_or_gives_for_a_lost_connection() {
    for body in [
        "return Promise.reject('a string')",
        "return Promise.reject(undefined)",
        "return Promise.reject(null)",
        "return Promise.reject(Object.freeze({ name: 'Mine' }))",
        "return Promise.reject(new TypeError('Failed to fetch'))",
        "return Promise.reject(new Proxy({}, { get() { throw 'trap' } }))",
        "return Promise.reject(Symbol('s'))",
        "throw 'at once'",
        "throw undefined",
        "return undefined",
        "return Promise.resolve({})",
        "return Promise.resolve(undefined)",
        "return { then() { throw 1 } }",
        "return Promise.resolve(new Response(new ReadableStream({ start(c) { c.error('cut') } })))",
    ] {
        let _fetch = Replaced::by_function("fetch", body);
        assert_eq!(browser("hostile").send(request()).await.err(), Some(NoAnswer::Lost), "{body}");
    }
}

#[wasm_bindgen_test]
async fn takes_a_header_that_no_request_may_have_for_a_lost_connection() {
    let request = HttpRequest { headers: vec![("idempotency-key", "line\nbreak".to_owned())], ..request() };
    assert_eq!(browser("header").send(request).await.err(), Some(NoAnswer::Lost));
}

#[wasm_bindgen_test]
async fn says_offline_when_the_browser_said_so_before() {
    let navigator = js_sys::Object::new();
    js_sys::Reflect::set(&navigator, &"onLine".into(), &false.into()).unwrap();
    let _navigator = Replaced::new("navigator", &navigator);
    let _fetch = Replaced::by_function("fetch", "return Promise.reject(new TypeError('Failed to fetch'))");
    assert_eq!(browser("offline").send(request()).await.err(), Some(NoAnswer::Offline));
}

#[wasm_bindgen_test]
async fn aborts_the_request_when_nobody_waits_for_it_any_more() {
    let _fetch = Replaced::new(
        "fetch",
        &js_sys::Function::new_with_args(
            "request",
            "globalThis.lastSignal = request.signal; return new Promise(() => {})",
        ),
    );
    let browser = browser("abort");
    {
        let mut sending = pin!(browser.send(request()));
        poll_fn(|context| {
            assert!(sending.as_mut().poll(context).is_pending());
            Poll::Ready(())
        })
        .await;
        assert!(!last_signal_aborted());
    }
    assert!(last_signal_aborted());
}

fn last_signal_aborted() -> bool {
    js_sys::Function::new_no_args("return globalThis.lastSignal.aborted")
        .call0(&wasm_bindgen::JsValue::UNDEFINED)
        .unwrap()
        .is_truthy()
}
