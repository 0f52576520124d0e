//! Secrets, lock, close, wallets.

use http::Method;
use serde_json::{Value, json};

use super::support::{Customer, Platform, Reply};

async fn secrets(customer: &Customer, platform: &Platform) -> Reply {
    customer.get(platform, &format!("/cards/{}/secrets", customer.card_id)).await
}

async fn lock(customer: &Customer, platform: &Platform, status: &str) -> Reply {
    let body = json!({"lock_status": status});
    customer.put(platform, &format!("/cards/{}/lock", customer.card_id), &body).await
}

async fn close(customer: &Customer, platform: &Platform) -> Reply {
    let body = json!({"reason": "stolen"});
    customer.post(platform, &format!("/cards/{}/close", customer.card_id), &body).await
}

async fn wallet_token(customer: &Customer, platform: &Platform, wallet: &str) -> Reply {
    let body = json!({"wallet": wallet});
    customer.post(platform, &format!("/cards/{}/wallet_tokens", customer.card_id), &body).await
}

/// The states that the events about this card told, oldest first.
async fn told(customer: &Customer, platform: &Platform) -> Vec<Value> {
    let events = platform.control(Method::GET, "/events", None).await.expect(200);
    let of_card = |event: &&Value| event["type"] == "card.modified" && event["data"]["id"] == customer.card_id;
    events["events"].as_array().unwrap().iter().filter(of_card).map(|event| event["data"].clone()).collect()
}

#[tokio::test]
async fn an_active_card_s_number_and_code_come_sealed_to_the_session() {
    Platform::each(async |platform| {
        let mut customer = Customer::with_card(platform).await;
        secrets(&customer, platform).await.expect_problem(422, "card_not_active");
        customer.activate_card(platform).await;
        for kind in ["physical", "virtual"] {
            let shown = customer.get(platform, &format!("/cards/{}", customer.card_id)).await.expect(200);
            let reply = secrets(&customer, platform).await;
            let answer = reply.expect(200);
            assert_eq!(answer.as_object().unwrap().len(), 1, "{kind}");
            let opened = customer.open_sealed(&answer["encrypted_data"], &format!("card_secrets:{}", customer.card_id));
            let pan = opened["pan"].as_str().unwrap();
            assert_eq!((pan.len(), &pan[12..]), (16, shown["pan_last4"].as_str().unwrap()));
            assert_eq!(opened["cvv2"].as_str(), Some(customer.cvc(platform).await.as_str()));
            assert!(!reply.text().contains(pan));
            customer.order_kind(platform, "virtual").await;
        }
    })
    .await;
}

#[tokio::test]
async fn secrets_are_for_the_person_s_own_session_alone() {
    Platform::each(async |platform| {
        let mut customer = Customer::with_active_account(platform).await;
        customer.order_kind(platform, "virtual").await;
        let mut other = Customer::arrive(platform).await;
        other.card_id = customer.card_id.clone();
        secrets(&other, platform).await.expect_problem(403, "person_session_required");
        other.move_session(platform, "account", &customer.account_id).await.expect(200);
        secrets(&other, platform).await.expect_problem(403, "person_session_required");
        let mut stranger = Customer::with_active_account(platform).await;
        stranger.card_id = customer.card_id.clone();
        secrets(&stranger, platform).await.expect_problem(403, "session_forbidden");
        stranger.card_id = "unknown".to_owned();
        secrets(&stranger, platform).await.expect_problem(404, "card_not_found");
        customer.call(platform, Method::DELETE, &format!("/sessions/{}", customer.session_id), None).await.expect(204);
        secrets(&customer, platform).await.expect_problem(410, "session_expired");
    })
    .await;
}

#[tokio::test]
async fn a_locked_card_shows_no_secrets_and_goes_into_no_wallet_until_it_is_unlocked() {
    Platform::each(async |platform| {
        let mut customer = Customer::with_card(platform).await;
        customer.activate_card(platform).await;
        let before = told(&customer, platform).await.len();
        for round in 0..2 {
            let locked = lock(&customer, platform, "locked").await.expect(200);
            assert_eq!((locked["lock_status"].as_str(), locked["status"].as_str()), (Some("locked"), Some("active")));
            assert_eq!(locked["account_state"], "active");
            secrets(&customer, platform).await.expect_problem(422, "card_locked");
            wallet_token(&customer, platform, "apple_pay").await.expect_problem(422, "card_locked");
            assert_eq!(lock(&customer, platform, "locked").await.expect(200), locked, "round {round}");
            lock(&customer, platform, "unlocked").await.expect(200);
            secrets(&customer, platform).await.expect(200);
        }
        let statuses: Vec<_> =
            told(&customer, platform).await.iter().skip(before).map(|data| data["lock_status"].clone()).collect();
        assert_eq!(statuses, ["locked", "unlocked", "locked", "unlocked"], "no event where nothing changed");
        let path = format!("/cards/{}/lock", customer.card_id);
        for body in [json!({}), json!({"lock_status": "open"}), json!({"lock_status": "locked", "until": 1})] {
            customer.put(platform, &path, &body).await.expect_problem(400, "malformed_request");
        }
        customer.card_id = "unknown".to_owned();
        lock(&customer, platform, "locked").await.expect_problem(404, "card_not_found");
    })
    .await;
}

#[tokio::test]
async fn a_closed_card_is_closed_for_good() {
    Platform::each(async |platform| {
        let mut customer = Customer::with_active_account(platform).await;
        customer.order_kind(platform, "virtual").await;
        let path = format!("/cards/{}/close", customer.card_id);
        for body in [json!({}), json!({"reason": "bored"})] {
            customer.post(platform, &path, &body).await.expect_problem(400, "malformed_request");
        }
        assert_eq!(close(&customer, platform).await.expect(200)["status"], "closed");
        assert_eq!(told(&customer, platform).await.len(), 1);
        close(&customer, platform).await.expect_problem(422, "card_closed");
        lock(&customer, platform, "locked").await.expect_problem(422, "card_closed");
        secrets(&customer, platform).await.expect_problem(422, "card_closed");
        wallet_token(&customer, platform, "apple_pay").await.expect_problem(422, "card_closed");
        customer.verify(platform, "123").await.expect_problem(422, "card_closed");
        customer.set_pin(platform, "x", "4821").await.expect_problem(422, "card_closed");
        let card = customer.get(platform, &format!("/cards/{}", customer.card_id)).await.expect(200);
        assert_eq!(card["status"], "closed");
    })
    .await;
}

#[tokio::test]
async fn digital_and_activated_physical_cards_go_into_wallets_and_virtual_ones_do_not() {
    Platform::each(async |platform| {
        let mut customer = Customer::with_card(platform).await;
        wallet_token(&customer, platform, "google_pay").await.expect_problem(422, "card_not_active");
        customer.activate_card(platform).await;
        wallet_token(&customer, platform, "google_pay").await.expect(201);
        customer.order_kind(platform, "virtual").await;
        wallet_token(&customer, platform, "apple_pay").await.expect_problem(422, "card_not_digitizable");
        customer.order_kind(platform, "digital").await;
        for wallet in ["apple_pay", "google_pay", "samsung_pay"] {
            let token = wallet_token(&customer, platform, wallet).await.expect(201);
            assert_eq!((token["wallet"].as_str(), token["status"].as_str()), (Some(wallet), Some("created")));
            let ends: jiff::Timestamp = token["expires_at"].as_str().unwrap().parse().unwrap();
            assert!(ends.as_second() > platform.state.now());
        }
        wallet_token(&customer, platform, "purse").await.expect_problem(400, "malformed_request");
    })
    .await;
}

#[tokio::test]
async fn nothing_is_done_with_the_cards_of_a_closed_account() {
    Platform::each(async |platform| {
        let mut customer = Customer::with_card(platform).await;
        let cvc = customer.cvc(platform).await;
        let verification = customer.verify(platform, &cvc).await.expect(201);
        let physical = customer.card_id.clone();
        customer.order_kind(platform, "digital").await;
        customer.close_account(platform).await;
        secrets(&customer, platform).await.expect_problem(422, "account_inactive");
        lock(&customer, platform, "locked").await.expect_problem(422, "account_inactive");
        close(&customer, platform).await.expect_problem(422, "account_inactive");
        wallet_token(&customer, platform, "apple_pay").await.expect_problem(422, "account_inactive");
        customer.card_id = physical;
        customer.verify(platform, &cvc).await.expect_problem(422, "account_inactive");
        let reply = customer.set_pin(platform, verification["id"].as_str().unwrap(), "4821").await;
        reply.expect_problem(422, "account_inactive");
        customer.get(platform, &format!("/cards/{}", customer.card_id)).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn each_change_is_told_to_the_partner_by_ids_and_states_alone() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        assert!(told(&customer, platform).await.is_empty(), "an order is no change");
        for _ in 0..2 {
            platform.control(Method::POST, &format!("/cards/{}/ship", customer.card_id), None).await.expect(200);
        }
        customer.activate_card(platform).await;
        lock(&customer, platform, "locked").await.expect(200);
        close(&customer, platform).await.expect(200);
        let data = told(&customer, platform).await;
        let states: Vec<_> = data.iter().map(|data| (data["status"].as_str(), data["lock_status"].as_str())).collect();
        let (open, locked) = (Some("unlocked"), Some("locked"));
        let expected = [("unactivated", open), ("active", open), ("active", locked), ("closed", locked)];
        assert_eq!(states, expected.map(|(status, lock)| (Some(status), lock)));
        for members in data.iter().map(|data| data.as_object().unwrap()) {
            let names: Vec<_> = members.keys().map(String::as_str).collect();
            assert_eq!(names, ["account_id", "id", "lock_status", "person_id", "shipping_status", "status"]);
        }
    })
    .await;
}
