//! The steps as a whole, the partner's token, and the SDK id.

use http::Method;
use portico_unseal::jws::SignatureKey;
use serde_json::json;

use crate::support::{Customer, Platform, Statement, steps};

/// guide: Customer onboarding is the beginning of association of a customer with Netspend.
/// guide: This process involves a sequence of the following steps:
/// guide: Creating API access token
/// guide: Establishing customer and Netspend sessions
/// guide: Creating an Account
/// guide: Creating a Person
/// guide: Approving KYC
/// guide: Accepting Agreements
/// guide: Answering Expected Use Questions (applicable only in direct deposit accounts)
/// guide: Ordering and Activating a Card
#[tokio::test]
async fn onboarding_is_this_sequence_of_steps() {
    Platform::each(async |platform| {
        let token = platform.token_call(&platform.basic(), "grant_type=client_credentials").await.expect(200);
        assert!(token["access_token"].is_string());
        let mut customer = Customer::arrive(platform).await;
        assert_eq!(customer.open_account(platform, "acp_checking").await["account_state"], "new");
        assert_eq!(customer.become_person(platform, "1234").await["kyc_status"], "approved");
        customer.accept_all(platform, "acp_checking").await;
        let answered = customer.answer_expected_use(platform).await.expect(200);
        assert_eq!((&answered["account_state"], &answered["workflows"]), (&json!("active"), &json!([])));
        let card = customer.post(platform, "/cards/physical", &customer.order()).await.expect(201);
        assert_eq!(card["status"], "unactivated");
        customer.card_id = card["id"].as_str().unwrap().to_owned();
        let verified = customer.verify(platform, &customer.cvc(platform).await).await.expect(201);
        let active = customer.set_pin(platform, verified["id"].as_str().unwrap(), "4821").await.expect(200);
        assert_eq!(active["status"], "active");
    })
    .await;
}

/// guide: It is vital to complete the above steps to onboard a customer.
#[tokio::test]
async fn it_is_vital_to_complete_the_above_steps() {
    Platform::each(async |platform| {
        // Each step left out, the others done: no card.
        let mut no_person = Customer::arrive(platform).await;
        no_person.open_account(platform, "acp_checking").await;
        let order = no_person.post(platform, "/cards/physical", &json!({})).await;
        order.expect_problem(403, "person_session_required");
        let no_kyc = Customer::with_person(platform, "acp_checking", "0001").await;
        no_kyc.accept_all(platform, "acp_checking").await;
        no_kyc.answer_expected_use(platform).await.expect(200);
        no_kyc.post(platform, "/cards/physical", &no_kyc.order()).await.expect_problem(422, "kyc_not_approved");
        let no_agreements = Customer::with_person(platform, "acp_checking", "1234").await;
        no_agreements.answer_expected_use(platform).await.expect(200);
        let no_answers = Customer::with_person(platform, "acp_checking", "1234").await;
        no_answers.accept_all(platform, "acp_checking").await;
        for customer in [no_agreements, no_answers] {
            let order = customer.post(platform, "/cards/physical", &customer.order()).await;
            order.expect_problem(422, "account_inactive");
        }
    })
    .await;
}

/// guide: You, as a Netspend partner, need to authenticate and establish a partner-level session with the Netspend API for a
/// secure and successful integration.
#[tokio::test]
async fn a_partner_needs_to_authenticate() {
    Platform::each(async |platform| {
        for headers in [&[][..], &[("authorization", "Bearer wrong")]] {
            let reply = platform.call(Method::GET, "/sessions/init", headers, None).await;
            reply.expect_problem(401, "invalid_token");
        }
        let bearer = platform.bearer().await;
        platform.call(Method::GET, "/sessions/init", &[("authorization", &bearer)], None).await.expect(200);
    })
    .await;
}

/// guide: Netspend API employs OAuth 2.0 for authentication.
#[tokio::test]
async fn authentication_is_oauth_2_0() {
    Platform::each(async |platform| {
        let token = platform.token_call(&platform.basic(), "grant_type=client_credentials").await.expect(200);
        assert_eq!(token["token_type"], "BearerToken");
        assert_eq!((&token["scope"], &token["expires_in"]), (&json!("owned_accounts_full"), &json!("86399")));
        let other = platform.token_call(&platform.basic(), "grant_type=password").await;
        assert_eq!(other.expect(400)["error"], "unsupported_grant_type");
    })
    .await;
}

/// guide: To access the sandbox, API key and scret pairs are provided through Netspend Developer Portal.
/// guide: These pairs are utilized for generating access tokens, which are required to utilize the various endpoints within
/// the Netspend API.
#[tokio::test]
async fn key_and_secret_pairs_generate_the_tokens_that_every_endpoint_requires() {
    Platform::each(async |platform| {
        let kit = platform.kit();
        assert!(kit["api_key"].is_string() && kit["api_secret"].is_string());
        let wrong = platform.token_call("Basic d3Jvbmc6cGFpcg==", "grant_type=client_credentials").await;
        assert_eq!(wrong.expect(401)["error"], "invalid_client");
        let customer = Customer::arrive(platform).await;
        let session = [("ns-session-id", customer.session_id.as_str())];
        for path in ["/accounts/x", "/people/x", "/agreements/x", "/cards/x"] {
            platform.call(Method::GET, path, &session, None).await.expect_problem(401, "invalid_token");
        }
    })
    .await;
}

/// guide: Netspend provides an SDK id in the starter kit that you would need to use while initializing the SDK.
#[tokio::test]
async fn the_starter_kit_has_the_sdk_id_that_a_session_needs() {
    Platform::each(async |platform| {
        assert!(platform.kit()["sdk_id"].as_str().is_some_and(|id| !id.is_empty()));
        let bearer = platform.bearer().await;
        let mut statement = Statement::prepare(platform, &bearer).await;
        statement.body["sdk_id"] = json!("PT-SANDBOX-unknown");
        let sealed = statement.sealed(&SignatureKey::generate().unwrap());
        let body = json!({"encrypted_data": sealed});
        let headers = [("authorization", bearer.as_str())];
        let reply = platform.call(Method::POST, "/sessions", &headers, Some(&body)).await;
        reply.expect_problem(422, "unknown_sdk_id");
    })
    .await;
}

/// guide: Now that an account and person is created, KYC is approved, and the account is activated.
/// guide: You can now move forward with a card order for the customer.
#[tokio::test]
async fn with_all_that_done_a_card_can_be_ordered() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_prepaid").await;
        customer.become_person(platform, "1234").await;
        customer.accept_all(platform, "acp_prepaid").await;
        let account = customer.account(platform).await;
        assert_eq!((&account["account_state"], steps(&account, "activate")), (&json!("active"), vec![]));
        customer.post(platform, "/cards/physical", &customer.order()).await.expect(201);
    })
    .await;
}
