//! Ordering, verifying and activating a card.

use http::Method;
use serde_json::json;

use super::support::{Customer, Platform};

/// Three digits that are not `cvc`.
fn wrong(cvc: &str) -> &'static str {
    if cvc == "111" { "222" } else { "111" }
}

#[tokio::test]
async fn an_order_wants_an_active_account_and_a_brand_that_it_has() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_prepaid").await;
        customer.become_person(platform, "1234").await;
        let order = customer.order();
        customer.post(platform, "/cards/physical", &order).await.expect_problem(422, "account_inactive");
        customer.accept_all(platform, "acp_prepaid").await;
        for brand in ["Larkwell Ember", "Other"] {
            let mut order = order.clone();
            order["brand_name"] = json!(brand);
            customer.post(platform, "/cards/physical", &order).await.expect_problem(422, "brand_not_available");
        }
        let mut nowhere = order.clone();
        nowhere["address"]["postal_code"] = json!("x");
        let reply = customer.post(platform, "/cards/physical", &nowhere).await;
        reply.expect_problem(422, "validation_failed");
        assert_eq!(reply.fields(), [("/address/postal_code".to_owned(), "postal_code_form".to_owned())]);
        let card = customer.post(platform, "/cards/physical", &order).await.expect(201);
        assert_eq!(card["pan_last4"].as_str().unwrap().len(), 4);
    })
    .await;
}

#[tokio::test]
async fn three_wrong_codes_lock_the_card_s_verification_for_an_hour() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let cvc = customer.cvc(platform).await;
        for left in [2, 1] {
            let problem = customer.verify(platform, wrong(&cvc)).await.expect_problem(422, "verification_failed");
            assert_eq!(problem["attempts_left"], left);
        }
        customer.verify(platform, wrong(&cvc)).await.expect_problem(422, "verification_locked");
        customer.verify(platform, &cvc).await.expect_problem(422, "verification_locked");
        for _ in 0..2 {
            platform.advance(1_700).await;
            customer.verify(platform, &cvc).await.expect_problem(422, "verification_locked");
        }
        platform.advance(200).await;
        customer.verify(platform, &cvc).await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn a_right_code_forgets_the_wrong_ones_and_a_slip_is_no_guess() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let cvc = customer.cvc(platform).await;
        for round in 0..2 {
            for _ in 0..2 {
                customer.verify(platform, wrong(&cvc)).await.expect_problem(422, "verification_failed");
            }
            for slip in ["", "12", "1234", "12a"] {
                let reply = customer.verify(platform, slip).await;
                reply.expect_problem(422, "validation_failed");
                let code = if slip.is_empty() { "required" } else { "cvc_form" };
                assert_eq!(reply.fields()[0].1, code, "round {round}");
            }
            customer.verify(platform, &cvc).await.expect(201);
        }
    })
    .await;
}

#[tokio::test]
async fn a_verification_is_good_for_one_pin_of_its_card_within_fifteen_minutes() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let cvc = customer.cvc(platform).await;
        let fresh = async || {
            let verification = customer.verify(platform, &cvc).await.expect(201);
            verification["id"].as_str().unwrap().to_owned()
        };
        customer.set_pin(platform, "unknown", "4821").await.expect_problem(422, "invalid_verification");
        let old = fresh().await;
        platform.advance(900).await;
        customer.set_pin(platform, &old, "4821").await.expect_problem(422, "invalid_verification");

        let other = Customer::with_card(platform).await;
        let foreign = fresh().await;
        other.set_pin(platform, &foreign, "4821").await.expect_problem(422, "invalid_verification");

        for pin in ["", "123", "12345", "12a4", "１２３４"] {
            let reply = customer.set_pin(platform, &foreign, pin).await;
            reply.expect_problem(422, "validation_failed");
            let code = if pin.is_empty() { "required" } else { "pin_form" };
            assert_eq!(reply.fields(), [("/encrypted_data/pin".to_owned(), code.to_owned())]);
        }
        let path = format!("/cards/{}", customer.card_id);
        assert_eq!(customer.get(platform, &path).await.expect(200)["status"], "unactivated");
        customer.set_pin(platform, &foreign, "4821").await.expect(200);
        customer.set_pin(platform, &foreign, "4821").await.expect_problem(422, "pin_already_set");
        let again = fresh().await;
        customer.set_pin(platform, &again, "1111").await.expect_problem(422, "pin_already_set");
    })
    .await;
}

#[tokio::test]
async fn a_pin_is_bound_to_its_card() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let cvc = customer.cvc(platform).await;
        let verification = customer.verify(platform, &cvc).await.expect(201);
        let sealed = customer.seal(platform, "pin:another", &json!({"pin": "4821"}));
        let body = json!({"verification_id": verification["id"], "encrypted_data": sealed});
        let path = format!("/cards/{}/pin", customer.card_id);
        customer.put(platform, &path, &body).await.expect_problem(422, "unsealable");
    })
    .await;
}

#[tokio::test]
async fn a_shipped_card_says_where_it_is() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let path = format!("/cards/{}", customer.card_id);
        let card = customer.get(platform, &path).await.expect(200);
        assert_eq!(card["shipping"], json!({"status": "pending"}));
        platform.control(Method::POST, &format!("{path}/ship"), None).await.expect(200);
        let shipped = customer.get(platform, &path).await.expect(200);
        platform.control(Method::POST, &format!("{path}/ship"), None).await.expect(200);
        assert_eq!(customer.get(platform, &path).await.expect(200), shipped);
        assert_eq!(shipped["shipping"]["status"], "shipped");
        assert!(shipped["shipping"]["tracking_number"].as_str().unwrap().starts_with("SBX"));
        customer.get(platform, "/cards/unknown").await.expect_problem(404, "card_not_found");
    })
    .await;
}
