//! The documented test values.

use serde_json::{Value, json};

use super::support::{Customer, Platform, steps};

async fn person_with(platform: &Platform, last4: &str) -> (Customer, Value) {
    let mut customer = Customer::arrive(platform).await;
    customer.open_account(platform, "acp_checking").await;
    let person = customer.become_person(platform, last4).await;
    (customer, person)
}

#[tokio::test]
async fn a_failed_check_does_not_fail_the_request() {
    Platform::each(async |platform| {
        for (last4, kyc, ofac, step) in [
            ("0001", "conditional", "approved", Some("identity_questions")),
            ("0002", "conditional", "approved", Some("provide_documents")),
            ("0003", "conditional", "approved", Some("identity_scan")),
            ("0004", "rejected", "approved", None),
            ("0005", "approved", "rejected", None),
            ("0006", "pending", "approved", Some("identity_review_pending")),
            ("0007", "blocked", "approved", None),
        ] {
            let (customer, person) = person_with(platform, last4).await;
            assert_eq!((&person["kyc_status"], &person["ofac_status"]), (&json!(kyc), &json!(ofac)), "{last4}");
            match step {
                Some(step) => {
                    assert_eq!(steps(&person, "kyc_approve")[0].0, step, "{last4}");
                }
                None => assert_eq!(person["workflows"], json!([]), "{last4}"),
            }
            // Nothing else makes the account active.
            customer.accept_all(platform, "acp_checking").await;
            let answered = customer.answer_expected_use(platform).await.expect(200);
            assert_eq!(answered["account_state"], "new", "{last4}");
            let order = customer.post(platform, "/cards/physical", &customer.order()).await;
            order.expect_problem(422, "kyc_not_approved");
        }
    })
    .await;
}

#[tokio::test]
async fn a_pending_check_is_approved_by_the_next_step_of_the_clock() {
    Platform::each(async |platform| {
        let (customer, _) = person_with(platform, "0006").await;
        customer.accept_all(platform, "acp_checking").await;
        customer.answer_expected_use(platform).await.expect(200);
        platform.advance(60).await;
        let person = customer.get(platform, &format!("/people/{}", customer.person_id)).await.expect(200);
        assert_eq!((&person["kyc_status"], &person["status"]), (&json!("approved"), &json!("active")));
        assert_eq!(person["account_state"], "active");
        assert_eq!(platform.event_types().await, ["person.kyc.modified", "account.created"]);
    })
    .await;
}
