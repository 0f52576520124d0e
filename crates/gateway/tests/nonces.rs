//! Nonces for proofs: RFC 9449 sections 8 and 9, through every row of the allow-list.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use portico_gateway::{State, router};
use serde_json::json;
use sqlx::{AnyConnection, Connection, Executor};
use support::{Browser, Stage, browser::dispatch};

const PATH: &str = "/agreements/some";

/// One call, as it is, without the repetition that the SDK makes.
async fn once(browser: &mut Browser) -> (u16, String) {
    let call = browser.call("GET", PATH, None);
    let answer = browser.dispatch(call).await;
    (answer.status.as_u16(), answer.code().to_owned())
}

#[tokio::test]
async fn a_call_without_the_nonce_is_asked_for_it_and_goes_through_with_what_came_along() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    for wrong in [None, Some(""), Some("made-up"), Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")] {
        browser.nonce = wrong.map(str::to_owned);
        let before = stage.platform.seen().await.len();
        let call = browser.call("GET", PATH, None);
        let answer = browser.dispatch(call).await;
        assert_eq!(answer.outcome(), (401, "use_dpop_nonce"), "{wrong:?}");
        assert_eq!(answer.header("www-authenticate"), r#"DPoP error="use_dpop_nonce", algs="ES256""#);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(stage.platform.seen().await.len(), before, "nothing may have gone up");
        assert_eq!(once(&mut browser).await, (200, String::new()), "with the nonce that came along");
    }
}

#[tokio::test]
async fn every_answer_brings_the_newest_but_the_files_that_caches_keep() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let newest = browser.nonce.clone().unwrap();
    for (method, path, status) in [
        ("GET", "/portico/netspend/agreements/some", 200),
        ("POST", "/portico/netspend/accounts", 415),
        ("GET", "/portico/netspend/accounts/strange", 404),
        ("GET", "/portico/netspend/nowhere", 404),
        ("DELETE", "/portico/netspend/accounts", 405),
        ("GET", "/portico", 404),
    ] {
        let mut call = browser.call(method, path.strip_prefix("/portico/netspend").unwrap_or("/"), None);
        call.path = path.to_owned();
        let answer = dispatch(&stage.router, call).await;
        assert_eq!((answer.status.as_u16(), answer.header("dpop-nonce")), (status, newest.as_str()), "{method} {path}");
    }
    for path in ["/portico/files/agreements/a.txt", "/healthz", "/"] {
        let answer = dispatch(&stage.router, support::browser::Call::new("GET", path)).await;
        assert_eq!(answer.header("dpop-nonce"), "", "{path}");
    }
}

#[tokio::test]
async fn a_nonce_is_taken_for_five_minutes_and_while_the_next_is_the_newest() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let first = browser.nonce.clone();
    stage.clock.advance(299);
    assert_eq!(once(&mut browser).await.0, 200);
    assert_eq!(browser.nonce, first);
    stage.clock.advance(1);
    assert_eq!(once(&mut browser).await.0, 200);
    assert_ne!(browser.nonce, first, "the newest came along, and nobody was turned away");
    stage.clock.advance(299);
    browser.nonce.clone_from(&first);
    assert_eq!(once(&mut browser).await.0, 200);
    stage.clock.advance(1);
    browser.nonce = first;
    assert_eq!(once(&mut browser).await, (401, "use_dpop_nonce".to_owned()));
}

#[tokio::test]
async fn a_visit_begins_without_one_so_that_a_fresh_connect_takes_no_more_calls_than_before() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    let call = browser.call("GET", "/sessions/init", None);
    assert_eq!(browser.dispatch(call).await.status, 200);
    let body = json!({"device_data": browser.jkt()}).to_string();
    let call = browser.call("POST", "/sessions", Some(body));
    assert_eq!(browser.dispatch(call).await.status, 201);

    let open: Vec<_> = portico_gateway::allow_list::ALLOW_LIST.iter().filter(|route| !route.needs.nonce()).collect();
    let open: Vec<_> = open.iter().map(|route| (route.method, route.template)).collect();
    assert_eq!(open, [("GET", "/sessions/init"), ("GET", "/sessions/{id}")]);
}

#[tokio::test]
async fn a_proof_that_is_bad_in_another_way_is_called_bad_whatever_its_nonce() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    browser.nonce = None;
    let call = browser.call("GET", "/agreements/other", None);
    let call = browser.call("GET", PATH, None).replace("dpop", &call.header("dpop"));
    assert_eq!(browser.dispatch(call).await.outcome(), (401, "invalid_dpop_proof"));
}

#[tokio::test]
async fn the_key_outlives_the_process_and_gateways_on_one_database_take_one_anothers() {
    let mut stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let nonce = browser.nonce.clone();
    stage.restart().await;
    // Two processes on one database: the second one opens it while the first one runs.
    let second = router(State::open(stage.config.clone()).await.unwrap());
    for router in [&stage.router, &second] {
        let call = browser.call("GET", PATH, None);
        let answer = dispatch(router, call).await;
        assert_eq!((answer.status.as_u16(), answer.header("dpop-nonce")), (200, nonce.as_deref().unwrap()));
    }
    let elsewhere = Stage::new().await;
    assert_ne!(elsewhere.connected().await.nonce, nonce, "another database has another key");
}

#[tokio::test(flavor = "multi_thread")]
async fn gateways_that_start_at_once_on_a_new_database_agree_on_the_key() {
    let stage = Stage::new().await;
    let folder = tempfile::tempdir().unwrap();
    let mut config = stage.config.clone();
    config.data = folder.path().to_owned();
    config.database_url = support::database::fresh().await.map(portico_gateway::Secret::new);
    // The tables are made by one, so that the race is for the key alone.
    State::open(config.clone()).await.unwrap().close().await;
    let sqlite = || format!("sqlite:{}", folder.path().join("gateway.db").display());
    let url = config.database_url.as_ref().map_or_else(sqlite, |url| url.expose().to_owned());
    let mut database = AnyConnection::connect(&url).await.unwrap();
    let deleted = database.execute("DELETE FROM shared_keys WHERE name = 'dpop_nonce'").await.unwrap().rows_affected();
    assert_eq!(deleted, 1);
    database.close().await.unwrap();
    let mut starting = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let config = config.clone();
        starting.spawn(async move {
            let call = support::browser::Call::new("GET", "/portico");
            dispatch(&router(State::open(config).await.unwrap()), call).await.header("dpop-nonce").to_owned()
        });
    }
    let nonces = starting.join_all().await;
    assert!(!nonces[0].is_empty() && nonces.iter().all(|nonce| *nonce == nonces[0]), "{nonces:?}");
}

#[tokio::test]
async fn switched_off_no_answer_has_one_and_no_call_needs_one() {
    let stage = Stage::with(|config| config.dpop_nonce = false).await;
    let mut browser = stage.connected().await;
    let call = browser.call("GET", PATH, None);
    let answer = browser.dispatch(call).await;
    assert_eq!((answer.status.as_u16(), answer.header("dpop-nonce")), (200, ""));
    assert_eq!(browser.nonce, None);
}
