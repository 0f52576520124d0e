//! Creating a person, KYC and OFAC, and what access depends on.

use serde_json::{Value, json};

use crate::support::{Customer, Platform, ssn, steps};

async fn with_account(platform: &Platform) -> Customer {
    let mut customer = Customer::arrive(platform).await;
    customer.open_account(platform, "acp_prepaid").await;
    customer
}

/// guide: Once an account is created, you need to create a request to create a person as part of the onboarding process.
#[tokio::test]
async fn a_new_account_asks_for_its_person() {
    Platform::each(async |platform| {
        let mut customer = with_account(platform).await;
        let account = customer.account(platform).await;
        assert_eq!(steps(&account, "kyc_approve"), [("kyc_data".to_owned(), None)]);
        customer.become_person(platform, "1234").await;
        let account = customer.account(platform).await;
        assert_eq!(account["primary_person_id"], json!(customer.person_id));
        assert_eq!(steps(&account, "kyc_approve"), []);
    })
    .await;
}

/// guide: The basic information required to create a person is their first name, last name, the account they belong to, and
/// their desired role in that account.
#[tokio::test]
async fn a_person_needs_first_name_last_name_account_and_role() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let basic = json!({"first_name": "Ada", "last_name": "Byron", "relationship": "primary",
            "identity_context": {"type": "account", "account_id": customer.account_id}});
        for member in ["first_name", "last_name", "relationship", "identity_context"] {
            let mut body = basic.clone();
            body.as_object_mut().unwrap().remove(member);
            let reply = customer.post(platform, "/people", &body).await;
            reply.expect_problem(400, "malformed_request");
            assert_eq!(reply.fields(), [(format!("/{member}"), "required".to_owned())]);
        }
        let person = customer.post(platform, "/people", &basic).await.expect(201);
        assert_eq!((&person["relationship"], &person["kyc_status"]), (&json!("primary"), &json!("unchecked")));
    })
    .await;
}

/// guide: To create a person for a new or an existing account, you need to make a request through the POST/person endpoint.
#[tokio::test]
async fn post_person_creates_a_person_for_a_new_or_an_existing_account() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let primary = customer.post(platform, "/person", &customer.person(platform, &ssn("1234"))).await.expect(201);
        let mut second = customer.person(platform, &ssn("4321"));
        second["relationship"] = json!("secondary");
        let second = customer.post(platform, "/person", &second).await.expect(201);
        assert_ne!(primary["id"], second["id"]);
        assert_eq!(primary["account_ids"], second["account_ids"]);
    })
    .await;
}

/// guide: The encrypted_data body parameter contains personally identifiable information (PII) such as date_of_birth or
/// government_id.
#[tokio::test]
async fn encrypted_data_contains_birth_date_and_government_id() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        // Neither is a member of the clear body.
        for (member, value) in
            [("date_of_birth", json!("1990-05-17")), ("government_id", ssn("1234")["government_id"].clone())]
        {
            let mut body = customer.person(platform, &ssn("1234"));
            body[member] = value;
            let reply = customer.post(platform, "/people", &body).await;
            reply.expect_problem(400, "malformed_request");
            assert_eq!(reply.fields(), [(format!("/{member}"), "unknown_field".to_owned())]);
        }
        let reply = customer.post(platform, "/people", &customer.person(platform, &ssn("1234"))).await;
        assert_eq!(reply.expect(201)["government_id_last4"], "1234");
        assert!(!reply.text().contains("219091234") && !reply.text().contains("1990-05-17"));
    })
    .await;
}

/// guide: The identity_context passed in the request body provides instructions on how to link the person.
#[tokio::test]
async fn identity_context_says_how_to_link_the_person() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let mut body = customer.person(platform, &ssn("1234"));
        body["identity_context"]["type"] = json!("household");
        let reply = customer.post(platform, "/people", &body).await;
        reply.expect_problem(422, "validation_failed");
        assert_eq!(reply.fields(), [("/identity_context/type".to_owned(), "option_unknown".to_owned())]);
        let person = customer.post(platform, "/people", &customer.person(platform, &ssn("1234"))).await.expect(201);
        assert_eq!(person["account_ids"], json!([customer.account_id]));
    })
    .await;
}

/// guide: If the person is to be added to an existing account, you need to provide the account_id.
#[tokio::test]
async fn an_existing_account_is_named_by_its_account_id() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let mut body = customer.person(platform, &ssn("1234"));
        body["identity_context"] = json!({"type": "account"});
        let reply = customer.post(platform, "/people", &body).await;
        assert_eq!(reply.fields(), [("/identity_context/account_id".to_owned(), "required".to_owned())]);
        let mut unknown = customer.person(platform, &ssn("1234"));
        unknown["identity_context"]["account_id"] = json!("unknown");
        unknown["encrypted_data"] = json!(customer.seal(platform, "person:unknown", &ssn("1234")));
        customer.post(platform, "/people", &unknown).await.expect_problem(404, "account_not_found");
    })
    .await;
}

/// guide: If sufficient data is provided in the request, the server performs an OFAC and/or KYC verification.
#[tokio::test]
async fn sufficient_data_starts_both_checks() {
    Platform::each(async |platform| {
        for missing in ["encrypted_data", "address"] {
            let customer = with_account(platform).await;
            let mut body = customer.person(platform, &ssn("1234"));
            body.as_object_mut().unwrap().remove(missing);
            let person = customer.post(platform, "/people", &body).await.expect(201);
            assert_eq!((&person["kyc_status"], &person["ofac_status"]), (&json!("unchecked"), &json!("unchecked")));
        }
        let customer = with_account(platform).await;
        let person = customer.post(platform, "/people", &customer.person(platform, &ssn("1234"))).await.expect(201);
        assert_eq!((&person["kyc_status"], &person["ofac_status"]), (&json!("approved"), &json!("approved")));
    })
    .await;
}

/// guide: A failed OFAC or KYC check does not cause the request to fail.
#[tokio::test]
async fn a_failed_check_does_not_cause_the_request_to_fail() {
    Platform::each(async |platform| {
        for (last4, kyc, ofac) in
            [("0004", "rejected", "approved"), ("0005", "approved", "rejected"), ("0007", "blocked", "approved")]
        {
            let customer = with_account(platform).await;
            let reply = customer.post(platform, "/people", &customer.person(platform, &ssn(last4))).await;
            let person = reply.expect(201);
            assert_eq!((&person["kyc_status"], &person["ofac_status"]), (&json!(kyc), &json!(ofac)));
        }
    })
    .await;
}

/// guide: Once the request to create a person is initiated, GET/people/{person_id} endpoint is used to retrieve the details
/// of the person.
#[tokio::test]
async fn get_people_retrieves_the_details_of_the_person() {
    Platform::each(async |platform| {
        let mut customer = with_account(platform).await;
        let made = customer.become_person(platform, "1234").await;
        let read = customer.person_now(platform).await;
        assert_eq!(read, made);
        for (member, value) in [("first_name", "Ada"), ("last_name", "Byron"), ("email", "ada@example.com")] {
            assert_eq!(read[member], value);
        }
        customer.get(platform, "/people/unknown").await.expect_problem(404, "person_not_found");
    })
    .await;
}

/// guide: After the person is created, a session is patched with the person_id, so the customer can perform bank transfers
/// and other transactions on their account without the need to create a new session.
#[tokio::test]
async fn the_session_is_patched_with_the_person_and_goes_on() {
    Platform::each(async |platform| {
        let mut customer = with_account(platform).await;
        let person = customer.post(platform, "/people", &customer.person(platform, &ssn("1234"))).await.expect(201);
        customer.person_id = person["id"].as_str().unwrap().to_owned();
        let agreements = format!("/people/{}/agreements", customer.person_id);
        customer.get(platform, &agreements).await.expect_problem(403, "session_forbidden");
        customer.move_session(platform, "person", &customer.person_id).await.expect(200);
        customer.get(platform, &agreements).await.expect(200);
        customer.accept_all(platform, "acp_prepaid").await;
        customer.post(platform, "/cards/physical", &customer.order()).await.expect(201);
    })
    .await;
}

/// guide: Once the account and a person is created, there are a few criteria to ensure that the person is able to access
/// their account:
/// guide: status”: Whether a person is active or not.
#[tokio::test]
async fn status_says_whether_a_person_is_active() {
    Platform::each(async |platform| {
        let mut customer = with_account(platform).await;
        assert_eq!(customer.become_person(platform, "1234").await["status"], "inactive");
        customer.accept_all(platform, "acp_prepaid").await;
        assert_eq!(customer.person_now(platform).await["status"], "active");
    })
    .await;
}

/// guide: kyc_status”: Whether or not the person is blocked or rejected by Netspend’s KYC (Know Your Customer) assessment.
#[tokio::test]
async fn kyc_status_says_whether_the_person_is_blocked_or_rejected() {
    Platform::each(async |platform| {
        for (last4, status) in [("0004", "rejected"), ("0007", "blocked")] {
            let customer = Customer::with_person(platform, "acp_prepaid", last4).await;
            let person = customer.person_now(platform).await;
            assert_eq!((&person["kyc_status"], &person["status"]), (&json!(status), &json!("inactive")));
            // Nothing that the customer does changes it.
            customer.accept_all(platform, "acp_prepaid").await;
            platform.advance(86_400 / 2 - 60).await;
            assert_eq!(platform.event_types().await, Vec::<String>::new());
        }
    })
    .await;
}

/// guide: Here a person can be in a “conditional” status, where some additional workflow steps may move the person into an
/// “approved” status required to put the person into active status.
#[tokio::test]
async fn additional_steps_move_a_conditional_person_to_approved_and_active() {
    Platform::each(async |platform| {
        for last4 in ["0001", "0002", "0003"] {
            let customer = Customer::with_person(platform, "acp_prepaid", last4).await;
            customer.accept_all(platform, "acp_prepaid").await;
            let person = customer.person_now(platform).await;
            assert_eq!((&person["kyc_status"], &person["status"]), (&json!("conditional"), &json!("inactive")));
            let (step, related) = steps(&person, "kyc_approve").remove(0);
            match step.as_str() {
                "identity_questions" => {
                    let questions = customer.identity_questions(platform).await;
                    customer.answer_identity(platform, &questions, true).await.expect(200);
                }
                "provide_documents" => {
                    let id = related.unwrap();
                    customer.send_document(platform, http::Method::POST, &id).await.expect(201);
                    let left = steps(&customer.person_now(platform).await, "kyc_approve");
                    assert_eq!(left[0].0, "identity_review_pending");
                    platform.decide(&format!("/document_requests/{id}"), "accepted").await.expect(200);
                }
                _ => {
                    assert_eq!(step, "identity_scan");
                    platform.decide(&format!("/identity_scans/{}", related.unwrap()), "passed").await.expect(200);
                }
            }
            let person = customer.person_now(platform).await;
            assert_eq!((&person["kyc_status"], &person["status"]), (&json!("approved"), &json!("active")));
        }
    })
    .await;
}

/// guide: ofac_status”: Whether or not the person is rejected for being flagged for fraudulent activity by OFAC (Office of
/// Foreign Assets Control).
#[tokio::test]
async fn ofac_status_says_whether_the_person_is_flagged() {
    Platform::each(async |platform| {
        let flagged = Customer::with_person(platform, "acp_prepaid", "0005").await;
        flagged.accept_all(platform, "acp_prepaid").await;
        let person: Value = flagged.person_now(platform).await;
        assert_eq!((&person["ofac_status"], &person["status"]), (&json!("rejected"), &json!("inactive")));
        let order = flagged.post(platform, "/cards/physical", &flagged.order()).await;
        order.expect_problem(422, "kyc_not_approved");
        let other = Customer::with_person(platform, "acp_prepaid", "1234").await;
        assert_eq!(other.person_now(platform).await["ofac_status"], "approved");
    })
    .await;
}
