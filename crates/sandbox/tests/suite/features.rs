//! Features: what each asks for, and enrolling.

use http::Method;
use serde_json::{Value, json};

use super::support::{Customer, Platform, Reply, ssn};

async fn features(customer: &Customer, platform: &Platform) -> Vec<Value> {
    let list = customer.get(platform, &format!("/people/{}/features", customer.person_id)).await.expect(200);
    list["features"].as_array().unwrap().clone()
}

/// State and missing codes of one feature.
async fn stand(customer: &Customer, platform: &Platform, feature: &str) -> (String, Vec<String>) {
    let all = features(customer, platform).await;
    let found = all.iter().find(|entry| entry["feature"] == feature).unwrap();
    let missing = found["missing"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    (found["state"].as_str().unwrap().to_owned(), missing)
}

async fn enroll(customer: &Customer, platform: &Platform, feature: &str) -> Reply {
    let body = if feature == "savings" { json!({"e_communications_consent": true}) } else { json!({}) };
    let path = format!("/people/{}/features/{feature}/enrollments", customer.person_id);
    customer.post(platform, &path, &body).await
}

/// What a refused enrolment says is missing.
#[track_caller]
fn missing(reply: &Reply) -> Vec<String> {
    let problem = reply.expect_problem(422, "feature_not_eligible");
    problem["missing"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

const ALL: [&str; 3] = ["savings", "bank_transfer", "me_to_me"];

#[tokio::test]
async fn a_customer_with_an_activated_card_enrols_in_all_three_once() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        customer.activate_card(platform).await;
        let names: Vec<_> = features(&customer, platform).await.iter().map(|entry| entry["feature"].clone()).collect();
        assert_eq!(names, ALL);
        for feature in ALL {
            assert_eq!(stand(&customer, platform, feature).await.0, "eligible");
            let enrolled = enroll(&customer, platform, feature).await.expect(201);
            assert_eq!(enrolled, json!({"feature": feature, "state": "enrolled", "missing": []}));
            assert_eq!(enroll(&customer, platform, feature).await.expect(200), enrolled);
            assert_eq!(stand(&customer, platform, feature).await, ("enrolled".to_owned(), vec![]));
        }
    })
    .await;
}

#[tokio::test]
async fn all_of_them_need_an_activated_card_of_any_kind() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        for feature in ALL {
            assert_eq!(missing(&enroll(&customer, platform, feature).await), ["card_not_activated"]);
            assert_eq!(stand(&customer, platform, feature).await.0, "not_eligible");
        }
        customer.activate_card(platform).await;
        customer
            .post(platform, &format!("/cards/{}/close", customer.card_id), &json!({"reason": "lost"}))
            .await
            .expect(200);
        assert_eq!(missing(&enroll(&customer, platform, "me_to_me").await), ["card_not_activated"]);
        for kind in ["virtual", "digital"] {
            let mut customer = Customer::with_active_account(platform).await;
            customer.order_kind(platform, kind).await;
            enroll(&customer, platform, "me_to_me").await.expect(201);
        }
    })
    .await;
}

#[tokio::test]
async fn all_of_them_need_an_active_account() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_checking").await;
        customer.become_person(platform, "1234").await;
        for feature in ALL {
            let missing = missing(&enroll(&customer, platform, feature).await);
            assert_eq!(missing[..2], ["account_inactive", "card_not_activated"], "{feature}");
        }
        let customer = Customer::with_card(platform).await;
        customer.activate_card(platform).await;
        enroll(&customer, platform, "savings").await.expect(201);
        customer.close_account(platform).await;
        for feature in ALL {
            let (state, missing) = stand(&customer, platform, feature).await;
            assert_eq!((state.as_str(), missing[0].as_str()), ("not_eligible", "account_inactive"));
        }
    })
    .await;
}

#[tokio::test]
async fn savings_needs_the_consent_to_electronic_communications_and_no_other_feature_takes_it() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        customer.activate_card(platform).await;
        let consent = "e_communications_consent_missing".to_owned();
        assert_eq!(stand(&customer, platform, "savings").await, ("eligible".to_owned(), vec![consent.clone()]));
        let path = |feature: &str| format!("/people/{}/features/{feature}/enrollments", customer.person_id);
        for body in [json!({}), json!({"e_communications_consent": false})] {
            assert_eq!(
                missing(&customer.post(platform, &path("savings"), &body).await),
                std::slice::from_ref(&consent)
            );
        }
        for feature in ["bank_transfer", "me_to_me"] {
            let body = json!({"e_communications_consent": true});
            let reply = customer.post(platform, &path(feature), &body).await;
            reply.expect_problem(400, "malformed_request");
            assert_eq!(reply.fields(), [("/e_communications_consent".to_owned(), "unknown_field".to_owned())]);
        }
    })
    .await;
}

#[tokio::test]
async fn savings_needs_a_balance_that_is_not_negative() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        customer.activate_card(platform).await;
        let control = format!("/accounts/{}/balance", customer.account_id);
        platform.control(Method::POST, &control, Some(&json!({"available": "-0.01"}))).await.expect(200);
        let account = customer.get(platform, &format!("/accounts/{}", customer.account_id)).await.expect(200);
        assert_eq!(account["balance"]["available"], "-0.01");
        assert_eq!(missing(&enroll(&customer, platform, "savings").await), ["negative_balance"]);
        enroll(&customer, platform, "bank_transfer").await.expect(201);
        platform.control(Method::POST, &control, Some(&json!({"available": "0.00"}))).await.expect(200);
        enroll(&customer, platform, "savings").await.expect(201);
        let wrong = platform.control(Method::POST, &control, Some(&json!({"available": "1"}))).await;
        wrong.expect_problem(422, "validation_failed");
        let unknown = platform.control(Method::POST, "/accounts/x/balance", Some(&json!({"available": "1.00"}))).await;
        unknown.expect_problem(404, "account_not_found");
    })
    .await;
}

/// A customer with an activated card, made by a `POST /people` that was changed.
async fn changed(platform: &Platform, change: impl Fn(&mut Customer, &mut Value)) -> Customer {
    let mut customer = Customer::arrive(platform).await;
    customer.open_account(platform, "acp_checking").await;
    let mut body = customer.person(platform, &ssn("1234"));
    change(&mut customer, &mut body);
    let person = customer.post(platform, "/people", &body).await.expect(201);
    customer.person_id = person["id"].as_str().unwrap().to_owned();
    customer.move_session(platform, "person", &customer.person_id).await.expect(200);
    customer.accept_all(platform, "acp_checking").await;
    customer.answer_expected_use(platform).await.expect(200);
    customer.order_kind(platform, "virtual").await;
    customer
}

#[tokio::test]
async fn savings_and_bank_transfer_need_an_ssn() {
    Platform::each(async |platform| {
        let passport = json!({"date_of_birth": "1990-05-17",
            "government_id": {"type": "passport", "value": "A12345678"}});
        let customer = changed(platform, |customer, body| {
            let use_ = format!("person:{}", customer.account_id);
            body["encrypted_data"] = json!(customer.seal(platform, &use_, &passport));
        })
        .await;
        for feature in ["savings", "bank_transfer"] {
            assert_eq!(missing(&enroll(&customer, platform, feature).await), ["ssn_missing"]);
        }
        enroll(&customer, platform, "me_to_me").await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn bank_transfer_needs_an_e_mail_address() {
    Platform::each(async |platform| {
        let customer = changed(platform, |_, body| drop(body.as_object_mut().unwrap().remove("email"))).await;
        assert_eq!(missing(&enroll(&customer, platform, "bank_transfer").await), ["email_missing"]);
        enroll(&customer, platform, "savings").await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn bank_transfer_needs_an_approved_person_and_the_e_sign_agreement() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_checking").await;
        customer.become_person(platform, "0004").await;
        let missing = missing(&enroll(&customer, platform, "bank_transfer").await);
        assert_eq!(missing, ["account_inactive", "card_not_activated", "kyc_not_approved", "esign_not_accepted"]);
    })
    .await;
}

#[tokio::test]
async fn enrolling_needs_the_person_s_own_session() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        customer.activate_card(platform).await;
        let mut other = Customer::arrive(platform).await;
        other.person_id = customer.person_id.clone();
        let path = format!("/people/{}/features", customer.person_id);
        other.get(platform, &path).await.expect_problem(403, "person_session_required");
        other.move_session(platform, "account", &customer.account_id).await.expect(200);
        other.get(platform, &path).await.expect_problem(403, "person_session_required");
        for feature in ALL {
            enroll(&other, platform, feature).await.expect_problem(403, "person_session_required");
        }
        // Of two people whom one session made, each has features in their own session alone.
        let mut body = customer.person(platform, &ssn("4321"));
        body["relationship"] = json!("secondary");
        let second = customer.post(platform, "/people", &body).await.expect(201);
        let listed = customer.get(platform, &format!("/people/{}/features", second["id"].as_str().unwrap())).await;
        for feature in listed.expect(200)["features"].as_array().unwrap() {
            assert_eq!(
                (&feature["state"], &feature["missing"][0]),
                (&json!("not_eligible"), &json!("person_session_required"))
            );
        }
        let mut stranger = Customer::with_active_account(platform).await;
        stranger.person_id = customer.person_id.clone();
        enroll(&stranger, platform, "me_to_me").await.expect_problem(403, "session_forbidden");
        stranger.get(platform, &path).await.expect_problem(403, "session_forbidden");
        enroll(&customer, platform, "lending").await.expect_problem(404, "feature_not_found");
    })
    .await;
}

#[tokio::test]
async fn a_context_may_have_a_feature_switched_off() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        let account = customer.open_account(platform, "acp_prepaid").await;
        assert_eq!(account["account_context"]["features"], json!(["savings", "me_to_me"]));
        customer.become_person(platform, "1234").await;
        customer.accept_all(platform, "acp_prepaid").await;
        customer.order_kind(platform, "virtual").await;
        assert_eq!(missing(&enroll(&customer, platform, "bank_transfer").await), ["not_offered"]);
        assert_eq!(stand(&customer, platform, "bank_transfer").await.0, "not_eligible");
        enroll(&customer, platform, "savings").await.expect(201);
        enroll(&customer, platform, "me_to_me").await.expect(201);
    })
    .await;
}
