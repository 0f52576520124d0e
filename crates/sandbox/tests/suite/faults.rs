//! Faults on demand, and the reset.

use axum::body::Body;
use http::{Method, Request};
use serde_json::{Value, json};

use super::support::{Customer, Platform, Reply};

async fn set(platform: &Platform, fault: Value) {
    platform.control(Method::POST, "/faults", Some(&fault)).await.expect(201);
}

async fn open_account(customer: &Customer, platform: &Platform) -> Reply {
    customer.post(platform, "/accounts", &json!({"provided_id": "acp_checking"})).await
}

async fn account_count(platform: &Platform) -> i64 {
    let mut connection = platform.connect().await;
    sqlx::query_scalar("SELECT COUNT(*) FROM accounts").fetch_one(&mut connection).await.unwrap()
}

#[tokio::test]
async fn the_next_calls_fail_with_the_status_that_was_asked_for() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        set(platform, json!({"method": "POST", "path": "/accounts", "times": 2, "kind": "status", "status": 503}))
            .await;
        for _ in 0..2 {
            let reply = open_account(&customer, platform).await;
            reply.expect_problem(503, "internal_error");
            assert_eq!(reply.headers["retry-after"], "1");
        }
        assert_eq!(account_count(platform).await, 0);
        open_account(&customer, platform).await.expect(201);
        set(platform, json!({"method": "*", "path": "/accounts", "kind": "status", "status": 429})).await;
        open_account(&customer, platform).await.expect_problem(429, "rate_limited");
    })
    .await;
}

#[tokio::test]
async fn a_call_may_have_its_effect_and_fail_after_that() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        let fault = json!({"method": "POST", "path": "/accounts", "kind": "status", "status": 500, "when": "after"});
        set(platform, fault).await;
        open_account(&customer, platform).await.expect_problem(500, "internal_error");
        assert_eq!(account_count(platform).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_stalled_call_comes_late_and_whole() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        set(platform, json!({"method": "POST", "path": "/accounts", "kind": "stall", "ms": 30})).await;
        let start = tokio::time::Instant::now();
        open_account(&customer, platform).await.expect(201);
        assert!(start.elapsed().as_millis() >= 30);
    })
    .await;
}

#[tokio::test]
async fn a_connection_ends_without_an_answer_before_or_after_the_effect() {
    Platform::each(async |platform| {
        platform.start_process();
        let customer = Customer::arrive(platform).await;
        for (when, effects) in [("before", 0), ("after", 1)] {
            set(platform, json!({"method": "POST", "path": "/accounts", "kind": "close", "when": when})).await;
            let request = Request::builder()
                .method(Method::POST)
                .uri("/netspend-api/v1/accounts")
                .header("authorization", &customer.bearer)
                .header("ns-session-id", &customer.session_id)
                .header("content-type", "application/json")
                .body(Body::from(r#"{"provided_id":"acp_checking"}"#))
                .unwrap();
            let error = platform.try_send(request).await.err().unwrap();
            assert!(error.is_request() && error.status().is_none(), "no head was sent: {error:?}");
            assert_eq!(account_count(platform).await, effects, "{when}");
        }
    })
    .await;
}

#[tokio::test]
async fn faults_are_listed_cleared_and_checked() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        set(platform, json!({"method": "POST", "path": "/cards/*/pin", "kind": "close"})).await;
        let list = platform.control(Method::GET, "/faults", None).await.expect(200);
        assert_eq!((&list["faults"][0]["times"], &list["faults"][0]["hits"]), (&json!(1), &json!(0)));
        set(platform, json!({"method": "POST", "path": "/accounts", "kind": "status"})).await;
        platform.control(Method::DELETE, "/faults", None).await.expect(204);
        open_account(&customer, platform).await.expect(201);
        for (wrong, status) in [
            (json!({"method": "POST", "path": "/accounts"}), 400),
            (json!({"method": "POST", "path": "/accounts", "kind": "explode"}), 400),
            (json!({"method": "POST", "path": "accounts", "kind": "close"}), 422),
            (json!({"method": "POST", "path": "/sandbox/reset", "kind": "close"}), 422),
            (json!({"method": "POST", "path": "/accounts", "kind": "close", "times": 0}), 422),
            (json!({"method": "POST", "path": "/accounts", "kind": "status", "status": 200}), 422),
            (json!({"method": "POST", "path": "/accounts", "kind": "stall", "ms": 600_001}), 422),
        ] {
            let reply = platform.control(Method::POST, "/faults", Some(&wrong)).await;
            reply.expect(status);
        }
    })
    .await;
}

#[tokio::test]
async fn a_reset_forgets_everything_but_keys_tokens_and_the_clock() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        customer.activate_card(platform).await;
        customer
            .call_with(
                platform,
                Method::POST,
                "/accounts",
                &[("idempotency-key", "k")],
                Some(&json!({"provided_id": "acp_prepaid"})),
            )
            .await
            .expect(201);
        platform.advance(1_000).await;
        let (kit, now) = (platform.kit(), platform.state.now());
        platform.control(Method::POST, "/reset", None).await.expect(204);
        assert_eq!(account_count(platform).await, 0);
        let events = platform.control(Method::GET, "/events", None).await.expect(200);
        assert_eq!(events["events"], json!([]));
        customer.get(platform, &format!("/cards/{}", customer.card_id)).await.expect_problem(403, "session_required");
        assert_eq!(platform.kit(), kit);
        platform.restart().await;
        assert!(platform.state.now() >= now);
        // The same token still opens the door, and all goes on from nothing.
        let list = customer.post(platform, "/agreements/search", &json!({"provided_id": "acp_prepaid"})).await;
        list.expect(200);
        Customer::with_card(platform).await;
    })
    .await;
}
