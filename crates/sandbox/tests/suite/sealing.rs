//! What the platform opens, and what it refuses to.

use serde_json::{Value, json};

use super::support::{Customer, Platform, ssn};

async fn with_account(platform: &Platform) -> Customer {
    let mut customer = Customer::arrive(platform).await;
    customer.open_account(platform, "acp_checking").await;
    customer
}

fn body_with(customer: &Customer, platform: &Platform, sealed: &str) -> Value {
    let mut body = customer.person(platform, &ssn("1234"));
    body["encrypted_data"] = json!(sealed);
    body
}

#[tokio::test]
async fn opens_each_suite() {
    Platform::each(async |platform| {
        for index in 0..3 {
            let customer = with_account(platform).await;
            let key = &customer.keys[index];
            let mut seal = customer.prepare(platform, &format!("person:{}", customer.account_id), &ssn("1234"));
            seal.header["kid"] = key.0["kid"].clone();
            seal.header["alg"] = key.0["alg"].clone();
            let body = body_with(&customer, platform, &seal.to(key));
            let person = customer.post(platform, "/people", &body).await.expect(201);
            assert_eq!(person["government_id_last4"], "1234", "{key:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn gives_one_code_for_everything_that_can_not_be_opened() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let use_ = format!("person:{}", customer.account_id);
        let now = platform.state.now();
        let changed = |name: &str, value: Value| {
            let mut seal = customer.prepare(platform, &use_, &ssn("1234"));
            if value.is_null() {
                seal.header.as_object_mut().unwrap().remove(name);
            } else {
                seal.header[name] = value;
            }
            seal.to(&customer.keys[0])
        };
        let good = changed("later", json!("ignored"));
        let mut cut = good.clone();
        cut.pop();
        for (what, sealed) in [
            ("another use", changed("use", json!("pin:x"))),
            ("another account", changed("use", json!("person:x"))),
            ("another session", changed("sid", json!("x"))),
            ("no session", changed("sid", Value::Null)),
            ("unknown key", changed("kid", json!("x"))),
            ("another key's name", changed("kid", customer.keys[1].0["kid"].clone())),
            ("another alg", changed("alg", json!("ECDH-ES+A256KW"))),
            ("another enc", changed("enc", json!("A128GCM"))),
            ("crit", changed("crit", json!(["later"]))),
            ("zip", changed("zip", json!("DEF"))),
            ("too old", changed("iat", json!(now - 305))),
            ("too young", changed("iat", json!(now + 305))),
            ("no jti", changed("jti", Value::Null)),
            ("cut", cut),
            ("no JWE", "secret".to_owned()),
            ("empty", String::new()),
            ("too large", "a".repeat(70_000)),
        ] {
            let reply = customer.post(platform, "/people", &body_with(&customer, platform, &sealed)).await;
            let problem = reply.expect_problem(422, "unsealable");
            assert_eq!(problem.get("errors"), None, "{what}");
        }
        customer.post(platform, "/people", &body_with(&customer, platform, &good)).await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn a_sealed_value_is_good_once() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let sealed = customer.seal(platform, &format!("cvc:{}", customer.card_id), &json!({"verification_value": "x"}));
        let body = json!({"type": "cvc", "encrypted_data": sealed});
        let path = format!("/cards/{}/verifications", customer.card_id);
        customer.post(platform, &path, &body).await.expect_problem(422, "validation_failed");
        customer.post(platform, &path, &body).await.expect_problem(422, "unsealable");
    })
    .await;
}

#[tokio::test]
async fn names_what_is_wrong_inside_a_sealed_value() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        for (secrets, pointer, code) in [
            (json!({"date_of_birth": 7}), "/encrypted_data/date_of_birth", "wrong_type"),
            (json!({"ssn": "1"}), "/encrypted_data/ssn", "unknown_field"),
            (json!({"government_id": {"type": "ssn"}}), "/encrypted_data/government_id/value", "required"),
            (
                json!({"government_id": {"type": "x", "value": "1"}}),
                "/encrypted_data/government_id/type",
                "option_unknown",
            ),
            (json!([]), "/encrypted_data", "wrong_type"),
        ] {
            let reply = customer.post(platform, "/people", &customer.person(platform, &secrets)).await;
            reply.expect_problem(400, "malformed_request");
            assert_eq!(reply.fields(), [(pointer.to_owned(), code.to_owned())]);
        }
    })
    .await;
}
