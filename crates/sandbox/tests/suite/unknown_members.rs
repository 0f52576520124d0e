//! Members that no call knows: each call with a body refuses them wherever they stand, clear or sealed.

use std::collections::BTreeSet;

use axum::body::Body;
use http::Method;
use serde_json::{Value, json};

use super::support::{Customer, JPEG, Platform, Reply, Statement, front, newest_check, ssn};

/// What is put into every object of a body, last in its order.
const STRANGE: &str = "zz_strange";

/// The pointers of all objects in `value`, its own first.
fn objects(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.push(pointer.to_owned());
            members.iter().for_each(|(name, member)| objects(member, &format!("{pointer}/{name}"), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| objects(item, &format!("{pointer}/{index}"), found));
        }
        _ => {}
    }
}

/// `value` once for each of its objects, with one more member there, and that member's pointer.
fn strange(value: &Value) -> Vec<(Value, String)> {
    let mut found = Vec::new();
    objects(value, "", &mut found);
    let one_more = |pointer: String| {
        let mut changed = value.clone();
        changed.pointer_mut(&pointer).unwrap()[STRANGE] = json!("Zyxwvuta");
        (changed, format!("{pointer}/{STRANGE}"))
    };
    found.into_iter().map(one_more).collect()
}

#[track_caller]
fn assert_refused(name: &str, reply: &Reply, pointer: &str) {
    assert_eq!(reply.status, 400, "{name} {pointer}: {}", reply.text());
    reply.expect_problem(400, "malformed_request");
    assert_eq!(reply.fields(), [(pointer.to_owned(), "unknown_field".to_owned())], "{name}");
    assert!(!reply.text().contains("Zyxwvuta"), "{name}");
}

#[tokio::test]
async fn each_call_with_a_body_refuses_a_member_that_it_does_not_know_wherever_it_stands() {
    Platform::each(async |platform| {
        let document = platform.request(Method::GET, "/openapi.json", &[], Body::empty()).await.expect(200);
        let customer = Customer::with_card(platform).await;
        let ids = [
            ("sessions", &customer.session_id),
            ("people", &customer.person_id),
            ("cards", &customer.card_id),
            ("accounts", &customer.account_id),
        ];
        let headers = [
            ("authorization", customer.bearer.as_str()),
            ("ns-session-id", customer.session_id.as_str()),
            ("content-type", "application/json"),
        ];
        let mut calls = BTreeSet::new();
        let mut wrong = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let content = &operation["requestBody"]["content"]["application/json"];
                let Some(example) = content.get("example") else {
                    assert!(content.is_null(), "{method} {path} has no example");
                    continue;
                };
                // Each id that is there in its place: what refuses is the body's form.
                let mut real = path.replace("{purpose}", "rewards").replace("{feature}", "savings");
                for (kind, id) in ids {
                    real = real.replacen(&format!("/{kind}/{{id}}"), &format!("/{kind}/{id}"), 1);
                }
                let call = format!("{method} {path}");
                for (body, pointer) in strange(example) {
                    let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                    let body = Body::from(body.to_string());
                    let reply = platform.request(method, &real, &headers, body).await;
                    if reply.status != 400 || reply.fields() != [(pointer.clone(), "unknown_field".to_owned())] {
                        wrong.push(format!("{call} {pointer}: {} {}", reply.status, reply.text()));
                        continue;
                    }
                    assert_refused(&call, &reply, &pointer);
                }
                calls.insert(call);
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(calls.len() >= 20, "{calls:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_sealed_has_no_unknown_members_either() {
    Platform::each(async |platform| {
        let mut opening = Customer::arrive(platform).await;
        opening.open_account(platform, "acp_checking").await;
        for path in ["/people", "/person"] {
            for (secrets, pointer) in strange(&ssn("1234")) {
                let reply = opening.post(platform, path, &opening.person(platform, &secrets)).await;
                assert_refused(path, &reply, &format!("/encrypted_data{pointer}"));
            }
        }

        let customer = Customer::with_card(platform).await;
        let (person, card) = (&customer.person_id, &customer.card_id);
        let answers = json!({"answers": [{"question_id": "q", "answer_id": "a"}]});
        let rows = [
            (Method::PATCH, format!("/people/{person}"), format!("person:{person}"), ssn("1234"), json!({})),
            (
                Method::PUT,
                format!("/people/{person}/kyc/identity_questions"),
                format!("identity_answers:{person}"),
                answers,
                json!({}),
            ),
            (
                Method::POST,
                format!("/cards/{card}/verifications"),
                format!("cvc:{card}"),
                json!({"verification_value": "123"}),
                json!({"type": "cvc"}),
            ),
            (
                Method::PUT,
                format!("/cards/{card}/pin"),
                format!("pin:{card}"),
                json!({"pin": "4821"}),
                json!({"verification_id": "v"}),
            ),
        ];
        for (method, path, use_, plaintext, clear) in rows {
            for (value, pointer) in strange(&plaintext) {
                let mut body = clear.clone();
                body["encrypted_data"] = json!(customer.seal(platform, &use_, &value));
                let reply = customer.call(platform, method.clone(), &path, Some(&body)).await;
                assert_refused(&path, &reply, &format!("/encrypted_data{pointer}"));
            }
        }

        let asked = Customer::with_person(platform, "acp_prepaid", "0002").await;
        let request = asked.document_requests(platform).await[0]["id"].as_str().unwrap().to_owned();
        let path = format!("/document_requests/{request}/documents");
        for method in [Method::POST, Method::PUT] {
            for (images, pointer) in strange(&front("image/jpeg", JPEG)) {
                let body = asked.document(platform, &request, &images);
                let reply = asked.call(platform, method.clone(), &path, Some(&body)).await;
                assert_refused(&path, &reply, &format!("/documents/0/encrypted_data{pointer}"));
            }
        }

        let bearer = platform.bearer().await;
        let mut statement = Statement::prepare(platform, &bearer).await;
        statement.body[STRANGE] = json!("Zyxwvuta");
        let body = json!({"encrypted_data": statement.sealed(&customer.device)});
        let reply = platform.call(Method::POST, "/sessions", &[("authorization", &bearer)], Some(&body)).await;
        // Which rule a statement breaks is told to nobody.
        reply.expect_problem(403, "device_not_authentic");
        assert_eq!(newest_check(platform).await["reasons"][0]["code"], "schema");
    })
    .await;
}
