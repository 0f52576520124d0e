//! What an account carries, inherits, and no longer does when it is closed.

use http::Method;
use serde_json::{Value, json};

use super::support::{Customer, Platform, ssn, steps};

#[tokio::test]
async fn a_child_inherits_its_parent_s_context_unless_it_names_one() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_prepaid", "1234").await;
        let mut body = json!({"parent_account_id": customer.account_id});
        let child = customer.post(platform, "/accounts", &body).await.expect(201);
        assert_eq!((&child["provided_id"], &child["type"]), (&json!("acp_prepaid"), &json!("gpr")));
        body["parent_account_id"] = child["id"].clone();
        let grandchild = customer.post(platform, "/accounts", &body).await.expect(201);
        assert_eq!(grandchild["account_context"], child["account_context"]);
        body["provided_id"] = json!("acp_checking");
        let named = customer.post(platform, "/accounts", &body).await.expect(201);
        assert_eq!(named["type"], "dda");
        let stranger = Customer::arrive(platform).await;
        let foreign = json!({"parent_account_id": customer.account_id});
        stranger.post(platform, "/accounts", &foreign).await.expect_problem(403, "session_forbidden");
    })
    .await;
}

#[tokio::test]
async fn a_closed_account_permits_no_activity_and_says_so_once() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let control = format!("/accounts/{}/close", customer.account_id);
        let closed = platform.control(Method::POST, &control, None).await.expect(200);
        assert_eq!(closed, json!({"id": customer.account_id, "account_state": "closed"}));
        platform.control(Method::POST, &control, None).await.expect(200);
        let events = platform.event_types().await;
        assert_eq!(events.iter().filter(|kind| *kind == "account.closed").count(), 1, "{events:?}");
        let account = customer.account(platform).await;
        assert_eq!((&account["account_state"], &account["workflows"]), (&json!("closed"), &json!([])));
        assert_eq!(customer.person_now(platform).await["status"], "closed");

        let person = format!("/people/{}", customer.person_id);
        let mut second = customer.person(platform, &ssn("4321"));
        second["relationship"] = json!("secondary");
        let answers = json!({"answers": []});
        for (method, path, body) in [
            (Method::POST, "/accounts".to_owned(), json!({"parent_account_id": customer.account_id})),
            (Method::POST, "/people".to_owned(), second),
            (Method::PATCH, person.clone(), json!({"email": "new@example.com"})),
            (Method::PUT, format!("{person}/expected_use"), answers),
            (Method::POST, "/cards/physical".to_owned(), customer.order()),
        ] {
            let reply = customer.call(platform, method, &path, Some(&body)).await;
            reply.expect_problem(422, "account_inactive");
        }
        let unknown = platform.control(Method::POST, "/accounts/unknown/close", None).await;
        unknown.expect_problem(404, "account_not_found");
    })
    .await;
}

#[tokio::test]
async fn a_closed_account_takes_no_acceptance_and_no_cure() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_checking", "0001").await;
        let questions = customer.identity_questions(platform).await;
        let agreement = customer.agreements(platform, "acp_checking").await.remove(0);
        let acceptance = customer.acceptance(platform, &agreement).await;
        platform.control(Method::POST, &format!("/accounts/{}/close", customer.account_id), None).await.expect(200);
        let path = format!("/people/{}/agreements/{}", customer.person_id, agreement["id"].as_str().unwrap());
        customer.put(platform, &path, &acceptance).await.expect_problem(422, "account_inactive");
        let answered = customer.answer_identity(platform, &questions, true).await;
        answered.expect_problem(422, "account_inactive");
        assert_eq!(customer.person_now(platform).await["kyc_status"], "conditional");
    })
    .await;
}

#[tokio::test]
async fn the_workflows_name_what_each_step_is_about() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        let account = customer.open_account(platform, "acp_prepaid").await;
        assert_eq!(steps(&account, "kyc_approve"), [("kyc_data".to_owned(), None)]);
        let person = customer.become_person(platform, "0006").await;
        assert_eq!(steps(&person, "kyc_approve"), [("identity_review_pending".to_owned(), None)]);
        let left = steps(&person, "activate");
        assert_eq!(left[0], ("primary_person_kyc_approve".to_owned(), Some(customer.person_id.clone())));
        let agreements: Vec<Value> = customer.agreements(platform, "acp_prepaid").await;
        let expected: Vec<_> = agreements
            .iter()
            .map(|agreement| ("accept_agreement".to_owned(), agreement["id"].as_str().map(str::to_owned)))
            .collect();
        assert_eq!(left[1..], expected);
    })
    .await;
}
