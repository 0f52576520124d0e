//! The whole road, as a customer goes it.

use http::Method;
use serde_json::{Value, json};

use super::support::{Customer, Platform};

fn steps(answer: &Value) -> Vec<&str> {
    let workflows = answer["workflows"].as_array().unwrap();
    let steps = workflows.iter().flat_map(|workflow| workflow["steps"].as_array().unwrap());
    steps.map(|step| step["step"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_customer_leaves_with_an_active_account_and_an_activated_card() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        let account = customer.open_account(platform, "acp_checking").await;
        assert_eq!(account["account_state"], "new");
        assert_eq!(account["type"], "dda");
        assert_eq!(
            steps(&account),
            ["kyc_data", "accept_agreement", "accept_agreement", "accept_agreement", "expected_use"]
        );

        let person = customer.become_person(platform, "1234").await;
        assert_eq!((&person["kyc_status"], &person["ofac_status"]), (&json!("approved"), &json!("approved")));
        assert_eq!((&person["status"], &person["government_id_last4"]), (&json!("inactive"), &json!("1234")));

        let receipt = customer.accept_all(platform, "acp_checking").await;
        assert_eq!((&receipt["account_state"], steps(&receipt)), (&json!("new"), vec!["expected_use"]));
        let answered = customer.answer_expected_use(platform).await.expect(200);
        assert_eq!((&answered["account_state"], steps(&answered)), (&json!("active"), vec![]));

        let brands = customer.post(platform, "/cards/brands/search", &json!({"person_id": customer.person_id})).await;
        assert_eq!(brands.expect(200)["brands"][0]["brand_name"], "Larkwell Meadow");
        let card = customer.post(platform, "/cards/physical", &customer.order()).await.expect(201);
        customer.card_id = card["id"].as_str().unwrap().to_owned();
        assert_eq!((&card["status"], &card["shipping"]["status"]), (&json!("unactivated"), &json!("pending")));

        let shipped = platform.control(Method::POST, &format!("/cards/{}/ship", customer.card_id), None).await;
        assert_eq!(shipped.expect(200)["shipping_status"], "shipped");
        let cvc = customer.cvc(platform).await;
        let verification = customer.verify(platform, &cvc).await.expect(201);
        let active = customer.set_pin(platform, verification["id"].as_str().unwrap(), "4821").await.expect(200);
        assert_eq!((&active["status"], &active["account_state"]), (&json!("active"), &json!("active")));

        let account = customer.get(platform, &format!("/accounts/{}", customer.account_id)).await.expect(200);
        assert_eq!(account["cards"], json!([{"id": customer.card_id, "type": "physical", "status": "active"}]));
        let person = customer.get(platform, &format!("/people/{}", customer.person_id)).await.expect(200);
        assert_eq!(person["status"], "active");
        let accepted = customer.get(platform, &format!("/people/{}/agreements", customer.person_id)).await.expect(200);
        assert_eq!(accepted["agreements"].as_array().unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_prepaid_account_asks_for_no_expected_use() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        let account = customer.open_account(platform, "acp_prepaid").await;
        assert_eq!(steps(&account)[..2], ["kyc_data", "primary_person_kyc_approve"]);
        customer.become_person(platform, "1234").await;
        let path = format!("/people/{}/expected_use", customer.person_id);
        assert_eq!(customer.get(platform, &path).await.expect(200), json!({"questions": []}));
        let body = json!({"answers": []});
        customer.put(platform, &path, &body).await.expect_problem(422, "expected_use_not_applicable");
        let receipt = customer.accept_all(platform, "acp_prepaid").await;
        assert_eq!(receipt["account_state"], "active");
    })
    .await;
}
