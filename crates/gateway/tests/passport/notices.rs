//! Notices of the Passport-style platform: confirmed on its own host alone, verified, kept once, read by the partner's server.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use http::StatusCode;
use portico_gateway::{Clock, Config, Secret, WebhookSecret};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::TcpListener;

use crate::{
    page::Place,
    support::{
        START, Stage,
        browser::{Answer, Call, dispatch},
    },
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ADMIN: &str = "an-admin-token-of-more-than-32-letters";

fn on(config: &mut Config) {
    config.passport_webhook_secret = Some(SECRET.parse().unwrap());
    config.admin_token = Some(Secret::new(ADMIN.to_owned()));
}

fn delivery(id: &str, body: &str, at: i64) -> Call {
    let key = STANDARD.decode(SECRET.strip_prefix("whsec_").unwrap()).unwrap();
    let code = Hmac::<Sha256>::new_from_slice(&key).unwrap().chain_update(format!("{id}.{at}.{body}"));
    let mut call = Call::new("POST", "/webhooks/passport")
        .with("webhook-id", id)
        .with("webhook-timestamp", &at.to_string())
        .with("webhook-signature", &format!("v1,{}", STANDARD.encode(code.finalize().into_bytes())))
        .with("content-type", "application/json");
    call.body = Some(body.to_owned());
    call
}

fn confirmation(id: &str, link: &str) -> String {
    json!({"Type": "SubscriptionConfirmation", "MessageId": id, "TopicArn": "t", "Message": "visit", "Timestamp": "n",
        "Token": "t", "SubscribeURL": link})
    .to_string()
}

fn notification(id: &str) -> String {
    let event = json!({"event": "ACCOUNT_STATUS_CHANGED", "occurredOn": "01/01/2026 00:00:00", "resource": {
        "resourceName": "account", "url": "/v1/customer/id/1/account/id/2", "id": 2, "status": "ACTIVE",
        "statusReason": "x", "statusDate": "01/01/2026 00:00:00"}});
    json!({"Type": "Notification", "MessageId": id, "TopicArn": "t", "Message": event.to_string(), "Timestamp": "n"})
        .to_string()
}

async fn events(stage: &Stage) -> Answer {
    let call = Call::new("GET", "/webhooks/passport/events").with("authorization", &format!("Bearer {ADMIN}"));
    dispatch(&stage.router, call).await
}

#[tokio::test]
async fn the_sandboxs_notices_are_confirmed_and_kept() {
    // The sandbox goes by the real time, so the gateway does too.
    let place = Place::with(|config| {
        on(config);
        config.clock = Clock::system();
    })
    .await;
    let secret: WebhookSecret = place.sandbox.webhook_secret().parse().unwrap();
    let mut config = place.stage.config.clone();
    config.passport_webhook_secret = Some(secret);
    place.stage.state.close().await;
    let state = portico_gateway::State::open(config).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hook = format!("http://{}/webhooks/passport", listener.local_addr().unwrap());
    let router = portico_gateway::router(state);
    let app = router.clone();
    let serving = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    let (status, customer) = place.sandbox.ask("POST", "/v1/customer", Some(crate::page::individual("crm-7"))).await;
    assert_eq!(status, 201, "{customer}");
    assert_eq!(place.sandbox.ask("POST", "/v1/customer/externalId/crm-7/account", Some(json!({}))).await.0, 201);
    let delivering = place.sandbox.deliver_to(&hook).await;
    let mut kept = Value::Null;
    for _ in 0..100_000 {
        let call = Call::new("GET", "/webhooks/passport/events").with("authorization", &format!("Bearer {ADMIN}"));
        kept = dispatch(&router, call).await.json;
        if kept["events"].as_array().is_some_and(|events| !events.is_empty()) {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(kept["events"][0]["type"], "ACCOUNT_STATUS_CHANGED", "{kept}");
    let notice: Value = serde_json::from_str(kept["events"][0]["body"].as_str().unwrap()).unwrap();
    assert_eq!(notice["MessageId"], kept["events"][0]["id"]);
    assert!(notice["Message"].as_str().unwrap().contains("\"status\":\"ACTIVE\""));
    delivering.abort();
    serving.abort();
}

#[tokio::test]
async fn a_confirmation_is_visited_on_the_platforms_own_host_and_nowhere_else() {
    let visited = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let elsewhere = format!("http://{}", listener.local_addr().unwrap());
    let count = std::sync::Arc::clone(&visited);
    let app = axum::Router::new().fallback(async move || {
        count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        StatusCode::OK
    });
    let serving = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    let place = Place::with(on).await;
    let send =
        async |id: &str, link: &str| dispatch(&place.stage.router, delivery(id, &confirmation(id, link), START)).await;
    let own = &place.sandbox.origin;
    for link in [
        format!("{elsewhere}/v1/webhook/confirm?token=t"),
        own.replace("127.0.0.1", "localhost"),
        own.replace("http://", "https://"),
        own.replace("http://", "http://user@"),
        "file:///etc/passwd".to_owned(),
        "not a link".to_owned(),
    ] {
        assert_eq!(send("n", &link).await.outcome(), (400, "malformed_request"), "{link}");
    }
    assert_eq!(visited.load(std::sync::atomic::Ordering::SeqCst), 0);
    assert!(place.sandbox.passed().await.is_empty());
    // A link of the platform's that it does not know: not confirmed, so the platform tries again.
    let answer = send("n", &format!("{own}/v1/webhook/confirm?token=wrong")).await;
    assert_eq!(answer.outcome(), (502, "upstream_unavailable"));
    let seen = place.sandbox.passed().await;
    assert_eq!((seen.len(), seen[0].path.as_str()), (1, "/v1/webhook/confirm"));
    assert!(!seen[0].headers.contains_key("authorization"), "the token stays here");
    serving.abort();
}

#[tokio::test]
async fn what_is_not_signed_or_not_a_notice_is_refused_and_nothing_of_it_is_kept_or_visited() {
    let place = Place::with(on).await;
    let link = format!("{}/v1/webhook/confirm?token=t", place.sandbox.origin);
    let good = || delivery("n-1", &notification("n-1"), START);
    let changed = |body: String| {
        let mut call = good();
        call.body = Some(body);
        call
    };
    for (what, call, outcome) in [
        ("another body", changed(notification("n-2")), (401, "invalid_signature")),
        ("a forged confirmation", changed(confirmation("n-1", &link)), (401, "invalid_signature")),
        ("old", delivery("n-1", &notification("n-1"), START - 301), (401, "invalid_signature")),
        ("unsigned", good().without("webhook-signature"), (400, "malformed_request")),
        ("another id inside", delivery("n-1", &notification("n-2"), START), (400, "malformed_request")),
        ("no JSON", delivery("n-1", "{", START), (400, "malformed_request")),
        (
            "another type",
            delivery("n-1", &notification("n-1").replace("Notification", "Other"), START),
            (400, "malformed_request"),
        ),
        (
            "no event",
            delivery("n-1", &notification("n-1").replace("ACCOUNT_STATUS_CHANGED\\\"", "\\\",\\\"x"), START),
            (400, "malformed_request"),
        ),
        (
            "no link",
            delivery("n-1", &confirmation("n-1", "").replace("SubscribeURL", "Other"), START),
            (400, "malformed_request"),
        ),
    ] {
        assert_eq!(dispatch(&place.stage.router, call).await.outcome(), outcome, "{what}");
    }
    assert!(events(&place.stage).await.json["events"].as_array().unwrap().is_empty());
    assert!(place.sandbox.passed().await.is_empty());
    for _ in 0..2 {
        assert_eq!(dispatch(&place.stage.router, good()).await.status, 200);
    }
    let kept = events(&place.stage).await.json;
    assert_eq!(kept["events"].as_array().unwrap().len(), 1);
    assert_eq!(kept["events"][0]["body"], notification("n-1"), "byte for byte");
    // The other platform's list has other events.
    let call = Call::new("GET", "/webhooks/netspend/events").with("authorization", &format!("Bearer {ADMIN}"));
    assert_eq!(dispatch(&place.stage.router, call).await.outcome(), (404, "route_not_found"));
}

#[tokio::test]
async fn without_its_settings_there_is_neither_receiver_nor_list() {
    let stage = Stage::new().await;
    let call = delivery("n-1", &notification("n-1"), START);
    assert_eq!(dispatch(&stage.router, call).await.outcome(), (404, "route_not_found"));
    assert_eq!(events(&stage).await.outcome(), (404, "route_not_found"));
    let stage = Stage::with(on).await;
    let call = Call::new("GET", "/webhooks/passport/events").with("authorization", "Bearer x");
    assert_eq!(dispatch(&stage.router, call).await.outcome(), (401, "invalid_token"));
}
