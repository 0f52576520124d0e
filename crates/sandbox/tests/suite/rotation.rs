//! New keys, and what the former ones still open.

use http::Method;
use portico_unseal::jws::verify_embedded;
use serde_json::{Value, json};

use super::support::{Customer, Platform, Recipient, ssn};

async fn rotate(platform: &Platform) -> Value {
    platform.control(Method::POST, "/keys/rotate", None).await.expect(200)
}

/// The key set as the platform serves it now.
async fn key_set(platform: &Platform, customer: &Customer) -> Vec<Recipient> {
    let headers = [("authorization", customer.bearer.as_str())];
    let init = platform.call(Method::GET, "/sessions/init", &headers, None).await.expect(200);
    let signed = verify_embedded(init["jwks_jws"].as_str().unwrap(), "jwk-set+jwt", 16_384).unwrap();
    assert_eq!(signed.thumbprint, platform.state.platform_key(), "the key that signs the set stays");
    let payload: Value = serde_json::from_slice(&signed.payload).unwrap();
    assert_eq!(payload["keys"], init["jwks"]);
    payload["keys"].as_array().unwrap().iter().cloned().map(Recipient).collect()
}

/// Whether a value that is sealed now to each of `keys` opens.
async fn opens(platform: &Platform, keys: &[Recipient]) -> Vec<bool> {
    let mut opened = Vec::new();
    for key in keys {
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_checking").await;
        let mut body = customer.person(platform, &ssn("1234"));
        let mut seal = customer.prepare(platform, &format!("person:{}", customer.account_id), &ssn("1234"));
        seal.header["kid"] = key.0["kid"].clone();
        seal.header["alg"] = key.0["alg"].clone();
        body["encrypted_data"] = json!(seal.to(key));
        let reply = customer.post(platform, "/people", &body).await;
        if reply.status.as_u16() != 201 {
            reply.expect_problem(422, "unsealable");
        }
        opened.push(reply.status.as_u16() == 201);
    }
    opened
}

#[tokio::test]
async fn rotated_keys_are_in_the_set_and_the_former_ones_open_for_ten_more_minutes() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        let first = key_set(platform, &customer).await;
        let answer = rotate(platform).await;
        let second = key_set(platform, &customer).await;
        let kids = |keys: &[Recipient]| keys.iter().map(|key| key.0["kid"].clone()).collect::<Vec<_>>();
        assert_eq!(answer["kids"], json!(kids(&second)));
        let retired: Vec<Value> = answer["retired"].as_array().unwrap().iter().map(|key| key["kid"].clone()).collect();
        assert_eq!(retired, kids(&first));
        assert!(kids(&first).iter().all(|kid| !kids(&second).contains(kid)));
        platform.advance(580).await;
        assert_eq!(opens(platform, &first).await, [true; 3]);
        platform.restart().await;
        assert_eq!(opens(platform, &first[..1]).await, [true], "over a restart");
        assert_eq!(kids(&key_set(platform, &customer).await), kids(&second), "over a restart");
        platform.advance(20).await;
        assert_eq!(opens(platform, &first).await, [false; 3]);
        assert_eq!(opens(platform, &second).await, [true; 3]);
    })
    .await;
}

#[tokio::test]
async fn rotations_at_once_leave_one_set_and_forget_none() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        let first = key_set(platform, &customer).await;
        tokio::join!(rotate(platform), rotate(platform));
        let now = key_set(platform, &customer).await;
        let file = std::fs::read(platform.folder.path().join("keys.json")).unwrap();
        let file: Value = serde_json::from_slice(&file).unwrap();
        assert_eq!(file["retired"].as_array().unwrap().len(), 6);
        assert_eq!(opens(platform, &[first[0].clone(), now[0].clone()]).await, [true, true]);
    })
    .await;
}
