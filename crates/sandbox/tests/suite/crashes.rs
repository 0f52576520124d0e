//! kill -9 at the worst moments, of the real binary: nothing is lost, and nothing happens twice.

use std::time::Duration;

use axum::body::Body;
use http::{Method, Request};
use portico_unseal::jws::SignatureKey;
use serde_json::{Value, json};
use sqlx::Connection;
use tokio::time::timeout;

use super::support::{Customer, Platform, Reply};

const PATIENCE: Duration = Duration::from_secs(60);

fn request(customer: &Customer, method: &Method, path: &str, key: &str, body: &Value) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(format!("/netspend-api/v1{path}"))
        .header("authorization", &customer.bearer)
        .header("ns-session-id", &customer.session_id)
        .header("idempotency-key", key)
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap()
}

async fn send(customer: &Customer, platform: &Platform, path: &str, key: &str, body: &Value) -> Reply {
    platform.send(request(customer, &Method::POST, path, key, body)).await
}

/// Sends a call whose answer stalls once its effect is committed, kills the sandbox there, and starts it again.
async fn kill_after_effect(
    customer: &Customer,
    platform: &mut Platform,
    method: &Method,
    path: &str,
    key: &str,
    body: &Value,
) {
    let stall = json!({"method": "*", "path": path, "kind": "stall", "when": "after", "ms": 600_000});
    platform.control(Method::POST, "/faults", Some(&stall)).await.expect(201);
    let call = platform.try_send(request(customer, method, path, key, body));
    let committed = async {
        // The fault counts its hit when the call is done and nothing of its answer was sent.
        while platform.control(Method::GET, "/faults", None).await.expect(200)["faults"][0]["hits"] != 1 {}
    };
    tokio::select! {
        answer = call => panic!("answered: {:?}", answer.map(|reply| reply.status)),
        done = timeout(PATIENCE, committed) => done.expect("the call never came to its end"),
    }
    platform.kill_process();
    platform.start_process();
}

#[tokio::test]
async fn a_card_that_was_ordered_when_the_sandbox_was_killed_is_ordered_once_and_its_answer_is_kept() {
    Platform::each(async |platform| {
        platform.start_process();
        let customer = Customer::with_active_account(platform).await;
        for (kind, body) in [
            ("physical", customer.order()),
            ("virtual", customer.order_without_mail()),
            ("digital", customer.order_without_mail()),
        ] {
            let path = format!("/cards/{kind}");
            kill_after_effect(&customer, platform, &Method::POST, &path, kind, &body).await;
            let first = send(&customer, platform, &path, kind, &body).await;
            let card = first.expect(201);
            let again = send(&customer, platform, &path, kind, &body).await;
            assert_eq!((again.status, &again.bytes), (first.status, &first.bytes));
            let account = customer.get(platform, &format!("/accounts/{}", customer.account_id)).await.expect(200);
            let of_kind = |card: &&Value| card["type"] == kind;
            let cards: Vec<_> = account["cards"].as_array().unwrap().iter().filter(of_kind).collect();
            assert_eq!((cards.len(), &cards[0]["id"]), (1, &card["id"]));
        }
    })
    .await;
}

#[tokio::test]
async fn a_sealed_value_that_was_taken_when_the_sandbox_was_killed_gets_its_answer_when_it_is_sealed_afresh() {
    Platform::each(async |platform| {
        platform.start_process();
        let customer = Customer::with_card(platform).await;
        let cvc = customer.cvc(platform).await;
        let verification = customer.verify(platform, &cvc).await.expect(201);
        let path = format!("/cards/{}/pin", customer.card_id);
        let body = |pin: &str| {
            let sealed = customer.seal(platform, &format!("pin:{}", customer.card_id), &json!({"pin": pin}));
            json!({"verification_id": verification["id"], "encrypted_data": sealed})
        };
        let (first, afresh, other) = (body("4821"), body("4821"), body("1111"));
        kill_after_effect(&customer, platform, &Method::PUT, &path, "k", &first).await;
        let answer = platform.send(request(&customer, &Method::PUT, &path, "k", &first)).await;
        assert_eq!(answer.expect(200)["status"], "active");
        let again = platform.send(request(&customer, &Method::PUT, &path, "k", &afresh)).await;
        assert_eq!((again.status, &again.bytes), (answer.status, &answer.bytes));
        let refused = platform.send(request(&customer, &Method::PUT, &path, "k", &other)).await;
        refused.expect_problem(422, "idempotency_key_reused");
    })
    .await;
}

#[tokio::test]
async fn a_call_that_never_came_to_its_effect_is_carried_out_by_the_next_try() {
    Platform::each(async |platform| {
        platform.start_process();
        let device = SignatureKey::generate().unwrap();
        let customer = Customer::arrive_with(platform, device, json!({})).await;
        let body = json!({"provided_id": "acp_checking"});
        let stall = json!({"method": "POST", "path": "/accounts", "kind": "stall", "ms": 600_000});
        platform.control(Method::POST, "/faults", Some(&stall)).await.expect(201);
        let call = platform.try_send(request(&customer, &Method::POST, "/accounts", "k", &body));
        let stalled = async {
            while platform.control(Method::GET, "/faults", None).await.expect(200)["faults"][0]["hits"] != 1 {}
        };
        tokio::select! {
            answer = call => panic!("answered: {:?}", answer.map(|reply| reply.status)),
            done = timeout(PATIENCE, stalled) => done.expect("the call never came"),
        }
        platform.kill_process();
        platform.start_process();
        let account = send(&customer, platform, "/accounts", "k", &body).await.expect(201);
        let again = send(&customer, platform, "/accounts", "k", &body).await.expect(201);
        assert_eq!(account, again);
    })
    .await;
}

#[tokio::test]
async fn a_call_that_was_in_the_midst_of_its_effect_when_the_sandbox_was_killed_is_carried_out_by_the_next_try() {
    Platform::each(async |platform| {
        platform.start_process();
        let customer = Customer::arrive_with(platform, SignatureKey::generate().unwrap(), json!({})).await;
        let body = json!({"provided_id": "acp_checking"});
        let try_once = || platform.try_send(request(&customer, &Method::POST, "/accounts", "k", &body));
        // Somebody else writes, and goes on writing: whoever comes first waits, and the key is in use.
        let mut writer = platform.connect().await;
        let lock = if platform.is_sqlite() { "BEGIN IMMEDIATE" } else { "SELECT 1 FROM pg_advisory_lock(7246011)" };
        sqlx::query(lock).execute(&mut writer).await.unwrap();
        let second = tokio::select! {
            answer = try_once() => answer,
            answer = try_once() => answer,
        };
        second.unwrap().expect_problem(409, "request_in_progress");
        platform.kill_process();
        writer.close().await.unwrap();
        platform.start_process();
        let account = send(&customer, platform, "/accounts", "k", &body).await.expect(201);
        assert_eq!(send(&customer, platform, "/accounts", "k", &body).await.expect(201), account);
    })
    .await;
}
