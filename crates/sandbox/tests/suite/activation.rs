//! What makes an account active, and what does not.

use http::Method;
use serde_json::{Value, json};

use super::support::{Customer, Platform};

async fn with_person(platform: &Platform) -> Customer {
    let mut customer = Customer::arrive(platform).await;
    customer.open_account(platform, "acp_checking").await;
    customer.become_person(platform, "1234").await;
    customer
}

async fn events(platform: &Platform) -> Vec<Value> {
    let events = platform.control(Method::GET, "/events", None).await.expect(200);
    events["events"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_last_condition_activates_whichever_it_is_and_once() {
    Platform::each(async |platform| {
        let customer = with_person(platform).await;
        customer.answer_expected_use(platform).await.expect(200);
        assert_eq!(events(platform).await, Vec::<Value>::new());
        let receipt = customer.accept_all(platform, "acp_checking").await;
        assert_eq!((&receipt["account_state"], &receipt["workflows"]), (&json!("active"), &json!([])));
        customer.accept_all(platform, "acp_checking").await;
        customer.answer_expected_use(platform).await.expect(200);
        let events = events(platform).await;
        assert_eq!(events.len(), 1);
        assert_eq!((&events[0]["type"], &events[0]["delivered_at"]), (&json!("account.created"), &Value::Null));
    })
    .await;
}

#[tokio::test]
async fn reading_changes_nothing() {
    Platform::each(async |platform| {
        let customer = with_person(platform).await;
        let account = format!("/accounts/{}", customer.account_id);
        let before = customer.get(platform, &account).await.expect(200);
        for path in ["/agreements", "/expected_use", ""] {
            customer.get(platform, &format!("/people/{}{path}", customer.person_id)).await.expect(200);
        }
        assert_eq!(customer.get(platform, &account).await.expect(200), before);
    })
    .await;
}

#[tokio::test]
async fn the_first_acceptance_of_an_agreement_counts() {
    Platform::each(async |platform| {
        let customer = with_person(platform).await;
        let agreement = customer.agreements(platform, "acp_checking").await.remove(0);
        let path = format!("/people/{}/agreements/{}", customer.person_id, agreement["id"].as_str().unwrap());
        let first = customer.acceptance(platform, &agreement).await;
        let receipt = customer.put(platform, &path, &first).await.expect(200);
        platform.advance(60).await;
        let mut later = first.clone();
        later["accepted_at"] = json!("2026-11-21T10:00:00Z");
        assert_eq!(customer.put(platform, &path, &later).await.expect(200), receipt);
        assert_eq!(receipt["accepted_at"], first["accepted_at"]);
    })
    .await;
}

#[tokio::test]
async fn takes_an_acceptance_of_the_text_in_force_alone() {
    Platform::each(async |platform| {
        let customer = with_person(platform).await;
        let agreement = customer.agreements(platform, "acp_checking").await.remove(0);
        let path = format!("/people/{}/agreements/{}", customer.person_id, agreement["id"].as_str().unwrap());
        let good = customer.acceptance(platform, &agreement).await;
        for (member, value, code) in [
            ("document_sha256", json!("00"), "document_changed"),
            ("accepted_at", json!("yesterday"), "wrong_type"),
            ("locale", json!("en US"), "wrong_type"),
            ("acceptance_mode", json!("ORAL"), "option_unknown"),
        ] {
            let mut body = good.clone();
            body[member] = value;
            let reply = customer.put(platform, &path, &body).await;
            reply.expect_problem(422, "validation_failed");
            assert_eq!(reply.fields(), [(format!("/{member}"), code.to_owned())]);
        }
        let foreign = format!("/people/{}/agreements/agr_prepaid_terms_2026_1", customer.person_id);
        customer.put(platform, &foreign, &good).await.expect_problem(404, "agreement_not_found");
    })
    .await;
}

#[tokio::test]
async fn agreements_are_found_by_context_and_by_id() {
    Platform::each(async |platform| {
        let customer = with_person(platform).await;
        let found = customer.agreements(platform, "acp_checking").await;
        let kinds: Vec<_> = found.iter().map(|agreement| agreement["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["cardholder_terms", "esign", "privacy_policy"]);
        let id = found[0]["id"].as_str().unwrap();
        assert_eq!(customer.get(platform, &format!("/agreements/{id}")).await.expect(200), found[0]);
        customer.get(platform, "/agreements/unknown").await.expect_problem(404, "agreement_not_found");
        let unknown = customer.post(platform, "/agreements/search", &json!({"provided_id": "x"})).await;
        unknown.expect_problem(404, "context_not_found");
    })
    .await;
}

#[tokio::test]
async fn expected_use_wants_one_known_answer_to_each_question() {
    Platform::each(async |platform| {
        let customer = with_person(platform).await;
        let path = format!("/people/{}/expected_use", customer.person_id);
        let one = json!({"question_id": "occupation", "option_id": "nurse"});
        for answers in
            [json!([]), json!([one]), json!([one, one]), json!([one, {"question_id": "x", "option_id": "y"}])]
        {
            let reply = customer.put(platform, &path, &json!({"answers": answers})).await;
            reply.expect_problem(422, "validation_failed");
            assert!(reply.fields()[0].0.starts_with("/answers"));
        }
    })
    .await;
}
