//! What a step-up leads to.

use portico_sandbox::Policy;
use portico_unseal::jws::SignatureKey;
use serde_json::{Value, json};

use super::support::{Customer, Platform, Visit, newest_check};

/// A browser with one contradiction: not enough to refuse.
fn doubtful() -> Visit {
    let mut visit = Visit::of("firefox");
    visit.set("platform", json!("MacIntel"));
    visit.set("worker/platform", json!("MacIntel"));
    visit
}

/// Becomes a person by this visit, and gives the check and the person.
async fn apply(platform: &Platform, visit: &Visit, last4: &str) -> (Value, Value) {
    let mut customer = Customer::arrive_by(platform, SignatureKey::generate().unwrap(), json!({}), Some(visit)).await;
    let check = newest_check(platform).await;
    customer.open_account(platform, "acp_checking").await;
    (check, customer.become_person(platform, last4).await)
}

#[tokio::test]
async fn a_step_up_makes_a_person_conditional_until_they_answer_questions() {
    Platform::each_with(
        |config| config.policy = Policy::Enforce,
        async |platform| {
            let (check, person) = apply(platform, &doubtful(), "1234").await;
            assert_eq!(check["decision"], "step_up", "{}", check["reasons"]);
            assert_eq!((&person["kyc_status"], &person["ofac_status"]), (&json!("conditional"), &json!("approved")));
            let steps = json!({"name": "kyc_approve", "steps": [{"step": "identity_questions"}]});
            assert_eq!(person["workflows"][0], steps);
            // Nothing becomes better by it.
            let (_, person) = apply(platform, &doubtful(), "0004").await;
            assert_eq!(person["kyc_status"], "rejected");
            let (_, person) = apply(platform, &Visit::of("firefox"), "1234").await;
            assert_eq!(person["kyc_status"], "approved");
        },
    )
    .await;
}

#[tokio::test]
async fn who_observes_asks_nobody_for_more() {
    Platform::each(async |platform| {
        for visit in [doubtful(), Visit::of("robot_a_default")] {
            let (check, person) = apply(platform, &visit, "1234").await;
            assert_ne!(check["decision"], "allow");
            assert_eq!(person["kyc_status"], "approved");
        }
    })
    .await;
}
