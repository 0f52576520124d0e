//! Webhooks of the platform: verified, kept once, read by the partner's own server alone.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use axum::{Router, body::Body};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use portico_gateway::{Config, Secret};
use serde_json::{Value, json};
use sha2::Sha256;
use support::{
    Stage,
    browser::{Answer, Call, dispatch, dispatch_with},
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ADMIN: &str = "an-admin-token-of-more-than-32-letters";

fn on(config: &mut Config) {
    config.webhook_secret = Some(SECRET.parse().unwrap());
    config.admin_token = Some(Secret::new(ADMIN.to_owned()));
}

fn event(id: &str) -> String {
    let at = "2026-01-01T00:00:00Z";
    json!({"id": id, "type": "account.created", "created_at": at, "data_type": "account", "data": {"id": "a"}})
        .to_string()
}

/// A delivery as the platform makes it at `at`.
fn delivery(id: &str, body: &str, at: i64) -> Call {
    let key = STANDARD.decode(SECRET.strip_prefix("whsec_").unwrap()).unwrap();
    let code = Hmac::<Sha256>::new_from_slice(&key).unwrap().chain_update(format!("{id}.{at}.{body}"));
    let mut call = Call::new("POST", "/webhooks/netspend")
        .with("webhook-id", id)
        .with("webhook-timestamp", &at.to_string())
        .with("webhook-signature", &format!("v1,{}", STANDARD.encode(code.finalize().into_bytes())))
        .with("content-type", "application/json")
        .with("ns-delivery-count", "1");
    call.body = Some(body.to_owned());
    call
}

async fn deliver(stage: &Stage, id: &str) -> u16 {
    dispatch(&stage.router, delivery(id, &event(id), stage.clock.seconds())).await.status.as_u16()
}

async fn read(router: &Router, query: &str) -> Answer {
    let path = format!("/webhooks/netspend/events{query}");
    dispatch(router, Call::new("GET", &path).with("authorization", &format!("Bearer {ADMIN}"))).await
}

fn ids(answer: &Answer) -> Vec<&str> {
    answer.json["events"].as_array().unwrap().iter().map(|event| event["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_came_is_kept_as_it_was_and_read_in_its_order_after_any_place() {
    let mut stage = Stage::with(on).await;
    for id in ["evt-1", "evt-2", "evt-3"] {
        assert_eq!(deliver(&stage, id).await, 200);
        stage.clock.advance(1);
    }
    stage.restart().await;
    let all = read(&stage.router, "").await;
    assert_eq!((all.status.as_u16(), ids(&all)), (200, vec!["evt-1", "evt-2", "evt-3"]));
    let first = &all.json["events"][0];
    assert_eq!(first["body"], event("evt-1"), "byte for byte");
    assert_eq!((&first["type"], &first["received_at"]), (&json!("account.created"), &json!(support::START)));
    let rest = read(&stage.router, &format!("?after={}", first["place"])).await;
    assert_eq!((ids(&rest), &rest.json["next_after"]), (vec!["evt-2", "evt-3"], &all.json["events"][2]["place"]));
    let none = read(&stage.router, &format!("?after={}", rest.json["next_after"])).await;
    assert_eq!((ids(&none), &none.json["next_after"]), (vec![], &Value::Null));
}

#[tokio::test]
async fn a_page_has_a_hundred_events_and_the_next_one_goes_on_behind_it() {
    let stage = Stage::with(on).await;
    for number in 0..150 {
        assert_eq!(deliver(&stage, &format!("evt-{number}")).await, 200);
    }
    let first = read(&stage.router, "").await;
    let second = read(&stage.router, &format!("?after={}", first.json["next_after"])).await;
    let seen: Vec<_> = ids(&first).into_iter().chain(ids(&second)).map(str::to_owned).collect();
    assert_eq!(ids(&first).len(), 100);
    assert!(seen.into_iter().eq((0..150).map(|number| format!("evt-{number}"))));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_comes_again_within_72_hours_is_kept_once_also_from_64_deliveries_at_once() {
    let stage = Stage::with(on).await;
    let mut deliveries = tokio::task::JoinSet::new();
    for _ in 0..64 {
        let router = stage.router.clone();
        let call = delivery("evt-1", &event("evt-1"), support::START);
        deliveries.spawn(async move { dispatch(&router, call).await.status.as_u16() });
    }
    assert!(deliveries.join_all().await.into_iter().all(|status| status == 200));
    for _ in 0..12 {
        stage.clock.advance(6 * 60 * 60);
        stage.state.sweep().await.unwrap();
        assert_eq!(deliver(&stage, "evt-1").await, 200);
    }
    assert_eq!(ids(&read(&stage.router, "").await), ["evt-1"]);
    stage.clock.advance(30 * 24 * 60 * 60);
    stage.state.sweep().await.unwrap();
    assert!(ids(&read(&stage.router, "").await).is_empty(), "and not for ever");
}

#[tokio::test]
async fn what_the_platform_did_not_sign_is_401_what_nobody_can_read_400_and_neither_is_kept() {
    let stage = Stage::with(on).await;
    let good = || delivery("evt-1", &event("evt-1"), support::START);
    let other = delivery("evt-2", &event("evt-2"), support::START).header("webhook-signature");
    let changed = || {
        let mut call = good();
        call.body = Some(event("evt-9"));
        call
    };
    for (what, call, outcome) in [
        ("another message's signature", good().replace("webhook-signature", &other), (401, "invalid_signature")),
        ("another body", changed(), (401, "invalid_signature")),
        ("another id", good().replace("webhook-id", "evt-2"), (401, "invalid_signature")),
        ("too old", delivery("evt-1", &event("evt-1"), support::START - 301), (401, "invalid_signature")),
        ("ahead", delivery("evt-1", &event("evt-1"), support::START + 301), (401, "invalid_signature")),
        ("no signature", good().without("webhook-signature"), (400, "malformed_request")),
        ("no id", good().without("webhook-id"), (400, "malformed_request")),
        ("no time", good().without("webhook-timestamp"), (400, "malformed_request")),
        ("no JSON", delivery("evt-1", "{", support::START), (400, "malformed_request")),
        ("no event", delivery("evt-1", "{}", support::START), (400, "malformed_request")),
        (
            "two types",
            delivery("evt-1", &event("evt-1").replacen('{', r#"{"type":"x","#, 1), support::START),
            (400, "malformed_request"),
        ),
    ] {
        assert_eq!(dispatch(&stage.router, call).await.outcome(), outcome, "{what}");
    }
    let call = good();
    let answer = dispatch_with(&stage.router, call, Body::from(vec![b'x'; 256 * 1024 + 1])).await;
    assert_eq!(answer.outcome(), (413, "payload_too_large"));
    assert!(ids(&read(&stage.router, "").await).is_empty());
    assert_eq!(deliver(&stage, "evt-1").await, 200);
}

#[tokio::test]
async fn a_second_signature_beside_the_right_one_does_no_harm() {
    let stage = Stage::with(on).await;
    let call = delivery("evt-1", &event("evt-1"), support::START);
    let both = format!("v1,{} {}", STANDARD.encode([0; 32]), call.header("webhook-signature"));
    assert_eq!(dispatch(&stage.router, call.replace("webhook-signature", &both)).await.status, 200);
}

#[tokio::test]
async fn reading_needs_the_admins_token_and_a_place_that_is_one() {
    let stage = Stage::with(on).await;
    let call = || Call::new("GET", "/webhooks/netspend/events");
    for given in ["", "Bearer", "Bearer x", &format!("Bearer {ADMIN}x"), &format!("Basic {ADMIN}"), ADMIN] {
        let answer = dispatch(&stage.router, call().with("authorization", given)).await;
        assert_eq!(answer.outcome(), (401, "invalid_token"), "{given}");
        assert_eq!(answer.header("www-authenticate"), r#"Bearer error="invalid_token""#);
    }
    let bearer = format!("Bearer {ADMIN}");
    let twice = call().with("authorization", &bearer).with("authorization", &bearer);
    assert_eq!(dispatch(&stage.router, twice).await.status, 401);
    for query in ["?after=x", "?after=", "?after=1&after=2"] {
        assert_eq!(read(&stage.router, query).await.outcome(), (400, "malformed_request"), "{query}");
    }
    assert_eq!(read(&stage.router, "").await.status, 200);
}

#[tokio::test]
async fn without_their_settings_neither_is_there() {
    for (secret, token) in [(false, false), (false, true), (true, false)] {
        let stage = Stage::with(|config| {
            on(config);
            config.webhook_secret = config.webhook_secret.take().filter(|_| secret);
            config.admin_token = config.admin_token.take().filter(|_| token);
        })
        .await;
        assert_eq!(deliver(&stage, "evt-1").await, if secret { 200 } else { 404 });
        assert_eq!(read(&stage.router, "").await.outcome(), (404, "route_not_found"));
    }
}
