//! The page, its files, and the platform's files through the gateway.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::fs;

use serde_json::json;
use support::{
    Stage,
    browser::{Answer, Call, dispatch},
};
use tempfile::TempDir;

/// Rule 7 of the design, word for word.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; \
                      style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types portico lit-html";

async fn stage() -> (Stage, TempDir) {
    stage_with_frame(None).await
}

async fn stage_with_frame(frame: Option<&str>) -> (Stage, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("index.html", "<!doctype html><title>Portal</title>");
    put("device.html", "<!doctype html><title>Device</title>");
    put("main.0a1b2c3d4e5f6071.js", &"console.log(1);\n".repeat(200));
    put("portico_bg.wasm", "\0asm....");
    put("module.mjs", "export {};");
    put(".env", "SECRET=1");
    fs::create_dir(folder.path().join(".git")).unwrap();
    put(".git/config", "[core]");
    put("portal-settings.json", r#"{"gateway":"/portico"}"#);
    let stage = Stage::with(|config| {
        config.portal = Some(folder.path().to_owned());
        config.portal_config = Some(folder.path().join("portal-settings.json"));
        config.portal_frame = frame.map(|origin| origin.parse().unwrap());
    })
    .await;
    (stage, folder)
}

async fn get(stage: &Stage, path: &str, headers: &[(&str, &str)]) -> Answer {
    let call = headers.iter().fold(Call::new("GET", path), |call, (name, value)| call.with(name, value));
    dispatch(&stage.router, call).await
}

#[tokio::test]
async fn every_file_has_the_strict_policy_and_its_exact_type() {
    let (stage, _folder) = stage().await;
    for (path, status, media_type, caching) in [
        ("/", 200, "text/html; charset=utf-8", "no-cache"),
        ("/index.html", 200, "text/html; charset=utf-8", "no-cache"),
        ("/main.0a1b2c3d4e5f6071.js", 200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/portico_bg.wasm", 200, "application/wasm", "no-cache"),
        ("/module.mjs", 200, "text/javascript; charset=utf-8", "no-cache"),
        ("/portal.json", 200, "application/json", "no-cache"),
        ("/nothing.0a1b2c3d4e5f6071.js", 404, "text/plain; charset=utf-8", "no-cache"),
        ("/nothing.wasm", 404, "text/plain; charset=utf-8", "no-cache"),
    ] {
        let answer = get(&stage, path, &[]).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), media_type, "{path}");
        assert_eq!(answer.header("cache-control"), caching, "{path}");
        assert_eq!(answer.header("content-security-policy"), POLICY, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(answer.header("set-cookie"), "", "{path}");
    }
    let settings = json!({"gateway": "/portico", "gatewayKey": stage.state.gateway_key()});
    assert_eq!(get(&stage, "/portal.json", &[]).await.json, settings);
}

#[tokio::test]
async fn the_page_for_developers_alone_may_frame_the_one_origin_that_the_settings_name() {
    let policy =
        async |stage: &Stage, path: &str| get(stage, path, &[]).await.header("content-security-policy").to_owned();
    let (stage, _folder) = stage().await;
    assert_eq!(policy(&stage, "/device.html").await, POLICY);
    let (stage, _folder) = stage_with_frame(Some("http://localhost:8788")).await;
    let extended = POLICY.replace("frame-src 'self'", "frame-src 'self' http://localhost:8788");
    assert_eq!(policy(&stage, "/device.html").await, extended);
    for path in ["/", "/index.html", "/portal.json", "/device.htm", "/x/device.html", "/device.html/"] {
        assert_eq!(policy(&stage, path).await, POLICY, "{path}");
    }
}

#[tokio::test]
async fn hidden_files_and_those_outside_the_folder_are_not_there() {
    let (stage, _folder) = stage().await;
    for path in ["/.env", "/%2eenv", "/.git/config", "/../Cargo.toml", "/..%2f..%2fetc/passwd", "/%2e%2e/etc/passwd"] {
        let answer = get(&stage, path, &[]).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.bytes, b"There is nothing at this address.\n", "{path}");
    }
}

#[tokio::test]
async fn files_are_compressed_and_not_sent_again_when_they_have_not_changed() {
    let (stage, _folder) = stage().await;
    let path = "/main.0a1b2c3d4e5f6071.js";
    for encoding in ["br", "gzip"] {
        let answer = get(&stage, path, &[("accept-encoding", encoding)]).await;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert!(answer.header("vary").contains("accept-encoding"));
        assert!(answer.bytes.len() < 400, "{}", answer.bytes.len());
    }
    let answer = get(&stage, "/", &[]).await;
    for (name, condition) in [("etag", "if-none-match"), ("last-modified", "if-modified-since")] {
        let again = get(&stage, "/", &[(condition, answer.header(name))]).await;
        assert_eq!(again.status, 304, "{name}: {}", answer.header(name));
    }
}

#[tokio::test]
async fn without_a_portal_there_is_no_page() {
    let stage = Stage::new().await;
    for path in ["/", "/portal.json"] {
        assert_eq!(get(&stage, path, &[]).await.status, 404);
    }
}

#[tokio::test]
async fn a_portal_that_was_not_built_is_said_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::new().await;
    let mut config = stage.config.clone();
    config.portal = Some(folder.path().to_owned());
    let error = portico_gateway::State::open(config).await.unwrap_err().to_string();
    assert!(error.starts_with("GATEWAY_PORTAL can't be used") && error.contains("build the portal"), "{error}");
    fs::write(folder.path().join("portal.json"), "[]").unwrap();
    let mut config = stage.config.clone();
    config.portal_config = Some(folder.path().join("portal.json"));
    let error = portico_gateway::State::open(config).await.unwrap_err().to_string();
    assert!(error.contains("is not a JSON object"), "{error}");
}

#[tokio::test]
async fn agreement_files_and_pictures_come_through_the_gateway_and_answers_point_there() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let found = browser.post("/agreements/search", &json!({"provided_id": "acp"})).await.json;
    let url = found["agreements"][0]["documents"][0]["files"][0]["url"].as_str().unwrap().to_owned();
    assert_eq!(url, "/portico/files/agreements/a.txt");
    let file = get(&stage, &url, &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!((file.status.as_u16(), file.bytes.as_slice()), (200, b"The terms.".as_slice()));
    assert_eq!(file.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(file.header("content-security-policy"), "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert_eq!(file.header("cache-control"), "public, max-age=3600");
    let again = get(&stage, &url, &[("if-none-match", file.header("etag"))]).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));

    let account = browser.account().await;
    let person = browser.person(&account).await;
    let brands = browser.post("/cards/brands/search", &json!({"person_id": person})).await.json;
    let picture = get(&stage, brands["brands"][0]["image_url"].as_str().unwrap(), &[]).await;
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    assert_eq!((picture.header("set-cookie"), picture.header("x-internal")), ("", ""));
    assert!(stage.platform.last().await.headers.get("authorization").is_none(), "files are public");
}

#[tokio::test]
async fn files_of_other_types_too_large_or_for_other_origins_are_refused() {
    let stage = Stage::new().await;
    for (path, outcome) in [
        ("/portico/files/page.html", (502, "upstream_unavailable")),
        ("/portico/files/large.pdf", (502, "upstream_unavailable")),
        ("/portico/files/nothing.txt", (404, "file_not_found")),
        ("/portico/files/../secret.txt", (404, "file_not_found")),
        ("/portico/files/a%2fb.txt", (404, "file_not_found")),
    ] {
        assert_eq!(get(&stage, path, &[]).await.outcome(), outcome, "{path}");
    }
    let answer = get(&stage, "/portico/files/agreements/a.txt", &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(answer.outcome(), (403, "origin_not_allowed"));
}
