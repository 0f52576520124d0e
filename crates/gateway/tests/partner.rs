//! `/partner/…`: the partner's own server on the page's origin, for development.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use axum::{Json, Router, extract::Request, routing::any};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use support::{
    PUBLIC_URL, Stage,
    browser::{Answer, Call, dispatch},
};
use tokio::net::TcpListener;

/// A partner's server that tells what reached it.
async fn start_partner() -> String {
    let echo = any(async |request: Request| {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let headers: Vec<_> = parts.headers.keys().map(ToString::to_string).collect();
        Json(json!({
            "method": parts.method.as_str(), "uri": parts.uri.to_string(), "headers": headers,
            "body": String::from_utf8(body.to_vec()).unwrap(),
        }))
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(echo)).await.unwrap() });
    url
}

async fn stage(url: &str) -> Stage {
    let url = url.parse().unwrap();
    Stage::with(|config| config.portal_api = Some(url)).await
}

async fn sign_in(stage: &Stage, change: impl FnOnce(Call) -> Call) -> Answer {
    let mut call = Call::new("POST", "/partner/sign-in?user=ada")
        .with("content-type", "application/json")
        .with("cookie", "__Host-portico=secret")
        .with("authorization", "Bearer secret")
        .with("origin", PUBLIC_URL);
    call.body = Some(json!({"user": "ada"}).to_string());
    dispatch(&stage.router, change(call)).await
}

#[tokio::test]
async fn passes_method_path_and_json_on_and_nothing_else() {
    let stage = stage(&start_partner().await).await;
    let answer = sign_in(&stage, |call| call).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let Value::Object(seen) = &answer.json else { panic!("{}", answer.json) };
    assert_eq!(seen["method"], "POST");
    assert_eq!(seen["uri"], "/partner/sign-in");
    assert_eq!(seen["body"], r#"{"user":"ada"}"#);
    let headers: Vec<_> = seen["headers"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(!headers.contains(&"cookie") && !headers.contains(&"authorization"), "{headers:?}");
}

#[tokio::test]
async fn takes_nothing_from_other_origins_and_nothing_but_json() {
    let stage = stage(&start_partner().await).await;
    let foreign = sign_in(&stage, |call| call.replace("origin", "https://evil.example")).await;
    assert_eq!(foreign.outcome(), (403, "origin_not_allowed"));
    let form = sign_in(&stage, |call| call.replace("content-type", "text/plain")).await;
    assert_eq!(form.outcome(), (415, "unsupported_media_type"));
}

#[tokio::test]
async fn says_when_the_partners_server_is_not_there_and_has_no_such_call_without_one() {
    let gone = stage("http://127.0.0.1:9").await;
    assert_eq!(sign_in(&gone, |call| call).await.outcome(), (502, "upstream_unavailable"));
    let without = Stage::new().await;
    assert_eq!(sign_in(&without, |call| call).await.status, 404);
}
