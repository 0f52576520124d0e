//! A visit from its first call to its last, through the real router and a platform behind a socket.

mod support;

use serde_json::json;
use support::Stage;

#[tokio::test]
async fn a_browser_goes_from_init_to_an_activated_card_and_signs_out() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    assert_eq!(browser.get("/sessions/init").await.status, 200);
    browser.connect().await;
    assert_eq!(browser.post("/agreements/search", &json!({"provided_id": "acp_checking"})).await.status, 200);
    let account = browser.account().await;
    let person = browser.person(&account).await;
    let session = browser.session.clone().unwrap();
    let moved = json!({"source_type": "person", "source_id": person}).to_string();
    assert_eq!(browser.send("PATCH", &format!("/sessions/{session}"), Some(moved)).await.status, 200);
    for (method, path, body) in [
        ("GET", format!("/accounts/{account}"), None),
        ("GET", format!("/people/{person}"), None),
        ("GET", format!("/people/{person}/agreements"), None),
        ("PUT", format!("/people/{person}/agreements/any-agreement"), Some(json!({"acceptance_mode": "CLICKWRAP"}))),
        ("GET", format!("/people/{person}/expected_use"), None),
        ("PUT", format!("/people/{person}/expected_use"), Some(json!({"answers": []}))),
        ("POST", "/cards/brands/search".to_owned(), Some(json!({"person_id": person}))),
    ] {
        let answer = browser.send(method, &path, body.map(|body| body.to_string())).await;
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.json);
    }
    let card = browser.card(&account, &person).await;
    for (method, path, body) in [
        ("GET", format!("/cards/{card}"), None),
        ("POST", format!("/cards/{card}/verifications"), Some(json!({"type": "cvc", "encrypted_data": "x"}))),
        ("PUT", format!("/cards/{card}/pin"), Some(json!({"verification_id": "v", "encrypted_data": "x"}))),
        ("GET", format!("/sessions/{session}"), None),
        ("DELETE", format!("/sessions/{session}"), None),
    ] {
        let answer = browser.send(method, &path, body.map(|body| body.to_string())).await;
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.json);
    }
    assert_eq!(browser.cookie, None);
    assert_eq!(browser.get(&format!("/accounts/{account}")).await.outcome(), (401, "login_required"));
}

#[tokio::test]
async fn what_a_browser_made_is_still_its_own_after_the_gateway_was_started_anew() {
    let mut stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let account = browser.account().await;
    stage.restart().await;
    let mut again = stage.browser();
    (again.key, again.cookie, again.session, again.nonce) =
        (browser.key, browser.cookie, browser.session, browser.nonce);
    // Its proofs are numbered anew too, and the second number was used before the restart.
    again.skip_proofs(1);
    assert_eq!(again.get(&format!("/accounts/{account}")).await.outcome(), (401, "invalid_dpop_proof"));
    again.get("/sessions/init").await;
    assert_eq!(again.get(&format!("/accounts/{account}")).await.status, 200);
}

#[tokio::test]
async fn answers_its_health_and_a_problem_with_a_request_id_for_what_it_does_not_forward() {
    let stage = Stage::new().await;
    let health = support::browser::dispatch(&stage.router, support::browser::Call::new("GET", "/healthz")).await;
    assert_eq!((health.status.as_u16(), &health.json), (200, &json!({"status": "ok"})));
    for (method, path, outcome) in [
        ("GET", "/portico", (404, "route_not_found")),
        ("GET", "/portico/", (404, "route_not_found")),
        ("GET", "/portico/else", (404, "route_not_found")),
        ("GET", "/portico/netspend", (404, "route_not_found")),
        ("GET", "/portico/netspend/", (404, "route_not_found")),
        ("GET", "/portico/netspend/oauth/accesstoken", (404, "route_not_found")),
        ("GET", "/portico/netspend/cards/c/pan", (404, "route_not_found")),
        ("DELETE", "/portico/netspend/accounts", (405, "method_not_allowed")),
        ("OPTIONS", "/portico/netspend/accounts", (405, "method_not_allowed")),
        ("POST", "/portico/files/a.txt", (405, "method_not_allowed")),
    ] {
        let answer = support::browser::dispatch(&stage.router, support::browser::Call::new(method, path)).await;
        assert_eq!(answer.outcome(), outcome, "{method} {path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("ns-request-id"), answer.json["request_id"], "{path}");
        assert!(!answer.header("ns-request-id").is_empty(), "{path}");
    }
}
