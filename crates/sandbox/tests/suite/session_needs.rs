//! Which call needs which session: each call with each kind of session.

use http::Method;
use serde_json::json;

use super::support::{Customer, Platform};

/// What a call answers to a session of a kind that may not make it; `None` where the kind may.
struct Row(Method, &'static str, Option<&'static str>, Option<&'static str>);

const FORBIDDEN: Option<&str> = Some("session_forbidden");
const PERSON: Option<&str> = Some("person_session_required");

/// Method, path, an anonymous session's refusal, an account session's refusal. A person session may make every call.
fn rows() -> Vec<Row> {
    vec![
        Row(Method::POST, "/accounts", None, None),
        Row(Method::GET, "/accounts/x", None, None),
        Row(Method::POST, "/people", None, None),
        Row(Method::POST, "/person", None, None),
        Row(Method::GET, "/people/x", None, None),
        Row(Method::PATCH, "/people/x", FORBIDDEN, None),
        Row(Method::GET, "/people/x/kyc/identity_questions", FORBIDDEN, None),
        Row(Method::PUT, "/people/x/kyc/identity_questions", FORBIDDEN, None),
        Row(Method::GET, "/people/x/kyc/identity_scan", FORBIDDEN, None),
        Row(Method::GET, "/people/x/document_requests", FORBIDDEN, None),
        Row(Method::POST, "/document_requests/x/documents", FORBIDDEN, None),
        Row(Method::PUT, "/document_requests/x/documents", FORBIDDEN, None),
        Row(Method::GET, "/agreements/x", FORBIDDEN, None),
        Row(Method::GET, "/people/x/agreements", FORBIDDEN, None),
        Row(Method::PUT, "/people/x/agreements/y", FORBIDDEN, None),
        Row(Method::GET, "/people/x/expected_use", FORBIDDEN, None),
        Row(Method::PUT, "/people/x/expected_use", FORBIDDEN, None),
        Row(Method::POST, "/cards/brands/search", FORBIDDEN, None),
        Row(Method::POST, "/cards/physical", PERSON, PERSON),
        Row(Method::GET, "/cards/x", PERSON, PERSON),
        Row(Method::POST, "/cards/x/verifications", PERSON, PERSON),
        Row(Method::PUT, "/cards/x/pin", PERSON, PERSON),
        Row(Method::POST, "/cards/virtual", PERSON, PERSON),
        Row(Method::POST, "/cards/digital", PERSON, PERSON),
        Row(Method::GET, "/cards/x/secrets", PERSON, PERSON),
        Row(Method::PUT, "/cards/x/lock", PERSON, PERSON),
        Row(Method::POST, "/cards/x/close", PERSON, PERSON),
        Row(Method::POST, "/cards/x/wallet_tokens", PERSON, PERSON),
        Row(Method::GET, "/people/x/features", PERSON, PERSON),
        Row(Method::POST, "/people/x/features/me_to_me/enrollments", PERSON, PERSON),
        Row(Method::POST, "/authorization_codes", PERSON, PERSON),
    ]
}

#[tokio::test]
async fn each_call_takes_the_sessions_that_it_is_for_and_refuses_the_others() {
    Platform::each(async |platform| {
        let anonymous = Customer::arrive(platform).await;
        let mut account = Customer::arrive(platform).await;
        account.open_account(platform, "acp_checking").await;
        account.move_session(platform, "account", &account.account_id).await.expect(200);
        let person = Customer::with_person(platform, "acp_checking", "1234").await;
        for Row(method, path, refuses_anonymous, refuses_account) in rows() {
            let body = (method != Method::GET).then(|| json!({}));
            for (customer, refusal) in [(&anonymous, refuses_anonymous), (&account, refuses_account), (&person, None)] {
                let reply = customer.call(platform, method.clone(), path, body.as_ref()).await;
                match refusal {
                    Some(code) => drop(reply.expect_problem(403, code)),
                    None => assert_ne!(reply.status, 403, "{method} {path} {}", reply.text()),
                }
                // A call that is not there would say so: the row would prove nothing.
                assert!(!reply.text().contains("route_not_found"), "{method} {path}");
            }
            let headers = [("authorization", person.bearer.as_str())];
            let reply = platform.call(method.clone(), path, &headers, body.as_ref()).await;
            reply.expect_problem(403, "session_required");
            let reply = platform.call(method, path, &[], body.as_ref()).await;
            reply.expect_problem(401, "invalid_token");
        }
    })
    .await;
}

#[tokio::test]
async fn some_calls_need_the_partner_alone() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let customer = Customer::arrive(platform).await;
        let headers = [("authorization", bearer.as_str())];
        let own = format!("/sessions/{}", customer.session_id);
        for (method, path, body) in [
            (Method::GET, "/sessions/init", None),
            (Method::GET, own.as_str(), None),
            (Method::POST, "/agreements/search", Some(json!({"provided_id": "acp_checking"}))),
        ] {
            platform.call(method, path, &headers, body.as_ref()).await.expect(200);
        }
    })
    .await;
}

#[tokio::test]
async fn a_session_onboards_one_customer() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        // An account that was begun and left is no onboarding yet.
        customer.open_account(platform, "acp_prepaid").await;
        customer.open_account(platform, "acp_checking").await;
        customer.become_person(platform, "1234").await;
        customer.open_account(platform, "acp_prepaid").await;
        let other = customer.person(platform, &super::support::ssn("4321"));
        let reply = customer.post(platform, "/people", &other).await;
        reply.expect_problem(422, "onboarding_already_begun");
        // The same in a session of its own is another customer's.
        Customer::with_person(platform, "acp_prepaid", "4321").await;
    })
    .await;
}
