//! Document images on their way through: as they come, whole, and never held.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::body::Body;
use bytes::Bytes;
use http_body::Frame;
use portico_gateway::{Config, allow_list::MAX_UPLOAD_BYTES};
use support::{
    Browser, Stage,
    browser::{Answer, Call, dispatch_with},
    routes::Ids,
};
use tokio::{sync::mpsc, task::JoinHandle};

/// A body of unknown length, whose pieces come when the test sends them.
struct Pieces(mpsc::Receiver<io::Result<Bytes>>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

/// An upload that has begun: where its pieces go, and its answer.
fn begin(stage: &Stage, call: Call) -> (mpsc::Sender<io::Result<Bytes>>, JoinHandle<Answer>) {
    let (sender, pieces) = mpsc::channel(1);
    let router = stage.router.clone();
    (sender, tokio::spawn(async move { dispatch_with(&router, call, Body::new(Pieces(pieces))).await }))
}

async fn stage() -> (Stage, Browser, String) {
    stage_with(|_| {}).await
}

/// A browser, and where it may send documents.
async fn stage_with(change: impl FnOnce(&mut Config)) -> (Stage, Browser, String) {
    let stage = Stage::with(change).await;
    let mut browser = stage.connected().await;
    let ids = Ids::of(&mut browser).await;
    (stage, browser, format!("/document_requests/{}/documents", ids.document_request))
}

fn upload(browser: &mut Browser, path: &str) -> Call {
    browser.call("POST", path, None).with("content-type", "application/json")
}

#[tokio::test]
async fn what_came_has_gone_up_before_the_rest_is_there_and_arrives_as_it_was_sent() {
    let (stage, mut browser, path) = stage().await;
    let call = upload(&mut browser, &path).with("idempotency-key", "k").with("user-agent", "browser");
    let (pieces, answer) = begin(&stage, call);
    let before = stage.platform.bytes();
    let parts = ["{\"purpose\" :\t\"identity\",", " \"documents\": [ ]", "}"];
    for part in parts {
        let arrived = stage.platform.bytes();
        pieces.send(Ok(Bytes::from_static(part.as_bytes()))).await.unwrap();
        while stage.platform.bytes() == arrived {
            tokio::task::yield_now().await;
        }
    }
    drop(pieces);
    assert_eq!(answer.await.unwrap().status, 200);
    let seen = stage.platform.last().await;
    assert_eq!((seen.method.as_str(), seen.path), ("POST", format!("/netspend-api/v1{path}")));
    assert_eq!((seen.body, stage.platform.bytes() - before), (parts.concat(), 42));
    assert_eq!(seen.headers["authorization"], "Bearer token-1");
    assert_eq!(seen.headers["content-type"], "application/json");
    assert_eq!(seen.headers["idempotency-key"], "k");
    assert_eq!(seen.headers["ns-session-id"], browser.session.clone().unwrap().as_str());
    assert!(["dpop", "cookie", "user-agent", "origin"].iter().all(|name| !seen.headers.contains_key(*name)));
}

#[tokio::test]
async fn a_length_that_was_said_goes_up() {
    let (stage, mut browser, path) = stage().await;
    let call = upload(&mut browser, &path);
    assert_eq!(dispatch_with(&stage.router, call, Body::from("{}")).await.status, 200);
    let seen = stage.platform.last().await;
    assert_eq!(seen.body, "{}");
    assert_eq!(seen.headers["content-length"], "2");
    assert!(!seen.headers.contains_key("transfer-encoding"));
}

#[tokio::test(flavor = "multi_thread")]
async fn takes_48_mb_and_not_one_byte_more_whether_the_length_was_said_or_not() {
    let (stage, mut browser, path) = stage().await;
    let most = usize::try_from(MAX_UPLOAD_BYTES).unwrap();
    for (length, outcome) in [(most, (200, "")), (most + 1, (413, "payload_too_large"))] {
        let calls = stage.platform.seen().await.len();
        let call = upload(&mut browser, &path);
        let answer = dispatch_with(&stage.router, call, Body::from("x".repeat(length))).await;
        assert_eq!(answer.outcome(), outcome, "{length} said");

        let call = upload(&mut browser, &path);
        let (pieces, answer) = begin(&stage, call);
        let (half, rest) = (most / 2, length - most / 2);
        for part in [half, rest] {
            pieces.send(Ok("x".repeat(part).into())).await.unwrap();
        }
        drop(pieces);
        assert_eq!(answer.await.unwrap().outcome(), outcome, "{length} in pieces");
        let expected = if length == most { 2 } else { 0 };
        assert_eq!(stage.platform.seen().await.len() - calls, expected, "nothing too long arrives as a whole");
    }
}

#[tokio::test]
async fn an_upload_that_breaks_off_is_no_call_and_can_be_made_again() {
    let (stage, mut browser, path) = stage().await;
    let calls = stage.platform.seen().await.len();
    let call = upload(&mut browser, &path);
    let (pieces, answer) = begin(&stage, call);
    pieces.send(Ok(Bytes::from_static(b"{"))).await.unwrap();
    pieces.send(Err(io::ErrorKind::ConnectionReset.into())).await.unwrap();
    assert_eq!(answer.await.unwrap().outcome(), (400, "malformed_request"));
    assert_eq!(stage.platform.seen().await.len(), calls);
    let call = upload(&mut browser, &path);
    assert_eq!(dispatch_with(&stage.router, call, Body::from("{}")).await.status, 200);
}

#[tokio::test]
async fn an_upload_that_rests_too_long_is_cut_off() {
    let (stage, mut browser, path) = stage_with(|config| config.upload_rest = Duration::from_millis(300)).await;
    let call = upload(&mut browser, &path);
    let (pieces, answer) = begin(&stage, call);
    pieces.send(Ok(Bytes::from_static(b"{"))).await.unwrap();
    assert_eq!(answer.await.unwrap().outcome(), (400, "malformed_request"));
    drop(pieces);
}

#[tokio::test]
async fn another_browsers_request_is_404_before_anything_is_read() {
    let (stage, _, path) = stage().await;
    let mut other = stage.connected().await;
    for method in ["POST", "PUT"] {
        let call = other.call(method, &path, None).with("content-type", "application/json");
        // Nothing is ever sent: an answer that waited for it would not come.
        let (_pieces, answer) = begin(&stage, call);
        assert_eq!(answer.await.unwrap().outcome(), (404, "document_request_not_found"));
    }
    let call = upload(&mut other, &path).replace("content-type", "image/png");
    assert_eq!(dispatch_with(&stage.router, call, Body::empty()).await.outcome(), (404, "document_request_not_found"));
}

#[tokio::test]
async fn another_media_type_is_refused() {
    let (stage, mut browser, path) = stage().await;
    let call = upload(&mut browser, &path).replace("content-type", "image/png");
    assert_eq!(dispatch_with(&stage.router, call, Body::from("{}")).await.outcome(), (415, "unsupported_media_type"));
}

#[tokio::test]
async fn when_the_token_is_over_the_next_try_finds_a_new_one() {
    let (stage, mut browser, path) = stage().await;
    stage.platform.revoke_token().await;
    for outcome in [(502, "upstream_unavailable"), (200, "")] {
        let call = upload(&mut browser, &path);
        assert_eq!(dispatch_with(&stage.router, call, Body::from("{}")).await.outcome(), outcome);
    }
    assert_eq!(stage.platform.tokens(), 2);
}

#[tokio::test]
async fn a_platform_that_is_silent_after_all_of_it_is_a_timeout() {
    let (stage, mut browser, path) = stage_with(|config| config.upstream_timeout = Duration::from_millis(400)).await;
    stage.platform.next(support::platform::Next::Silence).await;
    let call = upload(&mut browser, &path);
    assert_eq!(dispatch_with(&stage.router, call, Body::from("{}")).await.outcome(), (504, "upstream_timeout"));
}

#[tokio::test]
async fn requests_are_learned_from_the_list_and_from_the_steps_that_name_them() {
    let stage = Stage::new().await;
    for step in ["provide_documents", "identity_review_pending", "accept_agreement"] {
        let mut browser = stage.connected().await;
        let account = browser.account().await;
        let workflows =
            serde_json::json!([{"name": "kyc_approve", "steps": [{"step": step, "related_id": "of-a-step"}]}]);
        let text = serde_json::json!({"id": account, "workflows": workflows}).to_string();
        stage.platform.next(support::platform::Next::Answer(200, "application/json", text.leak())).await;
        assert_eq!(browser.get(&format!("/accounts/{account}")).await.status, 200);
        let call = upload(&mut browser, "/document_requests/of-a-step/documents");
        let outcome = if step == "accept_agreement" { (404, "document_request_not_found") } else { (200, "") };
        assert_eq!(dispatch_with(&stage.router, call, Body::from("{}")).await.outcome(), outcome, "{step}");
    }
}
