//! Ordering virtual and digital cards, and replacing a card.

use http::Method;
use serde_json::{Value, json};

use super::support::{Customer, Platform};

const KINDS: [&str; 3] = ["physical", "virtual", "digital"];

fn order(customer: &Customer, kind: &str) -> Value {
    if kind == "physical" { customer.order() } else { customer.order_without_mail() }
}

#[tokio::test]
async fn a_virtual_card_is_active_at_once_and_has_a_number_and_no_letter() {
    Platform::each(async |platform| {
        let mut customer = Customer::with_active_account(platform).await;
        let card = customer.order_kind(platform, "virtual").await;
        assert_eq!((card["type"].as_str(), card["status"].as_str()), (Some("virtual"), Some("active")));
        assert_eq!(card["pan_last4"].as_str().unwrap().len(), 4);
        assert_eq!(card["account_state"], "active");
        assert!(card["shipping"].is_null());
        customer.set_pin(platform, "x", "4821").await.expect_problem(422, "pin_already_set");
        platform
            .control(Method::POST, &format!("/cards/{}/ship", customer.card_id), None)
            .await
            .expect_problem(404, "card_not_found");
        let letter = format!("/letterbox/{}", customer.card_id);
        platform.control(Method::GET, &letter, None).await.expect_problem(404, "card_not_found");
        let letters = platform.control(Method::GET, "/letterbox", None).await;
        assert!(letters.text().contains("No card has been ordered yet"));
    })
    .await;
}

#[tokio::test]
async fn a_digital_card_has_no_number_and_nothing_that_goes_with_one() {
    Platform::each(async |platform| {
        let mut customer = Customer::with_active_account(platform).await;
        let card = customer.order_kind(platform, "digital").await;
        assert_eq!((card["type"].as_str(), card["status"].as_str()), (Some("digital"), Some("active")));
        assert!(card["pan_last4"].is_null() && card["shipping"].is_null());
        let secrets = format!("/cards/{}/secrets", customer.card_id);
        customer.get(platform, &secrets).await.expect_problem(422, "card_has_no_pan");
        customer.verify(platform, "123").await.expect_problem(422, "card_has_no_pan");
        let shown = platform.control(Method::GET, &format!("/cards/{}", customer.card_id), None).await.expect(200);
        assert!(shown["cvc"].is_null());
    })
    .await;
}

#[tokio::test]
async fn an_account_lists_its_cards_of_every_kind() {
    Platform::each(async |platform| {
        let mut customer = Customer::with_card(platform).await;
        customer.order_kind(platform, "virtual").await;
        customer.order_kind(platform, "digital").await;
        let account = customer.get(platform, &format!("/accounts/{}", customer.account_id)).await.expect(200);
        let cards = account["cards"].as_array().unwrap();
        let mut kinds: Vec<_> = cards.iter().map(|card| (card["type"].clone(), card["status"].clone())).collect();
        kinds.sort_by_key(|(kind, _)| kind.to_string());
        assert_eq!(
            kinds,
            [("digital", "active"), ("physical", "unactivated"), ("virtual", "active")]
                .map(|(kind, status)| (json!(kind), json!(status)))
        );
    })
    .await;
}

#[tokio::test]
async fn every_kind_wants_an_approved_person() {
    Platform::each(async |platform| {
        for last4 in ["0001", "0004", "0005", "0006", "0007"] {
            let mut customer = Customer::arrive(platform).await;
            customer.open_account(platform, "acp_prepaid").await;
            customer.become_person(platform, last4).await;
            customer.accept_all(platform, "acp_prepaid").await;
            for kind in KINDS {
                let reply = customer.post(platform, &format!("/cards/{kind}"), &order(&customer, kind)).await;
                reply.expect_problem(422, "kyc_not_approved");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn every_kind_wants_an_account_that_is_active_and_not_closed() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_prepaid").await;
        customer.become_person(platform, "1234").await;
        for state in ["new", "closed"] {
            for kind in KINDS {
                let reply = customer.post(platform, &format!("/cards/{kind}"), &order(&customer, kind)).await;
                assert_eq!(reply.expect_problem(422, "account_inactive")["status"], 422, "{state}");
            }
            customer.accept_all(platform, "acp_prepaid").await;
            customer.close_account(platform).await;
        }
    })
    .await;
}

#[tokio::test]
async fn every_kind_wants_the_person_s_own_session() {
    Platform::each(async |platform| {
        let customer = Customer::with_active_account(platform).await;
        let mut other = Customer::arrive(platform).await;
        for kind in KINDS {
            let reply = other.post(platform, &format!("/cards/{kind}"), &order(&customer, kind)).await;
            reply.expect_problem(403, "person_session_required");
        }
        other.move_session(platform, "account", &customer.account_id).await.expect(200);
        for kind in KINDS {
            let reply = other.post(platform, &format!("/cards/{kind}"), &order(&customer, kind)).await;
            reply.expect_problem(403, "person_session_required");
        }
        other = Customer::with_active_account(platform).await;
        for kind in KINDS {
            let reply = other.post(platform, &format!("/cards/{kind}"), &order(&customer, kind)).await;
            reply.expect_problem(403, "session_forbidden");
            let mut mixed = order(&customer, kind);
            mixed["account_id"] = json!(other.account_id);
            let reply = customer.post(platform, &format!("/cards/{kind}"), &mixed).await;
            reply.expect_problem(403, "session_forbidden");
        }
    })
    .await;
}

#[tokio::test]
async fn a_closed_card_is_replaced_once_by_any_kind() {
    Platform::each(async |platform| {
        let mut customer = Customer::with_card(platform).await;
        let first = customer.card_id.clone();
        let replacing = |customer: &Customer, kind: &str, former: &str| {
            let mut body = order(customer, kind);
            body["replaces"] = json!(former);
            body
        };
        for kind in KINDS {
            let body = replacing(&customer, kind, &first);
            customer.post(platform, &format!("/cards/{kind}"), &body).await.expect_problem(422, "card_not_closed");
        }
        customer.post(platform, &format!("/cards/{first}/close"), &json!({"reason": "lost"})).await.expect(200);
        for (kind, next) in [("physical", "virtual"), ("virtual", "digital"), ("digital", "physical")] {
            let former = customer.card_id.clone();
            let body = replacing(&customer, next, &former);
            let card = customer.post(platform, &format!("/cards/{next}"), &body).await.expect(201);
            assert_eq!(card["replaces"], former, "{kind} by {next}");
            let again = customer.post(platform, &format!("/cards/{next}"), &body).await;
            again.expect_problem(422, "card_already_replaced");
            customer.card_id = card["id"].as_str().unwrap().to_owned();
            let path = format!("/cards/{}", customer.card_id);
            assert_eq!(customer.get(platform, &path).await.expect(200)["replaces"], former);
            customer.post(platform, &format!("{path}/close"), &json!({"reason": "damaged"})).await.expect(200);
        }
    })
    .await;
}

#[tokio::test]
async fn another_person_s_card_can_t_be_replaced_and_neither_can_one_that_is_not_there() {
    Platform::each(async |platform| {
        let other = Customer::with_card(platform).await;
        other.post(platform, &format!("/cards/{}/close", other.card_id), &json!({"reason": "lost"})).await.expect(200);
        let customer = Customer::with_active_account(platform).await;
        for former in [other.card_id.as_str(), "unknown"] {
            for kind in KINDS {
                let mut body = order(&customer, kind);
                body["replaces"] = json!(former);
                let reply = customer.post(platform, &format!("/cards/{kind}"), &body).await;
                reply.expect_problem(404, "card_not_found");
            }
        }
    })
    .await;
}
