//! Identity questions and identity scans.

use http::Method;
use serde_json::{Value, json};

use super::support::{Customer, Platform, Seal, steps};

#[tokio::test]
async fn right_answers_approve_and_the_questions_are_sealed_both_ways() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_checking", "0001").await;
        let path = format!("/people/{}/kyc/identity_questions", customer.person_id);
        let sealed = customer.get(platform, &path).await;
        assert!(!sealed.text().contains("Correct") && !sealed.text().contains("question_id"));
        let questions = customer.identity_questions(platform).await;
        let list = questions["questions"].as_array().unwrap();
        assert_eq!(list.len(), 3);
        let first = list[0]["answer_options"].as_array().unwrap();
        assert_eq!(first.iter().filter(|option| option["text"] == "Correct").count(), 1);
        // Reading an open set again gives the same one, with the same end.
        let again = customer.get(platform, &path).await.expect(200);
        assert_eq!(again["expires_at"], sealed.json()["expires_at"]);
        assert_eq!(customer.identity_questions(platform).await, questions);

        let person = customer.answer_identity(platform, &questions, true).await.expect(200);
        assert_eq!((&person["kyc_status"], &person["ofac_status"]), (&json!("approved"), &json!("approved")));
        assert_eq!(steps(&person, "kyc_approve"), []);
        let event = &platform.events().await[0];
        assert_eq!(event["type"], "person.kyc.modified");
        let data = json!({"id": customer.person_id, "account_id": customer.account_id, "kyc_status": "approved",
            "ofac_status": "approved"});
        assert_eq!((&event["data_type"], &event["data"]), (&json!("person"), &data));
        // What is approved asks nothing more.
        customer.get(platform, &path).await.expect_problem(422, "kyc_step_not_due");
        customer.answer_identity(platform, &questions, true).await.expect_problem(422, "kyc_step_not_due");
    })
    .await;
}

#[tokio::test]
async fn wrong_answers_bring_new_questions_twice_and_reject_the_third_time() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_checking", "0001").await;
        let mut seen: Vec<Value> = Vec::new();
        for status in ["conditional", "conditional", "rejected"] {
            let questions = customer.identity_questions(platform).await;
            assert!(!seen.contains(&questions));
            let person = customer.answer_identity(platform, &questions, false).await.expect(200);
            assert_eq!(person["kyc_status"], status);
            seen.push(questions);
        }
        assert_eq!(customer.account(platform).await["workflows"], json!([]));
        assert_eq!(platform.event_types().await, ["person.kyc.modified"]);
        let path = format!("/people/{}/kyc/identity_questions", customer.person_id);
        customer.get(platform, &path).await.expect_problem(422, "kyc_step_not_due");
    })
    .await;
}

#[tokio::test]
async fn answers_are_taken_for_ten_minutes_and_then_a_new_set_is_opened() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_checking", "0001").await;
        let none = json!({"answers": []});
        customer.send_identity_answers(platform, &none).await.expect_problem(422, "identity_questions_expired");
        let old = customer.identity_questions(platform).await;
        platform.advance(600).await;
        let late = customer.answer_identity(platform, &old, true).await;
        late.expect_problem(422, "identity_questions_expired");
        let new = customer.identity_questions(platform).await;
        assert_ne!(new, old);
        // The old set's ids are nobody's now, and the refusal uses no try up.
        let reply = customer.answer_identity(platform, &old, true).await;
        reply.expect_problem(422, "validation_failed");
        assert_eq!(reply.fields()[0], ("/encrypted_data/answers/0/question_id".into(), "option_unknown".into()));
        platform.advance(590).await;
        let person = customer.answer_identity(platform, &new, true).await.expect(200);
        assert_eq!(person["kyc_status"], "approved");
    })
    .await;
}

#[tokio::test]
async fn answers_sealed_for_anything_else_open_nowhere() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_checking", "0001").await;
        let other = Customer::with_person(platform, "acp_checking", "0001").await;
        customer.identity_questions(platform).await;
        let path = format!("/people/{}/kyc/identity_questions", customer.person_id);
        let answers = json!({"answers": []});
        for use_ in [format!("identity_answers:{}", other.person_id), format!("person:{}", customer.person_id)] {
            let sealed = customer.seal(platform, &use_, &answers);
            let reply = customer.put(platform, &path, &json!({"encrypted_data": sealed})).await;
            reply.expect_problem(422, "unsealable");
        }
        let mine = format!("identity_answers:{}", customer.person_id);
        let now = platform.state.now();
        let seal = Seal::new(&customer.keys[0], Some(&other.session_id), &mine, now, answers.to_string());
        let body = json!({"encrypted_data": seal.to(&customer.keys[0])});
        customer.put(platform, &path, &body).await.expect_problem(422, "unsealable");
        other.get(platform, &path).await.expect_problem(403, "session_forbidden");
    })
    .await;
}

#[tokio::test]
async fn a_passed_scan_approves() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_prepaid", "0003").await;
        let scan = customer.identity_scan(platform).await;
        let id = scan["identity_scan_id"].as_str().unwrap();
        assert_eq!(scan["status"], "waiting");
        let person = customer.person_now(platform).await;
        assert_eq!(steps(&person, "kyc_approve"), [("identity_scan".to_owned(), Some(id.to_owned()))]);
        let done = platform.decide(&format!("/identity_scans/{id}"), "passed").await.expect(200);
        assert_eq!(done["status"], "passed");
        assert_eq!(customer.identity_scan(platform).await, done);
        assert_eq!(customer.person_now(platform).await["kyc_status"], "approved");
        assert_eq!(platform.event_types().await, ["person.kyc.identity_scan.modified", "person.kyc.modified"]);
        let data = json!({"id": id, "person_id": customer.person_id, "status": "passed"});
        assert_eq!(platform.events().await[0]["data"], data);
        let again = platform.decide(&format!("/identity_scans/{id}"), "failed").await;
        again.expect_problem(422, "kyc_step_not_due");
    })
    .await;
}

#[tokio::test]
async fn a_failed_scan_brings_another_twice_and_rejects_the_third_time() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_prepaid", "0003").await;
        let mut ids: Vec<Value> = Vec::new();
        for status in ["conditional", "conditional", "rejected"] {
            platform.advance(1).await;
            let id = customer.identity_scan(platform).await["identity_scan_id"].clone();
            assert!(!ids.contains(&id));
            platform.decide(&format!("/identity_scans/{}", id.as_str().unwrap()), "failed").await.expect(200);
            assert_eq!(customer.person_now(platform).await["kyc_status"], status);
            ids.push(id);
        }
        assert_eq!(customer.identity_scan(platform).await["status"], "failed");
        platform.decide("/identity_scans/unknown", "failed").await.expect_problem(404, "identity_scan_not_found");
        platform.decide("/identity_scans/unknown", "maybe").await.expect_problem(400, "malformed_request");
    })
    .await;
}

#[tokio::test]
async fn a_scan_that_waited_a_day_gives_way_to_a_new_one() {
    Platform::each(async |platform| {
        let mut customer = Customer::with_person(platform, "acp_prepaid", "0003").await;
        let old = customer.identity_scan(platform).await["identity_scan_id"].clone();
        platform.advance(86_400).await;
        let person_id = customer.person_id.clone();
        let source = json!({"source_type": "person", "source_id": person_id});
        customer = Customer::arrive_with(platform, customer.device, source).await;
        customer.person_id = person_id;
        let late = platform.decide(&format!("/identity_scans/{}", old.as_str().unwrap()), "passed").await;
        late.expect_problem(422, "kyc_step_not_due");
        let new = customer.identity_scan(platform).await;
        assert_eq!(new["status"], "waiting");
        assert_ne!(new["identity_scan_id"], old);
    })
    .await;
}

#[tokio::test]
async fn a_cure_is_for_whom_the_check_asks_for_it() {
    Platform::each(async |platform| {
        for last4 in ["1234", "0002", "0004", "0006"] {
            let customer = Customer::with_person(platform, "acp_checking", last4).await;
            let base = format!("/people/{}", customer.person_id);
            for path in ["/kyc/identity_questions", "/kyc/identity_scan"] {
                let reply = customer.call(platform, Method::GET, &format!("{base}{path}"), None).await;
                reply.expect_problem(422, "kyc_step_not_due");
            }
            let reply = customer.send_identity_answers(platform, &json!({"answers": []})).await;
            reply.expect_problem(422, "kyc_step_not_due");
            assert_eq!(customer.document_requests(platform).await.len(), usize::from(last4 == "0002"));
        }
    })
    .await;
}
