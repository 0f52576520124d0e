//! A sealed value is good once: over restarts, for as long as its time fits, and for one of two that come together.

use serde_json::{Value, json};

use super::support::{Customer, Platform, ssn};

/// A wrong security code: refused, so that it can be sent again and again, and counted only once.
fn wrong_code(customer: &Customer, platform: &Platform) -> (String, Value) {
    let use_ = format!("cvc:{}", customer.card_id);
    let sealed = customer.seal(platform, &use_, &json!({"verification_value": "x"}));
    (format!("/cards/{}/verifications", customer.card_id), json!({"type": "cvc", "encrypted_data": sealed}))
}

#[tokio::test]
async fn of_equal_values_that_come_together_one_is_taken() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let (path, body) = wrong_code(&customer, platform);
        // A second server on the same database: neither knows what the other is doing.
        let other = platform.twin().await;
        let ours = || customer.post(platform, &path, &body);
        let theirs = || customer.post(&other, &path, &body);
        let replies = tokio::join!(ours(), theirs(), ours(), theirs(), theirs(), ours());
        let replies = [replies.0, replies.1, replies.2, replies.3, replies.4, replies.5];
        let mut codes = replies.map(|reply| reply.expect(422)["code"].as_str().unwrap().to_owned());
        codes.sort_unstable();
        assert_eq!(codes[..5], ["unsealable"; 5].map(str::to_owned));
        assert_eq!(codes[5], "validation_failed");
        other.state.close().await;
    })
    .await;
}

#[tokio::test]
async fn is_still_remembered_after_a_restart() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let (path, body) = wrong_code(&customer, platform);
        customer.post(platform, &path, &body).await.expect_problem(422, "validation_failed");
        platform.restart().await;
        customer.post(platform, &path, &body).await.expect_problem(422, "unsealable");
    })
    .await;
}

#[tokio::test]
async fn is_remembered_for_as_long_as_its_time_fits() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let use_ = format!("cvc:{}", customer.card_id);
        let path = format!("/cards/{}/verifications", customer.card_id);
        let mut seal = customer.prepare(platform, &use_, &json!({"verification_value": "x"}));
        // By a clock that is almost five minutes ahead: its time fits for almost ten minutes.
        seal.header["iat"] = json!(platform.state.now() + 295);
        let jti = seal.header["jti"].clone();
        let body = json!({"type": "cvc", "encrypted_data": seal.to(&customer.keys[0])});
        customer.post(platform, &path, &body).await.expect_problem(422, "validation_failed");
        platform.advance(590).await;
        // Another use of the jti, so that others clean up.
        let (_, other) = wrong_code(&customer, platform);
        customer.post(platform, &path, &other).await.expect_problem(422, "validation_failed");
        customer.post(platform, &path, &body).await.expect_problem(422, "unsealable");
        let mut same_id = customer.prepare(platform, &use_, &json!({"verification_value": "x"}));
        same_id.header["jti"] = jti;
        let body = json!({"type": "cvc", "encrypted_data": same_id.to(&customer.keys[0])});
        customer.post(platform, &path, &body).await.expect_problem(422, "unsealable");
    })
    .await;
}

#[tokio::test]
async fn is_used_up_even_when_there_was_no_sense_in_it() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_checking").await;
        let body = customer.person(platform, &json!({"date_of_birth": 7}));
        customer.post(platform, "/people", &body).await.expect_problem(400, "malformed_request");
        customer.post(platform, "/people", &body).await.expect_problem(422, "unsealable");
        let body = customer.person(platform, &ssn("1234"));
        customer.post(platform, "/people", &body).await.expect(201);
    })
    .await;
}
