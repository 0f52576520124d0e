//! What goes up, what comes down, and what is refused on the way.

mod support;

use std::time::Duration;

use serde_json::{Value, json};
use support::{Stage, browser::dispatch, platform::Next};

#[tokio::test]
async fn only_listed_headers_go_up_and_no_query() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let session = browser.session.clone().unwrap();
    let call = browser
        .call("POST", "/accounts?secret=1", Some("{}".to_owned()))
        .with("idempotency-key", "key-1")
        .with("accept", "application/json")
        .with("authorization", "Bearer forged")
        .with("x-forwarded-for", "1.2.3.4")
        .with("x-anything", "x")
        .with("user-agent", "browser")
        .replace("content-type", "application/json; charset=utf-8");
    assert_eq!(browser.dispatch(call).await.status, 201);
    let seen = stage.platform.last().await;
    let mut names: Vec<_> = seen.headers.keys().map(|name| name.as_str().to_owned()).collect();
    names.sort();
    assert_eq!(
        names,
        ["accept", "authorization", "content-length", "content-type", "host", "idempotency-key", "ns-session-id"]
    );
    assert_eq!(seen.headers["authorization"], "Bearer token-1");
    assert_eq!(seen.headers["content-type"], "application/json");
    assert_eq!(seen.headers["idempotency-key"], "key-1");
    assert_eq!(seen.headers["ns-session-id"], session.as_str());
    assert_eq!(seen.query, None);
}

/// What a browser says of itself; values that no library would make up.
const DEVICE: [(&str, &str); 7] = [
    ("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0"),
    ("accept-language", "en-US,en;q=0.9, de;q=0.8"),
    ("sec-ch-ua", r#""Chromium";v="156", "Not)A;Brand";v="8""#),
    ("sec-ch-ua-mobile", "?0"),
    ("sec-ch-ua-platform", r#""Linux""#),
    ("sec-ch-ua-full-version-list", r#""Chromium";v="156.0.7000.1""#),
    ("origin", support::PUBLIC_URL),
];

/// What else a browser or a proxy sends and nobody upstream needs.
const NOT_UP: [(&str, &str); 12] = [
    ("cookie", "other=1"),
    ("authorization", "Bearer forged"),
    ("referer", "https://portal.example/form?name=Quilliam"),
    ("x-forwarded-for", "1.2.3.4"),
    ("forwarded", "for=1.2.3.4"),
    ("sec-fetch-mode", "cors"),
    ("sec-fetch-dest", "empty"),
    ("sec-ch-ua-model", r#""Pixel""#),
    ("dnt", "1"),
    ("x-portico-anything", "x"),
    ("accept-encoding", "br"),
    ("priority", "u=1"),
];

/// A call with all of them and the names of those that went up.
async fn headers_up(stage: &Stage, browser: &mut support::Browser, path: &str, body: Value) -> Vec<String> {
    let mut call = browser.call("POST", path, Some(body.to_string()));
    for (name, value) in DEVICE {
        call = call.replace(name, value);
    }
    for (name, value) in NOT_UP {
        call = call.with(name, value);
    }
    let answer = browser.dispatch(call).await;
    assert_eq!(answer.status, 201, "{path}: {}", answer.json);
    let mut names: Vec<_> = stage.platform.last().await.headers.keys().map(|name| name.as_str().to_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn what_the_browser_says_of_itself_goes_up_unchanged_with_the_call_that_opens_a_session_and_no_other() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let statement = json!({"device_data": browser.jkt()});
    let mut expected: Vec<_> = DEVICE.iter().map(|(name, _)| *name).collect();
    expected.extend(["accept", "authorization", "content-length", "content-type", "host", "ns-session-id"]);
    expected.sort_unstable();
    assert_eq!(headers_up(&stage, &mut browser, "/sessions", statement.clone()).await, expected);
    let seen = stage.platform.last().await.headers;
    for (name, value) in DEVICE {
        assert_eq!(seen.get_all(name).iter().collect::<Vec<_>>(), [value], "{name}");
    }
    assert_eq!(seen["authorization"], "Bearer token-1");

    browser.session = None;
    browser.connect().await;
    let usual = ["accept", "authorization", "content-length", "content-type", "host", "ns-session-id"];
    assert_eq!(headers_up(&stage, &mut browser, "/accounts", json!({})).await, usual);
}

#[tokio::test]
async fn a_header_that_the_browser_did_not_send_is_not_made_up() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    browser.get("/sessions/init").await;
    let body = json!({"device_data": browser.jkt()}).to_string();
    let call = browser.call("POST", "/sessions", Some(body)).without("origin");
    assert_eq!(browser.dispatch(call).await.status, 201);
    let seen = stage.platform.last().await.headers;
    assert!(DEVICE.iter().all(|(name, _)| !seen.contains_key(*name)), "{:?}", seen.keys());
}

#[tokio::test]
async fn only_listed_headers_come_down() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let answer = browser.post("/accounts", &json!({})).await;
    assert_eq!(answer.header("ns-request-id"), "from-the-platform");
    for name in ["set-cookie", "x-internal"] {
        assert_eq!(answer.header(name), "", "{name}");
    }
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn a_body_is_written_anew() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let text = "{ \"provided_id\" :\t\"a\\u0063p\",\n \"n\": [1, -2.5, true, null, {\"x\": {}}] }";
    assert_eq!(browser.send("POST", "/accounts", Some(text.to_owned())).await.status, 201);
    let up = stage.platform.last().await.body;
    assert_eq!(serde_json::from_str::<Value>(&up).unwrap(), serde_json::from_str::<Value>(text).unwrap());
    assert!(!up.contains(' ') && up.contains("\"acp\""), "{up}");
}

#[tokio::test]
async fn refuses_bodies_that_two_readers_could_read_in_two_ways_and_such_as_are_no_object() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let account = browser.account().await;
    let before = stage.platform.seen().await.len();
    let deep = format!("{}1{}", "{\"a\":".repeat(17), "}".repeat(17));
    for body in [
        format!(r#"{{"account_id":"{account}","account_id":"else"}}"#),
        r#"{"a":{"b":1,"b":2}}"#.to_owned(),
        r#"{"a":1,"\u0061":2}"#.to_owned(),
        String::new(),
        "[]".to_owned(),
        "null".to_owned(),
        "{} {}".to_owned(),
        "{".to_owned(),
        deep,
    ] {
        let answer = browser.send("POST", "/accounts", Some(body.clone())).await;
        assert_eq!(answer.outcome(), (400, "malformed_request"), "{body}");
    }
    assert_eq!(stage.platform.seen().await.len(), before);
    let nested = format!("{}1{}", "{\"a\":".repeat(16), "}".repeat(16));
    assert_eq!(browser.send("POST", "/accounts", Some(nested)).await.status, 201);
}

#[tokio::test]
async fn refuses_a_body_of_another_type_or_above_256_kb() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    for media_type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
        let call = browser.call("POST", "/accounts", Some("{}".to_owned())).replace("content-type", media_type);
        assert_eq!(browser.dispatch(call).await.outcome(), (415, "unsupported_media_type"), "{media_type}");
    }
    let body_of = |length: usize| format!(r#"{{"a":"{}"}}"#, "x".repeat(length - 8));
    let answer = browser.send("POST", "/accounts", Some(body_of(256 * 1024 + 1))).await;
    assert_eq!(answer.outcome(), (413, "payload_too_large"));
    assert_eq!(browser.send("POST", "/accounts", Some(body_of(256 * 1024))).await.status, 201);
}

#[tokio::test]
async fn pages_of_other_origins_may_not_call() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    for (name, value) in [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")] {
        let call = browser.call("POST", "/accounts", Some("{}".to_owned())).replace(name, value);
        let answer = browser.dispatch(call).await;
        assert_eq!(answer.outcome(), (403, "origin_not_allowed"), "{name}: {value}");
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
}

#[tokio::test]
async fn the_platforms_problems_pass_with_their_status() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    for status in [400, 404, 409, 410, 422, 429, 500, 503] {
        let problem = r#"{"code":"of_the_platform","status":1,"errors":[{"pointer":"/a","code":"required"}]}"#;
        stage.platform.next(Next::Answer(status, "application/problem+json", problem)).await;
        let answer = browser.post("/accounts", &json!({})).await;
        assert_eq!(answer.outcome(), (status, "of_the_platform"));
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json["errors"][0]["pointer"], "/a");
        assert!(!answer.header("ns-request-id").is_empty());
    }
}

#[tokio::test]
async fn what_is_no_answer_of_the_platforms_is_upstream_unavailable() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    for (status, media_type, text) in [
        (502, "text/html", "<h1>Bad gateway</h1>"),
        (200, "text/html", "<h1>Welcome</h1>"),
        (200, "application/json", "{\"cut\":"),
        (302, "application/json", "{}"),
    ] {
        stage.platform.next(Next::Answer(status, media_type, text)).await;
        let answer = browser.post("/accounts", &json!({})).await;
        assert_eq!(answer.outcome(), (502, "upstream_unavailable"), "{status} {media_type} {text}");
    }
}

#[tokio::test]
async fn a_platform_that_is_down_is_502_and_one_that_is_silent_504() {
    let mut stage = Stage::with(|config| config.upstream_timeout = Duration::from_millis(400)).await;
    let mut browser = stage.connected().await;
    stage.platform.next(Next::Silence).await;
    assert_eq!(browser.post("/accounts", &json!({})).await.outcome(), (504, "upstream_timeout"));
    stage.platform.stop().await;
    assert_eq!(browser.post("/accounts", &json!({})).await.outcome(), (502, "upstream_unavailable"));
}

#[tokio::test]
async fn what_a_call_made_is_learned_even_when_the_browser_hangs_up_before_the_answer() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    // The token call takes a while, so the call is under way when the browser goes.
    stage.platform.revoke_token().await;
    let call = browser.call("POST", "/accounts", Some("{}".to_owned()));
    let router = stage.router.clone();
    let hung_up = tokio::time::timeout(Duration::from_millis(1), dispatch(&router, call)).await;
    assert!(hung_up.is_err(), "the answer was there before the browser hung up");
    while !stage.platform.seen().await.iter().any(|seen| seen.headers["authorization"] == "Bearer token-2") {
        tokio::task::yield_now().await;
    }
    // session-0 was the first id, and the refused call took none.
    let mut outcome = 404;
    for _ in 0..1_000 {
        outcome = browser.get("/accounts/account-1").await.status.as_u16();
        if outcome == 200 {
            break;
        }
    }
    assert_eq!(outcome, 200);
}

#[tokio::test]
async fn a_browser_that_calls_too_often_is_told_when_to_come_again() {
    let stage = Stage::with(|config| config.rate_per_minute = 4).await;
    let mut browser = stage.browser();
    // Two calls of the address: the first one is told the nonce.
    browser.connect().await;
    for _ in 0..4 {
        assert_eq!(browser.post("/accounts", &json!({})).await.status, 201);
    }
    let answer = browser.post("/accounts", &json!({})).await;
    assert_eq!((answer.outcome(), answer.header("retry-after")), ((429, "rate_limited"), "60"));
    let mut other = stage.browser();
    other.connect().await;
    assert_eq!(other.post("/accounts", &json!({})).await.status, 201, "another browser is not held up");
    stage.clock.advance(60);
    assert_eq!(browser.post("/accounts", &json!({})).await.status, 201);
}
