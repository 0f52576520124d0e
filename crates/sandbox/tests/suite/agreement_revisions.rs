//! A newer version of an agreement: what is asked for, and what was accepted before.

use http::Method;
use serde_json::{Value, json};

use super::support::{Customer, Platform, steps};

const ESIGN: &str = "agr_esign_2026_1";

async fn revise(platform: &Platform, id: &str) -> Value {
    platform.control(Method::POST, &format!("/agreements/{id}/revise"), None).await.expect(200)
}

#[tokio::test]
async fn an_account_that_is_not_active_asks_for_the_newer_version_again() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_checking", "1234").await;
        customer.accept_all(platform, "acp_checking").await;
        let newer = revise(platform, ESIGN).await;
        assert_eq!((&newer["id"], &newer["type"]), (&json!("agr_esign_2026_1_r2"), &json!("esign")));
        let account = customer.account(platform).await;
        let id = newer["id"].as_str().map(str::to_owned);
        let expected = [("accept_agreement".to_owned(), id.clone()), ("expected_use".to_owned(), None)];
        assert_eq!(steps(&account, "activate"), expected);
        assert_eq!(account["account_context"]["terms"][1]["agreement_id"], newer["id"]);
        let answered = customer.answer_expected_use(platform).await.expect(200);
        assert_eq!(answered["account_state"], "new");
        let found = customer.agreements(platform, "acp_checking").await;
        assert_eq!(found[1], newer);
        let path = format!("/people/{}/agreements/{}", customer.person_id, id.unwrap());
        let acceptance = customer.acceptance(platform, &newer).await;
        let receipt = customer.put(platform, &path, &acceptance).await.expect(200);
        assert_eq!(receipt["account_state"], "active");
        // The record keeps both.
        let accepted = customer.get(platform, &format!("/people/{}/agreements", customer.person_id)).await.expect(200);
        assert_eq!(accepted["agreements"].as_array().unwrap().len(), 4);
    })
    .await;
}

#[tokio::test]
async fn who_accepted_a_newer_version_of_the_esign_agreement_enrols_in_bank_transfer() {
    Platform::each(async |platform| {
        revise(platform, ESIGN).await;
        let customer = Customer::with_card(platform).await;
        customer.activate_card(platform).await;
        let path = format!("/people/{}/features/bank_transfer/enrollments", customer.person_id);
        assert_eq!(customer.post(platform, &path, &json!({})).await.expect(201)["state"], "enrolled");
    })
    .await;
}

#[tokio::test]
async fn an_older_version_can_be_read_but_not_accepted_any_more() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_checking", "1234").await;
        let old = customer.agreements(platform, "acp_checking").await.remove(1);
        let acceptance = customer.acceptance(platform, &old).await;
        assert_eq!(revise(platform, ESIGN).await["id"], "agr_esign_2026_1_r2");
        assert_eq!(revise(platform, "agr_esign_2026_1_r2").await["id"], "agr_esign_2026_1_r3");
        customer.get(platform, &format!("/agreements/{ESIGN}")).await.expect(200);
        let base = format!("/people/{}/agreements", customer.person_id);
        let reply = customer.put(platform, &format!("{base}/{ESIGN}"), &acceptance).await;
        reply.expect_problem(422, "agreement_superseded");
        // The newer text has another hash, and a version that was never made is none.
        let reply = customer.put(platform, &format!("{base}/agr_esign_2026_1_r3"), &acceptance).await;
        reply.expect_problem(422, "validation_failed");
        assert_eq!(reply.fields(), [("/document_sha256".to_owned(), "document_changed".to_owned())]);
        for path in ["/agreements/agr_esign_2026_1_r4", "/agreements/agr_none"] {
            customer.get(platform, path).await.expect_problem(404, "agreement_not_found");
        }
        let unknown = platform.control(Method::POST, "/agreements/agr_none/revise", None).await;
        unknown.expect_problem(404, "agreement_not_found");
    })
    .await;
}

#[tokio::test]
async fn an_active_account_stays_active_and_a_repeated_acceptance_keeps_its_receipt() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_prepaid", "1234").await;
        let agreement = customer.agreements(platform, "acp_prepaid").await.remove(1);
        let acceptance = customer.acceptance(platform, &agreement).await;
        customer.accept_all(platform, "acp_prepaid").await;
        revise(platform, ESIGN).await;
        let account = customer.account(platform).await;
        assert_eq!((&account["account_state"], &account["workflows"]), (&json!("active"), &json!([])));
        let path = format!("/people/{}/agreements/{ESIGN}", customer.person_id);
        let receipt = customer.put(platform, &path, &acceptance).await.expect(200);
        assert_eq!(receipt["agreement_id"], ESIGN);
    })
    .await;
}
