//! U+0000, which PostgreSQL keeps in no text: wherever a caller may write one, it is refused like any other nonsense.

use axum::body::Body;
use http::Method;
use portico_unseal::jws::SignatureKey;
use serde_json::{Value, json};

use super::{
    passport::{Client, deposit, individual},
    support::{Customer, Platform, Reply, Statement, customer::address, ssn},
};

/// `body` once for each text in it, with U+0000 inside that text.
fn spoilt(body: &Value) -> Vec<Value> {
    fn walk(value: &Value, pointer: &str, found: &mut Vec<String>) {
        match value {
            Value::String(_) => found.push(pointer.to_owned()),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, item)| walk(item, &format!("{pointer}/{index}"), found));
            }
            Value::Object(members) => {
                members.iter().for_each(|(name, member)| walk(member, &format!("{pointer}/{name}"), found));
            }
            _ => {}
        }
    }
    let mut pointers = Vec::new();
    walk(body, "", &mut pointers);
    assert!(!pointers.is_empty());
    let spoil = |pointer: &String| {
        let mut spoilt = body.clone();
        let text = spoilt.pointer_mut(pointer).unwrap();
        *text = json!(format!("{}\0", text.as_str().unwrap()));
        spoilt
    };
    pointers.iter().map(spoil).collect()
}

#[track_caller]
fn assert_refused(reply: &Reply, what: &str) {
    assert!(reply.status.is_client_error(), "{what}: {} {}", reply.status, reply.text());
}

#[tokio::test]
async fn no_body_has_one() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let person = format!("/people/{}", customer.person_id);
        let card = format!("/cards/{}", customer.card_id);
        let acceptance = json!({"accepted_at": "2026-11-20T10:00:00Z", "locale": "en-US", "document_sha256": "x",
            "acceptance_mode": "CLICKWRAP"});
        let mut order = customer.order();
        order["replaces"] = json!("x");
        let mut account = json!({"account_context": {"type": "provided", "provided_id": "acp_checking"}});
        account["parent_account_id"] = json!(customer.account_id);
        for (method, path, body) in [
            (Method::POST, "/accounts".to_owned(), account),
            (Method::POST, "/people".to_owned(), customer.person(platform, &ssn("1234"))),
            (
                Method::PATCH,
                person.clone(),
                json!({"first_name": "Ada", "email": "a@example.com", "address": address()}),
            ),
            (Method::POST, "/agreements/search".to_owned(), json!({"provided_id": "acp_checking"})),
            (Method::PUT, format!("{person}/agreements/agr_esign_2026_1"), acceptance),
            (
                Method::PUT,
                format!("{person}/expected_use"),
                json!({"answers": [{"question_id": "a", "option_id": "b"}]}),
            ),
            (Method::PUT, format!("{person}/kyc/identity_questions"), json!({"encrypted_data": "x"})),
            (Method::POST, "/cards/brands/search".to_owned(), json!({"person_id": customer.person_id})),
            (Method::POST, "/cards/physical".to_owned(), order),
            (Method::POST, "/cards/virtual".to_owned(), customer.order_without_mail()),
            (Method::POST, format!("{card}/verifications"), json!({"type": "cvc", "encrypted_data": "x"})),
            (Method::PUT, format!("{card}/pin"), json!({"verification_id": "x", "encrypted_data": "x"})),
            (Method::PUT, format!("{card}/lock"), json!({"lock_status": "locked"})),
            (Method::POST, format!("{card}/close"), json!({"reason": "lost"})),
            (Method::POST, format!("{card}/wallet_tokens"), json!({"wallet": "apple_pay"})),
            (
                Method::PATCH,
                format!("/sessions/{}", customer.session_id),
                json!({"source_type": "person", "source_id": "x"}),
            ),
            (
                Method::POST,
                "/sessions".to_owned(),
                json!({"encrypted_data": "x", "source_type": "person", "source_id": "x"}),
            ),
        ] {
            for body in spoilt(&body) {
                let reply = customer.call(platform, method.clone(), &path, Some(&body)).await;
                assert_refused(&reply, &format!("{method} {path} {body}"));
                assert_eq!(reply.json()["code"], "malformed_request");
                assert_eq!(reply.json()["errors"][0]["code"], "wrong_type");
            }
        }
        for secrets in spoilt(&ssn("1234")) {
            let reply = customer.post(platform, "/people", &customer.person(platform, &secrets)).await;
            let problem = reply.expect_problem(400, "malformed_request");
            assert!(problem["errors"][0]["pointer"].as_str().unwrap().starts_with("/encrypted_data/"), "{problem}");
        }
        let redeemed = json!({"code": "x\0"}).to_string();
        let headers = [("content-type", "application/json")];
        let path = "/micro-apps/card_pin/redeem";
        platform
            .request(Method::POST, path, &headers, Body::from(redeemed))
            .await
            .expect_problem(400, "malformed_request");
    })
    .await;
}

#[tokio::test]
async fn no_path_and_no_query_has_one() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        for path in [
            "/accounts/%00",
            "/people/a%00",
            "/people/a%00/agreements",
            "/cards/%00b",
            "/agreements/%00",
            "/sessions/%00",
        ] {
            customer.get(platform, path).await.expect_problem(404, "route_not_found");
        }
        customer.call(platform, Method::DELETE, "/sessions/%00", None).await.expect_problem(404, "route_not_found");
        for path in ["/sandbox/cards/%00", "/sandbox/devices/checks?session_id=%00", "/files/agreements/%00.txt"] {
            let reply = platform.request(Method::GET, path, &[], Body::empty()).await;
            reply.expect_problem(404, "route_not_found");
        }
    })
    .await;
}

#[tokio::test]
async fn no_nonce_is_one() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let mut statement = Statement::prepare(platform, &bearer).await;
        statement.body["nonce"] = json!("\0");
        let body = json!({"encrypted_data": statement.sealed(&SignatureKey::generate().unwrap())});
        let reply = platform.call(Method::POST, "/sessions", &[("authorization", &bearer)], Some(&body)).await;
        assert_eq!(reply.expect_problem(403, "device_not_authentic")["reason"], "stale_nonce");
    })
    .await;
}

#[tokio::test]
async fn no_customer_and_no_account_of_the_passport_side_has_one() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let mut new = individual("1234");
        new["externalId"] = json!("crm-1");
        let customer = client.customer(&new).await;
        let mut account = deposit();
        (account["externalId"], account["nickName"]) = (json!("crm-2"), json!("Rent"));
        for (path, body) in [("/v1/customer".to_owned(), new), (format!("{customer}/account"), account)] {
            for body in spoilt(&body) {
                assert_refused(&client.post(&path, &body).await, &format!("{path} {body}"));
            }
        }
        for path in [
            "/v1/customer/externalId/%00",
            "/v1/customer/id/%00",
            "/v1/customer/externalId/crm-1/account/externalId/%00",
        ] {
            assert_refused(&client.get(path).await, path);
        }
        let list = json!({"filters": [{"name": "externalId", "operator": "EQUALS", "value": "x"}]});
        for body in spoilt(&list) {
            let reply = client.post("/v1/customer/list", &body).await;
            assert!(!reply.status.is_server_error(), "{} {}", reply.status, reply.text());
        }
    })
    .await;
}
