//! `PATCH /people/{id}`, and secondary people.

use serde_json::{Value, json};

use super::support::{Customer, Platform, ssn, steps};

/// A customer whose primary person was made without these members.
async fn without(platform: &Platform, members: &[&str]) -> Customer {
    let mut customer = Customer::arrive(platform).await;
    customer.open_account(platform, "acp_checking").await;
    let mut body = customer.person(platform, &ssn("1234"));
    for member in members {
        body.as_object_mut().unwrap().remove(*member);
    }
    let person = customer.post(platform, "/people", &body).await.expect(201);
    customer.person_id = person["id"].as_str().unwrap().to_owned();
    customer.move_session(platform, "person", &customer.person_id).await.expect(200);
    customer
}

#[tokio::test]
async fn kyc_runs_when_the_last_member_comes_that_it_needs() {
    Platform::each(async |platform| {
        for missing in [&["encrypted_data"][..], &["address"], &["address", "encrypted_data"]] {
            let customer = without(platform, missing).await;
            let path = format!("/people/{}", customer.person_id);
            let before = customer.person_now(platform).await;
            assert_eq!((&before["kyc_status"], &before["ofac_status"]), (&json!("unchecked"), &json!("unchecked")));
            assert_eq!(steps(&before, "kyc_approve"), [("kyc_data".to_owned(), None)]);
            let whole = customer.person(platform, &ssn("1234"));
            let mut after = before;
            for member in missing {
                assert_eq!(after["kyc_status"], "unchecked");
                let mut patch = json!({});
                patch[*member] = whole[*member].clone();
                if *member == "encrypted_data" {
                    patch[*member] =
                        json!(customer.seal(platform, &format!("person:{}", customer.person_id), &ssn("1234")));
                }
                after = customer.patch(platform, &path, &patch).await.expect(200);
            }
            assert_eq!((&after["kyc_status"], &after["ofac_status"]), (&json!("approved"), &json!("approved")));
            assert_eq!(after["government_id_last4"], "1234");
            assert_eq!(customer.person_now(platform).await, after);
        }
        assert_eq!(platform.event_types().await, ["person.kyc.modified"; 3]);
    })
    .await;
}

#[tokio::test]
async fn birth_date_and_government_id_may_come_one_by_one() {
    Platform::each(async |platform| {
        let customer = without(platform, &["encrypted_data"]).await;
        let path = format!("/people/{}", customer.person_id);
        let whole = ssn("0003");
        let mut last = Value::Null;
        for member in ["date_of_birth", "government_id"] {
            let mut part = json!({});
            part[member] = whole[member].clone();
            let sealed = customer.seal(platform, &format!("person:{}", customer.person_id), &part);
            last = customer.patch(platform, &path, &json!({"encrypted_data": sealed})).await.expect(200);
        }
        assert_eq!(last["kyc_status"], "conditional");
        let left = steps(&last, "kyc_approve");
        assert_eq!(left[0].0, "identity_scan");
        assert!(left[0].1.is_some());
    })
    .await;
}

#[tokio::test]
async fn identity_is_locked_once_it_was_checked_and_contact_data_is_not() {
    Platform::each(async |platform| {
        for last4 in ["1234", "0001", "0004", "0006"] {
            let customer = Customer::with_person(platform, "acp_checking", last4).await;
            let path = format!("/people/{}", customer.person_id);
            let sealed = customer.seal(platform, &format!("person:{}", customer.person_id), &ssn("4321"));
            let reply = customer.patch(platform, &path, &json!({"encrypted_data": sealed, "email": "b@c.de"})).await;
            reply.expect_problem(422, "pii_locked");
            let before = customer.person_now(platform).await;
            assert_eq!((&before["email"], &before["government_id_last4"]), (&json!("ada@example.com"), &json!(last4)));
            let patch = json!({"first_name": "Augusta", "middle_name": "Ada", "phone": "5125550199"});
            let after = customer.patch(platform, &path, &patch).await.expect(200);
            let mut expected = before.clone();
            expected["first_name"] = json!("Augusta");
            expected["middle_name"] = json!("Ada");
            expected["phone"] = json!("+15125550199");
            assert_eq!(after, expected);
        }
    })
    .await;
}

#[tokio::test]
async fn a_change_obeys_the_rules_of_the_fields() {
    Platform::each(async |platform| {
        let customer = without(platform, &["encrypted_data"]).await;
        let path = format!("/people/{}", customer.person_id);
        let secrets = json!({"date_of_birth": "2015-01-01"});
        let sealed = customer.seal(platform, &format!("person:{}", customer.person_id), &secrets);
        let patch = json!({"first_name": "", "phone": "1", "encrypted_data": sealed});
        let reply = customer.patch(platform, &path, &patch).await;
        reply.expect_problem(422, "validation_failed");
        let expected =
            [("/first_name", "required"), ("/phone", "phone_form"), ("/encrypted_data/date_of_birth", "under_age")];
        assert_eq!(reply.fields(), expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
        let reply = customer.patch(platform, &path, &json!({"relationship": "secondary"})).await;
        reply.expect_problem(400, "malformed_request");
        assert_eq!(reply.fields(), [("/relationship".to_owned(), "unknown_field".to_owned())]);
        let reply = customer.patch(platform, "/people/unknown", &json!({})).await;
        reply.expect_problem(404, "person_not_found");
        let stranger = Customer::arrive(platform).await;
        stranger.patch(platform, &path, &json!({})).await.expect_problem(403, "session_forbidden");
    })
    .await;
}

#[tokio::test]
async fn a_secondary_person_joins_a_primary_one_and_changes_nothing_about_the_account() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_checking").await;
        let mut alone = customer.person(platform, &ssn("4321"));
        alone["relationship"] = json!("secondary");
        let reply = customer.post(platform, "/people", &alone).await;
        reply.expect_problem(422, "primary_person_required");
        customer.become_person(platform, "1234").await;
        let before = customer.account(platform).await;
        let mut rejected = customer.person(platform, &ssn("0004"));
        rejected["relationship"] = json!("secondary");
        let second = customer.post(platform, "/people", &rejected).await.expect(201);
        assert_eq!((&second["relationship"], &second["kyc_status"]), (&json!("secondary"), &json!("rejected")));
        assert_eq!(second["account_ids"], json!([customer.account_id]));
        assert_eq!(customer.account(platform).await, before);
        // Its activation depends on the primary person alone.
        customer.accept_all(platform, "acp_checking").await;
        let answered = customer.answer_expected_use(platform).await.expect(200);
        assert_eq!(answered["account_state"], "active");
    })
    .await;
}

#[tokio::test]
async fn a_person_is_active_while_both_checks_and_the_account_are() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_prepaid", "1234").await;
        assert_eq!(customer.person_now(platform).await["status"], "inactive");
        customer.accept_all(platform, "acp_prepaid").await;
        assert_eq!(customer.person_now(platform).await["status"], "active");
        let flagged = Customer::with_person(platform, "acp_prepaid", "0005").await;
        flagged.accept_all(platform, "acp_prepaid").await;
        let person = flagged.person_now(platform).await;
        assert_eq!((&person["status"], &person["account_state"]), (&json!("inactive"), &json!("new")));
    })
    .await;
}

#[tokio::test]
async fn each_kind_of_government_id_is_taken_and_shown_by_its_last_four() {
    Platform::each(async |platform| {
        for (kind, value, last4) in
            [("ssn", "219091234", "1234"), ("passport", "A12345678", "5678"), ("non_us_passport", "XY00451", "0451")]
        {
            let mut customer = Customer::arrive(platform).await;
            customer.open_account(platform, "acp_checking").await;
            let secrets = json!({"date_of_birth": "1990-05-17", "government_id": {"type": kind, "value": value}});
            let reply = customer.post(platform, "/people", &customer.person(platform, &secrets)).await;
            let person = reply.expect(201);
            assert_eq!((&person["kyc_status"], &person["government_id_last4"]), (&json!("approved"), &json!(last4)));
            assert!(!reply.text().contains(value) && !reply.text().contains("1990"));
        }
    })
    .await;
}
