//! Authorization codes: five minutes, one use, the person's own session.

use axum::body::Body;
use http::Method;
use serde_json::{Value, json};

use super::support::{Customer, Platform, Reply};

async fn code(customer: &Customer, platform: &Platform) -> Value {
    customer.post(platform, "/authorization_codes", &json!({})).await.expect(201)
}

/// As a micro-app does it: with the code, and with nothing else.
async fn redeem(platform: &Platform, purpose: &str, code: &Value) -> Reply {
    let headers = [("content-type", "application/json")];
    let body = Body::from(json!({"code": code}).to_string());
    platform.request(Method::POST, &format!("/micro-apps/{purpose}/redeem"), &headers, body).await
}

/// guide: The mobile app regularly utilizes Netspend SDK for the tasks like data encryption and decryption, as well as for
/// initiating microapps.
#[tokio::test]
async fn a_code_stands_for_its_person_once() {
    Platform::each(async |platform| {
        let customer = Customer::with_active_account(platform).await;
        let made = code(&customer, platform).await;
        let redeemed = redeem(platform, "link_bank", &made["code"]).await.expect(200);
        assert_eq!(
            (&redeemed["purpose"], redeemed["person_id"].as_str()),
            (&json!("link_bank"), Some(customer.person_id.as_str()))
        );
        redeem(platform, "link_bank", &made["code"]).await.expect_problem(422, "authorization_code_invalid");
        redeem(platform, "link_bank", &json!("unknown")).await.expect_problem(422, "authorization_code_invalid");
        let other = code(&customer, platform).await;
        assert_ne!(other["code"], made["code"]);
        redeem(platform, "no/purpose", &other["code"]).await.expect_problem(404, "route_not_found");
        redeem(platform, "a%20b", &other["code"]).await.expect_problem(404, "route_not_found");
        redeem(platform, "mobile-check-load", &other["code"]).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_code_is_over_after_five_minutes() {
    Platform::each(async |platform| {
        let customer = Customer::with_active_account(platform).await;
        let (early, late) = (code(&customer, platform).await, code(&customer, platform).await);
        let ends: jiff::Timestamp = late["expires_at"].as_str().unwrap().parse().unwrap();
        assert!((299..=300).contains(&(ends.as_second() - platform.state.now())));
        platform.advance(290).await;
        redeem(platform, "link_bank", &early["code"]).await.expect(200);
        platform.advance(10).await;
        redeem(platform, "link_bank", &late["code"]).await.expect_problem(422, "authorization_code_invalid");
    })
    .await;
}

#[tokio::test]
async fn a_code_ends_with_its_session() {
    Platform::each(async |platform| {
        let customer = Customer::with_active_account(platform).await;
        let made = code(&customer, platform).await;
        let path = format!("/sessions/{}", customer.session_id);
        customer.call(platform, Method::DELETE, &path, None).await.expect(204);
        redeem(platform, "link_bank", &made["code"]).await.expect_problem(422, "authorization_code_invalid");
    })
    .await;
}

#[tokio::test]
async fn asking_for_one_needs_a_person_session_and_an_account_that_is_not_closed() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_checking").await;
        let reply = customer.post(platform, "/authorization_codes", &json!({})).await;
        reply.expect_problem(403, "person_session_required");
        let customer = Customer::with_active_account(platform).await;
        let reply = customer.post(platform, "/authorization_codes", &json!({"purpose": "link_bank"})).await;
        reply.expect_problem(400, "malformed_request");
        customer.close_account(platform).await;
        customer.post(platform, "/authorization_codes", &json!({})).await.expect_problem(422, "account_inactive");
    })
    .await;
}
