//! Creating an account, what it carries, and its states.

use http::Method;
use serde_json::{Value, json};

use crate::support::{Customer, Platform, ssn, steps};

/// The account context of a new account of this program.
async fn context(platform: &Platform, provided_id: &str) -> Value {
    let mut customer = Customer::arrive(platform).await;
    customer.open_account(platform, provided_id).await["account_context"].clone()
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

/// guide: After a user session is established, initiates the process to create an account using the Netspend APIs.
/// guide: You can request to create an account through the POST/accounts endpoint.
#[tokio::test]
async fn a_session_creates_an_account_by_post_accounts() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let body = json!({"provided_id": "acp_checking"});
        let reply = platform.call(Method::POST, "/accounts", &[("authorization", &bearer)], Some(&body)).await;
        reply.expect_problem(403, "session_required");
        let customer = Customer::arrive(platform).await;
        let account = customer.post(platform, "/accounts", &body).await.expect(201);
        assert!(account["id"].is_string());
    })
    .await;
}

/// guide: To create an account, a provided_id is needed.
#[tokio::test]
async fn an_account_needs_a_provided_id() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        let reply = customer.post(platform, "/accounts", &json!({})).await;
        reply.expect_problem(422, "validation_failed");
        assert_eq!(reply.fields(), [("/account_context".to_owned(), "required".to_owned())]);
    })
    .await;
}

/// guide: All account contexts stem from a provided ID, either directly or by inheritance from a parent account provided
/// context ID.
#[tokio::test]
async fn a_context_stems_from_a_provided_id_or_from_the_parent_s() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        let parent = customer.open_account(platform, "acp_prepaid").await;
        let body = json!({"parent_account_id": parent["id"]});
        let child = customer.post(platform, "/accounts", &body).await.expect(201);
        assert_ne!(child["id"], parent["id"]);
        assert_eq!(child["account_context"], parent["account_context"]);
    })
    .await;
}

/// guide: Provided means configured by Netspend to identify a specific context.
#[tokio::test]
async fn provided_means_configured_by_the_platform() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        let body = json!({"account_context": {"type": "provided", "provided_id": "acp_of_my_own"}});
        customer.post(platform, "/accounts", &body).await.expect_problem(404, "context_not_found");
        let checking = context(platform, "acp_checking").await;
        assert_eq!((&checking["type"], &checking["provided_id"]), (&json!("provided"), &json!("acp_checking")));
        assert_ne!(checking, context(platform, "acp_prepaid").await);
    })
    .await;
}

/// guide: An account is tightly associated with a particular configuration in the Netspend system, called an account
/// creation context (account_context), that carries the following information with it:
/// guide: Name of the partner
#[tokio::test]
async fn a_context_carries_the_partner_s_name() {
    Platform::each(async |platform| assert_eq!(context(platform, "acp_checking").await["partner_name"], "Larkwell"))
        .await;
}

/// guide: Type of account–DDA or GPR
#[tokio::test]
async fn a_context_carries_the_type_of_account() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        assert_eq!(customer.open_account(platform, "acp_checking").await["type"], "dda");
        assert_eq!(customer.open_account(platform, "acp_prepaid").await["type"], "gpr");
    })
    .await;
}

/// guide: Card brands, of the given type, available for order
#[tokio::test]
async fn a_context_carries_the_card_brands() {
    Platform::each(async |platform| {
        let checking = context(platform, "acp_checking").await;
        let prepaid = context(platform, "acp_prepaid").await;
        assert_eq!(texts(&checking["card_brands"]), ["Larkwell Meadow", "Larkwell Harbor", "Larkwell Ember"]);
        assert_eq!(texts(&prepaid["card_brands"]), ["Larkwell Meadow", "Larkwell Harbor"]);
    })
    .await;
}

/// guide: Terms and conditions
#[tokio::test]
async fn a_context_carries_the_terms_and_conditions() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        for provided_id in ["acp_checking", "acp_prepaid"] {
            let context = context(platform, provided_id).await;
            let terms: Vec<Value> = context["terms"].as_array().unwrap().clone();
            let found = customer.agreements(platform, provided_id).await;
            let expected: Vec<Value> =
                found.iter().map(|found| json!({"agreement_id": found["id"], "type": found["type"]})).collect();
            assert_eq!(terms, expected);
        }
    })
    .await;
}

/// guide: Eligibility rules and requirements and the ability to use Netspend API features
#[tokio::test]
async fn a_context_carries_eligibility_rules_and_features() {
    Platform::each(async |platform| {
        let checking = context(platform, "acp_checking").await;
        assert_eq!(texts(&checking["eligibility"]), ["us_resident", "age_18"]);
        assert_eq!(texts(&checking["features"]), ["savings", "bank_transfer", "me_to_me"]);
        assert_eq!(texts(&context(platform, "acp_prepaid").await["features"]), ["savings", "me_to_me"]);
    })
    .await;
}

/// guide: The Netspend-affiliated backing bank
#[tokio::test]
async fn a_context_carries_the_backing_bank() {
    Platform::each(async |platform| {
        assert_eq!(context(platform, "acp_prepaid").await["backing_bank"], "Larkwell Bank, N.A.");
    })
    .await;
}

/// guide: Fee schedules
#[tokio::test]
async fn a_context_carries_the_fee_schedules() {
    Platform::each(async |platform| {
        let checking = context(platform, "acp_checking").await;
        assert_eq!(texts(&checking["fee_schedules"]), ["Larkwell Checking, schedule A"]);
        assert_ne!(checking["fee_schedules"], context(platform, "acp_prepaid").await["fee_schedules"]);
    })
    .await;
}

/// guide: Other program-related configurations
#[tokio::test]
async fn a_context_carries_other_configurations_of_its_program() {
    Platform::each(async |platform| {
        let program = &context(platform, "acp_checking").await["program"];
        assert_eq!(*program, json!({"currency": "USD", "locales": ["en-US"]}));
    })
    .await;
}

/// guide: An account has the following possible states:
#[tokio::test]
async fn an_account_is_new_then_active_then_closed() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_prepaid", "1234").await;
        let mut states = vec![customer.account(platform).await["account_state"].clone()];
        customer.accept_all(platform, "acp_prepaid").await;
        states.push(customer.account(platform).await["account_state"].clone());
        platform.control(Method::POST, &format!("/accounts/{}/close", customer.account_id), None).await.expect(200);
        states.push(customer.account(platform).await["account_state"].clone());
        assert_eq!(states, ["new", "active", "closed"]);
    })
    .await;
}

/// guide: New–When an account is in “new” state, it implies that it is a brand new account and needs to be activated.
#[tokio::test]
async fn a_new_account_needs_to_be_activated() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        let account = customer.open_account(platform, "acp_checking").await;
        assert_eq!((&account["account_state"], &account["balance"]["available"]), (&json!("new"), &json!("0.00")));
        assert!(!steps(&account, "activate").is_empty());
        assert_eq!(account.get("primary_person_id"), None);
    })
    .await;
}

/// Goes through an onboarding on a checking account with every condition but one, and gives the state.
async fn with_all_but(platform: &Platform, missing: &str) -> Value {
    let last4 = if missing == "kyc" { "0006" } else { "1234" };
    let customer = Customer::with_person(platform, "acp_checking", last4).await;
    if missing != "agreements" {
        customer.accept_all(platform, "acp_checking").await;
    }
    if missing != "expected_use" {
        customer.answer_expected_use(platform).await.expect(200);
    }
    customer.account(platform).await["account_state"].clone()
}

/// guide: For an account to be “active”, it is mandatory that the primary person has to
/// guide: be KYC approved
#[tokio::test]
async fn the_primary_person_has_to_be_kyc_approved() {
    Platform::each(async |platform| {
        assert_eq!(with_all_but(platform, "kyc").await, "new");
        // Another person's approval is not the primary person's.
        let customer = Customer::with_person(platform, "acp_prepaid", "0006").await;
        let mut second = customer.person(platform, &ssn("4321"));
        second["relationship"] = json!("secondary");
        assert_eq!(customer.post(platform, "/people", &second).await.expect(201)["kyc_status"], "approved");
        customer.accept_all(platform, "acp_prepaid").await;
        assert_eq!(customer.account(platform).await["account_state"], "new");
    })
    .await;
}

/// guide: accept all the agreements
#[tokio::test]
async fn the_primary_person_has_to_accept_all_the_agreements() {
    Platform::each(async |platform| {
        assert_eq!(with_all_but(platform, "agreements").await, "new");
    })
    .await;
}

/// guide: answer expected use questions
#[tokio::test]
async fn the_primary_person_has_to_answer_expected_use() {
    Platform::each(async |platform| {
        assert_eq!(with_all_but(platform, "expected_use").await, "new");
    })
    .await;
}

/// guide: The account is in “new'' state until all these conditions are met.
#[tokio::test]
async fn the_account_is_new_until_all_conditions_are_met() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_checking", "1234").await;
        for agreement in customer.agreements(platform, "acp_checking").await {
            assert_eq!(customer.account(platform).await["account_state"], "new");
            let body = customer.acceptance(platform, &agreement).await;
            let path = format!("/people/{}/agreements/{}", customer.person_id, agreement["id"].as_str().unwrap());
            assert_eq!(customer.put(platform, &path, &body).await.expect(200)["account_state"], "new");
        }
        let answered = customer.answer_expected_use(platform).await.expect(200);
        assert_eq!(answered["account_state"], "active");
    })
    .await;
}

/// guide: The activate workflow details out the steps needed for an account to move from “new” to “active” state.
#[tokio::test]
async fn the_activate_workflow_details_the_steps() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_checking", "1234").await;
        let mut left = steps(&customer.account(platform).await, "activate");
        assert_eq!(left.len(), 4);
        // Doing what a step says takes that step away and no other.
        for agreement in customer.agreements(platform, "acp_checking").await {
            let body = customer.acceptance(platform, &agreement).await;
            let id = agreement["id"].as_str().unwrap().to_owned();
            customer.put(platform, &format!("/people/{}/agreements/{id}", customer.person_id), &body).await.expect(200);
            assert_eq!(left.remove(0), ("accept_agreement".to_owned(), Some(id)));
            assert_eq!(steps(&customer.account(platform).await, "activate"), left);
        }
        assert_eq!(left, [("expected_use".to_owned(), None)]);
    })
    .await;
}

/// guide: Active–When an account is “active”, it is eligible for feature enrollments, cards orders, and financial
/// transactions.
#[tokio::test]
async fn an_active_account_is_eligible_for_card_orders_and_feature_enrollments() {
    Platform::each(async |platform| {
        let mut customer = Customer::with_person(platform, "acp_prepaid", "1234").await;
        let enroll = format!("/people/{}/features/me_to_me/enrollments", customer.person_id);
        let early = customer.post(platform, "/cards/physical", &customer.order()).await;
        early.expect_problem(422, "account_inactive");
        let early = customer.post(platform, &enroll, &json!({})).await.expect_problem(422, "feature_not_eligible");
        assert_eq!(early["missing"][0], "account_inactive");
        customer.accept_all(platform, "acp_prepaid").await;
        customer.post(platform, "/cards/physical", &customer.order()).await.expect(201);
        customer.order_kind(platform, "virtual").await;
        customer.post(platform, &enroll, &json!({})).await.expect(201);
    })
    .await;
}

/// guide: Closed–When an account state is “closed”, it implies that no account activity is permitted.
#[tokio::test]
async fn a_closed_account_permits_no_activity() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        platform.control(Method::POST, &format!("/accounts/{}/close", customer.account_id), None).await.expect(200);
        let order = customer.post(platform, "/cards/physical", &customer.order()).await;
        order.expect_problem(422, "account_inactive");
        let path = format!("/people/{}", customer.person_id);
        let change = customer.patch(platform, &path, &json!({"email": "b@example.com"})).await;
        change.expect_problem(422, "account_inactive");
    })
    .await;
}

/// guide: To move an account from the “new” state to an “active” state, make a request to the GET/accounts/{account_id}
/// endpoint.
#[tokio::test]
async fn get_account_shows_the_move_to_active_and_reading_never_makes_it() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_prepaid", "1234").await;
        let before = customer.account(platform).await;
        assert_eq!((customer.account(platform).await, &before["account_state"]), (before.clone(), &json!("new")));
        customer.accept_all(platform, "acp_prepaid").await;
        assert_eq!(customer.account(platform).await["account_state"], "active");
    })
    .await;
}

/// guide: This endpoint returns the profile and status information about an account using the account_id unique to each
/// account.
#[tokio::test]
async fn get_account_returns_profile_and_status() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let account = customer.account(platform).await;
        assert_eq!((&account["id"], &account["account_state"]), (&json!(customer.account_id), &json!("active")));
        assert_eq!(account["primary_person_id"], json!(customer.person_id));
        assert_eq!(account["cards"][0]["id"], json!(customer.card_id));
        for member in ["type", "provided_id", "account_context", "workflows", "created_at", "balance"] {
            assert!(account.get(member).is_some(), "{member}");
        }
        let other = Customer::with_card(platform).await;
        assert_ne!(other.account_id, customer.account_id);
        customer.get(platform, "/accounts/unknown").await.expect_problem(404, "account_not_found");
    })
    .await;
}

/// guide: After the account status is active, the “activate” workflow guides the next sequence of steps.
#[tokio::test]
async fn after_activation_the_workflow_says_that_nothing_is_left() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_prepaid", "1234").await;
        let receipt = customer.accept_all(platform, "acp_prepaid").await;
        assert_eq!((&receipt["account_state"], &receipt["workflows"]), (&json!("active"), &json!([])));
        assert_eq!(customer.account(platform).await["workflows"], json!([]));
    })
    .await;
}

/// guide: Once the account status is active, Netspend sends an account activation webhook POST/account.created.
#[tokio::test]
async fn activation_sends_the_webhook_account_created() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_prepaid", "1234").await;
        assert_eq!(platform.event_types().await, Vec::<String>::new());
        customer.accept_all(platform, "acp_prepaid").await;
        let events = platform.events().await;
        assert_eq!((events.len(), &events[0]["type"]), (1, &json!("account.created")));
        assert_eq!(events[0]["data"], json!({"id": customer.account_id, "account_state": "active"}));
    })
    .await;
}
