//! The partner's access token: fetched once, renewed in time, fetched anew when the platform refuses it.

mod support;

use portico_gateway::Secret;
use serde_json::json;
use support::{Stage, platform::Next};

#[tokio::test]
async fn twenty_callers_at_once_fetch_one_token() {
    let stage = Stage::new().await;
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let mut browser = stage.browser();
        callers.spawn(async move { browser.get("/sessions/init").await.status.as_u16() });
    }
    assert!(callers.join_all().await.iter().all(|status| *status == 200));
    assert_eq!(stage.platform.tokens(), 1);
}

#[tokio::test]
async fn a_token_is_renewed_a_minute_before_it_ends_whether_its_lifetime_is_text_or_number() {
    for expires_in in [json!("600"), json!(600)] {
        let stage = Stage::new().await;
        stage.platform.expire_in(expires_in).await;
        let mut browser = stage.browser();
        browser.get("/sessions/init").await;
        stage.clock.advance(539);
        browser.get("/sessions/init").await;
        assert_eq!(stage.platform.tokens(), 1);
        stage.clock.advance(1);
        assert_eq!(browser.get("/sessions/init").await.status, 200);
        assert_eq!(stage.platform.tokens(), 2);
        assert_eq!(stage.platform.last().await.headers["authorization"], "Bearer token-2");
    }
}

#[tokio::test]
async fn after_invalid_token_the_call_is_made_once_more_with_a_new_one() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    stage.platform.revoke_token().await;
    let before = stage.platform.seen().await.len();
    let answer = browser.post("/accounts", &json!({"provided_id": "acp"})).await;
    assert_eq!(answer.status, 201, "{}", answer.json);
    let seen = stage.platform.seen().await.split_off(before);
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].body, seen[1].body);
    assert_eq!(stage.platform.tokens(), 2);
}

#[tokio::test]
async fn a_second_invalid_token_is_passed_on_and_another_401_is_not_tried_again() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    for _ in 0..2 {
        stage.platform.next(Next::Answer(401, "application/problem+json", r#"{"code":"invalid_token"}"#)).await;
    }
    let before = stage.platform.seen().await.len();
    assert_eq!(browser.post("/accounts", &json!({})).await.outcome(), (401, "invalid_token"));
    assert_eq!(stage.platform.seen().await.len(), before + 2);
    stage.platform.next(Next::Answer(401, "application/problem+json", r#"{"code":"something_else"}"#)).await;
    assert_eq!(browser.post("/accounts", &json!({})).await.outcome(), (401, "something_else"));
    assert_eq!(stage.platform.seen().await.len(), before + 3);
}

#[tokio::test]
async fn a_wrong_key_or_secret_is_told_by_its_code() {
    let stage = Stage::with(|config| config.api_secret = Secret::new("wrong".to_owned())).await;
    assert_eq!(stage.browser().get("/sessions/init").await.outcome(), (401, "invalid_client"));
    assert!(stage.platform.seen().await.is_empty());
}
