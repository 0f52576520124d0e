//! The rules of fields through the calls that take them: each names the field where it stands, and the rule.

use std::collections::BTreeMap;

use http::Method;
use serde_json::{Value, json};

use super::support::{Customer, Platform, Reply, customer::address, ssn};

struct Bad {
    field: String,
    pointer: String,
    code: String,
    /// As it goes over the wire.
    text: String,
}

/// Of the table that drives the SDK's checks as well: for each field the first case of each code that it can have. Whether
/// somebody is of age depends on the day, and has a test of its own.
fn bad_cases() -> Vec<Bad> {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../../../model/cases/fields.json")).unwrap();
    let mut found = BTreeMap::new();
    for case in cases {
        let text = |name: &str| case[name].as_str().map(str::to_owned);
        let Some(code) = text("code") else { continue };
        let (field, pointer) = (text("field").unwrap(), text("pointer").unwrap());
        let wire = text("wire").or(text("input")).unwrap();
        // A year that is out of range on every day.
        let is_of_a_day = code == "under_age" || (code == "date_out_of_range" && !wire.starts_with("0001-"));
        if !is_of_a_day {
            found.entry((field.clone(), code.clone())).or_insert(Bad { field, pointer, code, text: wire });
        }
    }
    found.into_values().collect()
}

#[track_caller]
fn assert_named(call: &str, bad: &Bad, reply: &Reply) {
    assert_eq!(reply.status, 422, "{call} {} {}: {}", bad.field, bad.code, reply.text());
    reply.expect_problem(422, "validation_failed");
    assert_eq!(reply.fields(), [(bad.pointer.clone(), bad.code.clone())], "{call} {}", bad.field);
}

/// The clear members and the secrets of a person with this one field wrong; `None` for a field that a person doesn't have.
fn of_person(bad: &Bad) -> Option<(Value, Value)> {
    let (mut clear, mut secrets) = (json!({}), ssn("1234"));
    match bad.field.as_str() {
        "pin" | "cvc" => return None,
        "date_of_birth" => secrets["date_of_birth"] = json!(bad.text),
        kind @ ("ssn" | "passport" | "non_us_passport") => {
            secrets["government_id"] = json!({"type": kind, "value": bad.text});
        }
        part if bad.pointer.starts_with("/address/") => {
            clear["address"] = address();
            clear["address"][part] = json!(bad.text);
        }
        field => clear[field] = json!(bad.text),
    }
    Some((clear, secrets))
}

fn with(mut body: Value, more: &Value) -> Value {
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

#[tokio::test]
async fn each_rule_of_a_person_s_fields_names_the_field_when_a_person_is_made_or_changed() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_checking").await;
        let mut unchecked = Customer::arrive(platform).await;
        unchecked.open_account(platform, "acp_checking").await;
        let mut body = unchecked.person(platform, &Value::Null);
        body.as_object_mut().unwrap().remove("encrypted_data");
        let made = unchecked.post(platform, "/people", &body).await.expect(201);
        unchecked.person_id = made["id"].as_str().unwrap().to_owned();
        unchecked.move_session(platform, "person", &unchecked.person_id).await.expect(200);
        let path = format!("/people/{}", unchecked.person_id);

        let mut count = 0;
        for bad in bad_cases() {
            let Some((clear, secrets)) = of_person(&bad) else { continue };
            for path in ["/people", "/person"] {
                let body = with(customer.person(platform, &secrets), &clear);
                assert_named(path, &bad, &customer.post(platform, path, &body).await);
            }
            let sealed = unchecked.seal(platform, &format!("person:{}", unchecked.person_id), &secrets);
            let patch = with(clear, &json!({"encrypted_data": sealed}));
            assert_named("PATCH", &bad, &unchecked.call(platform, Method::PATCH, &path, Some(&patch)).await);
            count += 1;
        }
        assert!(count >= 35, "only {count} rules");
        assert_eq!(unchecked.person_now(platform).await["kyc_status"], "unchecked");
    })
    .await;
}

#[tokio::test]
async fn each_rule_of_an_address_a_security_code_and_a_pin_names_the_field_of_the_card_s_call() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let card = format!("/cards/{}", customer.card_id);
        let mut count = 0;
        for bad in bad_cases() {
            let seal = |use_: &str, value: Value| {
                json!(customer.seal(platform, &format!("{use_}:{}", customer.card_id), &value))
            };
            let (method, path, body) = match bad.field.as_str() {
                "pin" => {
                    let verified = customer.verify(platform, &customer.cvc(platform).await).await.expect(201);
                    let sealed = seal("pin", json!({"pin": bad.text}));
                    let body = json!({"verification_id": verified["id"], "encrypted_data": sealed});
                    (Method::PUT, format!("{card}/pin"), body)
                }
                "cvc" => {
                    let sealed = seal("cvc", json!({"verification_value": bad.text}));
                    (Method::POST, format!("{card}/verifications"), json!({"type": "cvc", "encrypted_data": sealed}))
                }
                part if bad.pointer.starts_with("/address/") => {
                    let mut order = customer.order();
                    order["address"][part] = json!(bad.text);
                    (Method::POST, "/cards/physical".to_owned(), order)
                }
                _ => continue,
            };
            assert_named(&path, &bad, &customer.call(platform, method, &path, Some(&body)).await);
            count += 1;
        }
        assert!(count >= 17, "only {count} rules");
        // No refused code was counted as a wrong guess, and the card still waits for its PIN.
        let state = customer.get(platform, &card).await.expect(200);
        assert_eq!(state["status"], "unactivated", "{state}");
    })
    .await;
}
