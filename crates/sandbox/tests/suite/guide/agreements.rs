//! The agreements: finding, showing, accepting.

use serde_json::{Value, json};

use crate::support::{Customer, Platform, steps};

fn types(agreements: &[Value]) -> Vec<&str> {
    agreements.iter().map(|agreement| agreement["type"].as_str().unwrap()).collect()
}

/// guide: When a person is created, as part of account creation, agreements are displayed to the customer for acceptance.
#[tokio::test]
async fn a_person_has_agreements_to_accept() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_prepaid", "1234").await;
        let left = steps(&customer.person_now(platform).await, "activate");
        let agreements = customer.agreements(platform, "acp_prepaid").await;
        assert_eq!((agreements.len(), left.len()), (3, 3), "{left:?}");
        for (agreement, (step, related)) in agreements.iter().zip(left) {
            assert_eq!((step.as_str(), related.as_deref()), ("accept_agreement", agreement["id"].as_str()));
            customer.acceptance(platform, agreement).await;
        }
    })
    .await;
}

/// guide: Customers are presented with three types of agreements during account onboarding.
/// guide: These agreements are:
/// guide: Card holder terms
/// guide: e-Sign
/// guide: Privacy policy
#[tokio::test]
async fn there_are_three_types_of_agreements() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        for provided_id in ["acp_checking", "acp_prepaid"] {
            let found = customer.agreements(platform, provided_id).await;
            assert_eq!(types(&found), ["cardholder_terms", "esign", "privacy_policy"]);
        }
    })
    .await;
}

/// guide: These agreements have to be accepted before the account is activated.
#[tokio::test]
async fn the_account_is_not_active_before_every_agreement_is_accepted() {
    Platform::each(async |platform| {
        for missing in 0..3 {
            let customer = Customer::with_person(platform, "acp_prepaid", "1234").await;
            for (index, agreement) in customer.agreements(platform, "acp_prepaid").await.iter().enumerate() {
                if index != missing {
                    let path =
                        format!("/people/{}/agreements/{}", customer.person_id, agreement["id"].as_str().unwrap());
                    let body = customer.acceptance(platform, agreement).await;
                    customer.put(platform, &path, &body).await.expect(200);
                }
            }
            assert_eq!(customer.account(platform).await["account_state"], "new");
        }
    })
    .await;
}

/// guide: To get the links to these agreements and display them to the users, make a request to the POST /agreements/search
/// endpoint using the provided_id.
#[tokio::test]
async fn post_agreements_search_finds_by_provided_id() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        let checking = customer.agreements(platform, "acp_checking").await;
        assert_ne!(checking[0], customer.agreements(platform, "acp_prepaid").await[0]);
        let unknown = json!({"provided_id": "acp_unknown"});
        customer.post(platform, "/agreements/search", &unknown).await.expect_problem(404, "context_not_found");
        let none = customer.post(platform, "/agreements/search", &json!({})).await;
        assert_eq!(none.fields(), [("/provided_id".to_owned(), "required".to_owned())]);
    })
    .await;
}

/// guide: This search returns the links to the agreements (along with agreement_id which is used for further processing but
/// not displayed to the customers) that are applicable to the customer.
#[tokio::test]
async fn the_search_returns_links_and_ids() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        for agreement in customer.agreements(platform, "acp_checking").await {
            assert!(agreement["id"].as_str().is_some_and(|id| id.starts_with("agr_")));
            let file = &agreement["documents"][0]["files"][0];
            assert_eq!(file["content_type"], "text/plain");
            let path = file["url"].as_str().unwrap().strip_prefix(&platform.config.public_url).unwrap();
            let text = platform.request(http::Method::GET, path, &[], axum::body::Body::empty()).await;
            // The id is for further processing: no word of the text that customers read.
            assert!(text.status == 200 && !text.text().contains(agreement["id"].as_str().unwrap()));
        }
    })
    .await;
}

/// guide: To fetch agreements, make a request to GET /people/{person_id}/agreements endpoint using the person_id.
#[tokio::test]
async fn get_person_agreements_lists_what_they_accepted() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_prepaid", "1234").await;
        let path = format!("/people/{}/agreements", customer.person_id);
        assert_eq!(customer.get(platform, &path).await.expect(200), json!({"agreements": []}));
        customer.accept_all(platform, "acp_prepaid").await;
        let accepted = customer.get(platform, &path).await.expect(200);
        let list = accepted["agreements"].as_array().unwrap();
        assert_eq!(list.len(), 3);
        assert!(list.iter().all(|agreement| agreement["accepted_at"].is_string()));
    })
    .await;
}

/// guide: Make a request to GET /agreements/{agreement_id} endpoint using the agreement_id to display details of individual
/// agreements.
#[tokio::test]
async fn get_agreement_shows_one_agreement() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_checking", "1234").await;
        for agreement in customer.agreements(platform, "acp_checking").await {
            let path = format!("/agreements/{}", agreement["id"].as_str().unwrap());
            assert_eq!(customer.get(platform, &path).await.expect(200), agreement);
        }
        customer.get(platform, "/agreements/unknown").await.expect_problem(404, "agreement_not_found");
    })
    .await;
}

/// guide: When the customer accepts the agreements, the person is created and the account is activated.
/// guide: When the acceptance of all the applicable onboarding agreements is recorded, the person is created and the account
/// is activated.
#[tokio::test]
async fn accepting_all_agreements_activates_the_account_of_the_person_who_was_created() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_prepaid", "1234").await;
        let receipt = customer.accept_all(platform, "acp_prepaid").await;
        assert_eq!(receipt["account_state"], "active");
        let account = customer.account(platform).await;
        assert_eq!(account["primary_person_id"], json!(customer.person_id));
        assert_eq!(customer.person_now(platform).await["status"], "active");
    })
    .await;
}

/// guide: The acceptance of each agreement is recorded by making a request to PUT
/// /people/{person_id}/agreements/{agreement_id} endpoint using the person_id and agreement_id.
#[tokio::test]
async fn put_records_the_acceptance_of_an_agreement() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_prepaid", "1234").await;
        let agreement = customer.agreements(platform, "acp_prepaid").await.remove(0);
        let path = format!("/people/{}/agreements/{}", customer.person_id, agreement["id"].as_str().unwrap());
        let body = customer.acceptance(platform, &agreement).await;
        let receipt = customer.put(platform, &path, &body).await.expect(200);
        for member in ["accepted_at", "locale", "document_sha256", "acceptance_mode"] {
            assert_eq!(receipt[member], body[member]);
        }
        assert!(receipt["recorded_at"].is_string());
        // Once more is the same, and another text is not what was accepted.
        assert_eq!(customer.put(platform, &path, &body).await.expect(200), receipt);
        let mut other = body;
        other["document_sha256"] = json!("0".repeat(64));
        let reply = customer.put(platform, &path, &other).await;
        reply.expect_problem(422, "validation_failed");
        assert_eq!(reply.fields(), [("/document_sha256".to_owned(), "document_changed".to_owned())]);
    })
    .await;
}
