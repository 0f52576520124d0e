//! What survives a restart: everything.

use http::Method;
use portico_unseal::jws::SignatureKey;
use serde_json::json;

use super::support::{Customer, Platform, Statement};

#[tokio::test]
async fn goes_on_where_it_stopped() {
    Platform::each(async |platform| {
        let kit = platform.kit();
        let customer = Customer::with_card(platform).await;
        let account = format!("/accounts/{}", customer.account_id);
        let person = format!("/people/{}", customer.person_id);
        let card = format!("/cards/{}", customer.card_id);
        let paths = [account, person.clone(), format!("{person}/agreements"), card];
        let mut before = Vec::new();
        for path in &paths {
            before.push(customer.get(platform, path).await.expect(200));
        }
        let cvc = customer.cvc(platform).await;
        let verification = customer.verify(platform, &cvc).await.expect(201);
        let statement = Statement::prepare(platform, &customer.bearer).await;
        platform.restart().await;

        for (path, answer) in paths.iter().zip(before) {
            assert_eq!(customer.get(platform, path).await.expect(200), answer, "{path}");
        }
        assert_eq!(platform.kit(), kit);
        let headers = [("authorization", customer.bearer.as_str())];
        let sealed = json!({"encrypted_data": statement.sealed(&SignatureKey::generate().unwrap())});
        platform.call(Method::POST, "/sessions", &headers, Some(&sealed)).await.expect(201);
        customer.set_pin(platform, verification["id"].as_str().unwrap(), "4821").await.expect(200);
        let events = platform.control(Method::GET, "/events", None).await.expect(200);
        let kinds: Vec<_> = events["events"].as_array().unwrap().iter().map(|event| event["type"].clone()).collect();
        assert_eq!(kinds, ["account.created", "card.modified"]);
    })
    .await;
}

#[tokio::test]
async fn remembers_what_was_used_up_and_answered() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        let body = json!({"provided_id": "acp_checking"});
        let key = [("idempotency-key", "k")];
        let first = customer.call_with(platform, Method::POST, "/accounts", &key, Some(&body)).await;
        let statement = Statement::prepare(platform, &customer.bearer).await;
        let device = SignatureKey::generate().unwrap();
        let replay = json!({"encrypted_data": statement.sealed(&device)});
        let headers = [("authorization", customer.bearer.as_str())];
        platform.call(Method::POST, "/sessions", &headers, Some(&replay)).await.expect(201);
        platform.restart().await;

        let again = customer.call_with(platform, Method::POST, "/accounts", &key, Some(&body)).await;
        assert_eq!(again.bytes, first.bytes);
        let reply = platform.call(Method::POST, "/sessions", &headers, Some(&replay)).await;
        reply.expect_problem(422, "unsealable");
        let same_nonce = json!({"encrypted_data": statement.sealed(&device)});
        let reply = platform.call(Method::POST, "/sessions", &headers, Some(&same_nonce)).await;
        assert_eq!(reply.expect_problem(403, "device_not_authentic")["reason"], "stale_nonce");
    })
    .await;
}

#[tokio::test]
async fn a_locked_card_and_a_moved_clock_stay_so() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let cvc = customer.cvc(platform).await;
        let wrong = if cvc == "111" { "222" } else { "111" };
        for _ in 0..3 {
            customer.verify(platform, wrong).await;
        }
        platform.advance(1_000).await;
        let before = platform.state.now();
        platform.restart().await;
        assert!(platform.state.now() >= before);
        customer.verify(platform, &cvc).await.expect_problem(422, "verification_locked");
    })
    .await;
}
