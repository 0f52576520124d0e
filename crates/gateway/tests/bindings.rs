//! Cookies, sessions and how long they last.

mod support;

use serde_json::json;
use support::{Browser, Stage, browser::new_key, platform::Next};

/// A browser with the same key, cookie and session, as a second tab has.
fn second_tab(stage: &Stage, browser: &mut Browser) -> Browser {
    let mut tab = stage.browser();
    tab.key = browser.key.clone();
    tab.cookie.clone_from(&browser.cookie);
    tab.session.clone_from(&browser.session);
    tab.nonce.clone_from(&browser.nonce);
    // A jti of its own.
    tab.skip_proofs(1_000);
    tab
}

async fn move_session(browser: &mut Browser, account: &str) -> support::browser::Answer {
    let path = format!("/sessions/{}", browser.session.clone().unwrap_or_default());
    let body = json!({"source_type": "account", "source_id": account}).to_string();
    browser.send("PATCH", &path, Some(body)).await
}

#[tokio::test]
async fn the_cookie_has_every_attribute_and_is_set_by_the_session_alone() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    assert_eq!(browser.get("/sessions/init").await.header("set-cookie"), "");
    let answer = browser.connect().await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-portico="), "{cookie}");
    for attribute in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(cookie.split("; ").any(|part| part == attribute), "{attribute}: {cookie}");
    }
    assert!(!cookie.contains("Domain"));
    assert_eq!(browser.post("/accounts", &json!({})).await.header("set-cookie"), "");
}

#[tokio::test]
async fn a_session_opened_with_another_key_is_dropped_here_and_on_the_platform() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    let answer = browser.post("/sessions", &json!({"device_data": "another-key"})).await;
    assert_eq!(answer.outcome(), (403, "device_not_authentic"));
    assert_eq!(answer.json["reason"], "refused");
    assert_eq!(answer.json["encrypted_data"], json!(null));
    assert_eq!(answer.header("set-cookie"), "");
    let last = stage.platform.last().await;
    assert_eq!((last.method.as_str(), last.path.as_str()), ("DELETE", "/netspend-api/v1/sessions/session-0"));
    // Nothing is bound to either key: the session can be used by nobody.
    browser.session = Some("session-0".to_owned());
    assert_eq!(browser.post("/accounts", &json!({})).await.outcome(), (401, "login_required"));
    assert_eq!(browser.get("/sessions/session-0").await.outcome(), (401, "login_required"));
}

#[tokio::test]
async fn a_session_without_a_key_or_opened_with_another_key_leaves_a_live_binding_as_it_was() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let account = browser.account().await;
    let cookie = browser.cookie.clone();
    let session = browser.session.take();
    for body in [json!({"device_data": "another-key"}), json!({"device_data": null}), json!({})] {
        let answer = browser.post("/sessions", &body).await;
        assert_eq!(answer.outcome(), (403, "device_not_authentic"), "{body}");
    }
    assert_eq!(browser.cookie, cookie);
    browser.session = session;
    assert_eq!(browser.get(&format!("/accounts/{account}")).await.status, 200);
}

#[tokio::test]
async fn a_call_without_a_live_binding_asks_for_a_login() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let account = browser.account().await;
    let call = browser.call("GET", &format!("/accounts/{account}"), None).without("cookie");
    assert_eq!(browser.dispatch(call).await.outcome(), (401, "login_required"));
    let made_up = format!("__Host-portico={}", "A".repeat(43));
    let call = browser.call("GET", &format!("/accounts/{account}"), None).replace("cookie", &made_up);
    assert_eq!(browser.dispatch(call).await.outcome(), (401, "login_required"));
}

#[tokio::test]
async fn the_session_header_is_needed_and_has_to_be_the_bindings() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let session = browser.session.take().unwrap();
    assert_eq!(browser.post("/accounts", &json!({})).await.outcome(), (403, "session_required"));
    let other = stage.connected().await.session.unwrap();
    browser.session = Some(other);
    assert_eq!(browser.post("/accounts", &json!({})).await.outcome(), (403, "session_forbidden"));
    browser.session = Some(session.clone());
    let call = browser.call("POST", "/accounts", Some("{}".to_owned())).with("ns-session-id", &session);
    assert_eq!(browser.dispatch(call).await.outcome(), (400, "malformed_request"));
    assert_eq!(browser.post("/accounts", &json!({})).await.status, 201);
}

#[tokio::test]
async fn ends_after_30_idle_minutes_and_calls_keep_it_until_12_hours_are_over() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let path = format!("/accounts/{}", browser.account().await);
    for _ in 0..24 {
        stage.clock.advance(30 * 60 - 1);
        assert_eq!(browser.get(&path).await.status, 200);
    }
    // 24 seconds are left of the 12 hours.
    stage.clock.advance(23);
    assert_eq!(browser.get(&path).await.status, 200);
    stage.clock.advance(1);
    assert_eq!(browser.get(&path).await.outcome(), (401, "login_required"));

    let mut idle = stage.connected().await;
    let path = format!("/accounts/{}", idle.account().await);
    stage.clock.advance(30 * 60);
    assert_eq!(idle.get(&path).await.outcome(), (401, "login_required"));
}

#[tokio::test]
async fn a_refused_proof_does_not_keep_a_binding_alive() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let path = format!("/accounts/{}", browser.account().await);
    stage.clock.advance(20 * 60);
    let call = browser.call("GET", &path, None).replace("dpop", "nonsense");
    assert_eq!(browser.dispatch(call).await.outcome(), (401, "invalid_dpop_proof"));
    stage.clock.advance(10 * 60);
    assert_eq!(browser.get(&path).await.outcome(), (401, "login_required"));
}

#[tokio::test]
async fn a_second_tab_joins_the_binding() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let account = browser.account().await;
    let mut tab = second_tab(&stage, &mut browser);
    assert_eq!(tab.get(&format!("/accounts/{account}")).await.status, 200);
    let person = tab.person(&account).await;
    assert_eq!(browser.get(&format!("/people/{person}")).await.status, 200);
}

#[tokio::test]
async fn a_session_change_rotates_the_cookie_and_the_old_one_ends_a_minute_after_the_new_one_came_back() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let account = browser.account().await;
    let path = format!("/accounts/{account}");
    let mut late = second_tab(&stage, &mut browser);
    let old = browser.cookie.clone();
    assert_eq!(move_session(&mut browser, &account).await.status, 200);
    assert_ne!(browser.cookie, old);
    assert_eq!(late.get(&path).await.status, 200, "a call that was on its way");
    assert_eq!(browser.get(&path).await.status, 200, "the new one comes back");
    stage.clock.advance(59);
    late.cookie.clone_from(&old);
    assert_eq!(late.get(&path).await.status, 200);
    stage.clock.advance(1);
    late.cookie = old;
    assert_eq!(late.get(&path).await.outcome(), (401, "login_required"));
    assert_eq!(browser.get(&path).await.status, 200);
}

#[tokio::test]
async fn a_lost_rotation_locks_nobody_out_and_the_next_answer_brings_another_cookie() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let account = browser.account().await;
    let old = browser.cookie.clone();
    move_session(&mut browser, &account).await;
    // The answer never reached the browser, and its train was in a tunnel for ten minutes.
    browser.cookie.clone_from(&old);
    stage.clock.advance(600);
    let answer = browser.get(&format!("/accounts/{account}")).await;
    assert_eq!(answer.status, 200);
    assert_ne!(browser.cookie, old, "a new one came with it");
    assert_eq!(browser.get(&format!("/accounts/{account}")).await.header("set-cookie"), "", "and it is the newest");
}

#[tokio::test]
async fn a_new_session_under_a_live_binding_keeps_the_ids_and_replaces_the_session() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let account = browser.account().await;
    let (old_cookie, old_session) = (browser.cookie.clone(), browser.session.take());
    browser.connect().await;
    assert_ne!(browser.cookie, old_cookie);
    assert_eq!(browser.get(&format!("/accounts/{account}")).await.status, 200);
    browser.session = old_session;
    assert_eq!(browser.get(&format!("/accounts/{account}")).await.outcome(), (403, "session_forbidden"));
}

#[tokio::test]
async fn a_page_that_lost_its_key_begins_anew_without_what_it_had() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let account = browser.account().await;
    browser.key = new_key();
    browser.session = None;
    assert_eq!(browser.get("/sessions/init").await.status, 200);
    browser.connect().await;
    assert_eq!(browser.get(&format!("/accounts/{account}")).await.outcome(), (404, "account_not_found"));
    browser.account().await;
}

#[tokio::test]
async fn signing_out_clears_the_cookie_and_the_binding_even_when_the_platform_forgot_the_session() {
    let stage = Stage::new().await;
    for answer in [None, Some(410)] {
        let mut browser = stage.connected().await;
        let account = browser.account().await;
        let cookie = browser.cookie.clone();
        if let Some(status) = answer {
            let problem = r#"{"code":"session_expired"}"#;
            stage.platform.next(Next::Answer(status, "application/problem+json", problem)).await;
        }
        let path = format!("/sessions/{}", browser.session.clone().unwrap());
        let out = browser.send("DELETE", &path, None).await;
        assert!(out.header("set-cookie").contains("Max-Age=0"), "{:?}", out.headers);
        browser.cookie = cookie;
        assert_eq!(browser.get(&format!("/accounts/{account}")).await.outcome(), (401, "login_required"));
    }
}

#[tokio::test]
async fn signing_out_can_be_tried_again_when_the_platform_failed() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let path = format!("/sessions/{}", browser.session.clone().unwrap());
    stage.platform.next(Next::Answer(503, "application/problem+json", r#"{"code":"internal_error"}"#)).await;
    assert_eq!(browser.send("DELETE", &path, None).await.status, 503);
    assert_eq!(browser.send("DELETE", &path, None).await.status, 200);
}

#[tokio::test]
async fn what_has_ended_is_swept_away_and_what_lives_stays() {
    let stage = Stage::new().await;
    let mut ended = stage.connected().await;
    ended.account().await;
    stage.clock.advance(30 * 60);
    let mut live = stage.connected().await;
    let account = live.account().await;
    stage.state.sweep().await.unwrap();
    assert_eq!(live.get(&format!("/accounts/{account}")).await.status, 200);
    assert_eq!(ended.post("/accounts", &json!({})).await.outcome(), (401, "login_required"));
}
