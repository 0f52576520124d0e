//! The test controls of the device check: JSON, pages for developers, and who may see them.

use axum::body::Body;
use http::Method;
use portico_unseal::jws::SignatureKey;
use serde_json::json;

use super::support::{Customer, Platform, Reply, Visit, newest_check};

async fn page(platform: &Platform, path: &str) -> Reply {
    let page = platform.request(Method::GET, path, &[], Body::empty()).await;
    assert_eq!(
        (page.status.as_u16(), &page.headers["content-type"]),
        (200, &"text/html; charset=utf-8".parse().unwrap())
    );
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'") && !policy.contains("unsafe"));
    let text = page.text();
    for banned in ["<script", " style=", "<style", " onclick", "http://", "https://cdn"] {
        assert!(!text.contains(banned), "{banned}");
    }
    page
}

#[tokio::test]
async fn a_developer_sees_what_came_what_it_cost_and_how_it_was_judged() {
    Platform::each(async |platform| {
        assert!(page(platform, "/sandbox/devices").await.text().contains("No device came yet"));
        let check = Visit::of("robot_b_hidden").check(platform).await;
        let path = format!("/sandbox/devices/{}", check["session_id"].as_str().unwrap());
        let shown = page(platform, &path).await;
        for part in [
            "✕ deny",
            "worker_brands_missing",
            "its worker has none.",
            "SwiftShader",
            "84.7",
            "It was not here before.",
            "sec-ch-ua-platform",
            "<rect class=\"fill\" width=\"100.0\"",
        ] {
            assert!(shown.text().contains(part), "{part}");
        }
        assert!(page(platform, "/sandbox/devices").await.text().contains(check["id"].as_str().unwrap()));
        // A check without a session is found by its own id.
        page(platform, &format!("/sandbox/devices/{}", check["id"].as_str().unwrap())).await;
        let unknown = platform.request(Method::GET, "/sandbox/devices/x", &[], Body::empty()).await;
        unknown.expect_problem(404, "session_not_found");
        let sheet = platform.request(Method::GET, "/sandbox/devices.css", &[], Body::empty()).await;
        assert!(sheet.text().starts_with(":root") && !sheet.text().contains("url("));
    })
    .await;
}

#[tokio::test]
async fn what_a_browser_says_is_shown_as_text() {
    Platform::each(async |platform| {
        let mut visit = Visit::of("firefox");
        visit.set("platform", json!("<script>alert(1)</script>"));
        visit.set("globals", json!(["\"><img src=x onerror=alert(1)>"]));
        let check = visit.check(platform).await;
        let shown = page(platform, &format!("/sandbox/devices/{}", check["session_id"].as_str().unwrap())).await;
        assert!(shown.text().contains("&lt;script&gt;") && !shown.text().contains("<img"));
    })
    .await;
}

#[tokio::test]
async fn the_pages_are_framed_by_nobody_but_whom_the_settings_name() {
    for (sources, ends_with) in
        [(None, "frame-ancestors 'none'"), (Some("https://portal.example"), "https://portal.example")]
    {
        Platform::each_with(
            |config| config.frame_ancestors = sources.map_or(config.frame_ancestors.clone(), str::to_owned),
            async |platform| {
                let shown = page(platform, "/sandbox/devices").await;
                assert!(shown.headers["content-security-policy"].to_str().unwrap().ends_with(ends_with));
            },
        )
        .await;
    }
}

#[tokio::test]
async fn the_checks_are_listed_newest_first_and_by_session() {
    Platform::each(async |platform| {
        let first = Visit::of("firefox").check(platform).await;
        platform.advance(1).await;
        let second = Visit::of("mac_safari").check(platform).await;
        let all = platform.control(Method::GET, "/devices/checks", None).await.expect(200);
        let ids: Vec<_> = all["checks"].as_array().unwrap().iter().map(|check| check["id"].clone()).collect();
        assert_eq!(ids, [second["id"].clone(), first["id"].clone()]);
        let path = format!("/devices/checks?session_id={}", first["session_id"].as_str().unwrap());
        let one = platform.control(Method::GET, &path, None).await.expect(200);
        assert_eq!(one["checks"], json!([first]));
        assert_eq!(first["signals"]["cores"], json!({"value": 8}));
        let none = platform.control(Method::GET, "/devices/checks?session_id=x", None).await.expect(200);
        assert_eq!(none["checks"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn the_platform_s_own_calls_tell_nothing_of_the_check() {
    Platform::each(async |platform| {
        let visit = Visit::of("robot_a_default");
        let reply = visit.ask(platform, &SignatureKey::generate().unwrap()).await;
        let session = reply.expect(201);
        let id = session["id"].as_str().unwrap();
        let mut members: Vec<_> = session.as_object().unwrap().keys().cloned().collect();
        members.sort_unstable();
        assert_eq!(members, ["created_at", "device_jkt", "encrypted_data", "expires_at", "id"]);
        let bearer = platform.bearer().await;
        let headers = [("authorization", bearer.as_str())];
        let shown = platform.call(Method::GET, &format!("/sessions/{id}"), &headers, None).await.expect(200);
        assert!(!shown.to_string().contains("score") && !shown.to_string().contains("deny"));
        let path = format!("/sandbox/devices/{id}");
        platform.call(Method::GET, &path, &headers, None).await.expect_problem(404, "route_not_found");
    })
    .await;
}

#[tokio::test]
async fn there_is_nothing_of_it_without_the_test_controls() {
    Platform::each_with(
        |config| config.controls = false,
        async |platform| {
            for path in ["/devices", "/devices.css", "/devices/checks", "/devices/rules", "/devices/x"] {
                platform.control(Method::GET, path, None).await.expect_problem(404, "route_not_found");
            }
        },
    )
    .await;
}

#[tokio::test]
async fn signals_and_headers_are_nowhere_in_clear_in_the_database() {
    Platform::each(async |platform| {
        let mut visit = Visit::of("windows_chrome");
        visit.set("webgl/renderer", json!("Zyxwvuta Graphics"));
        visit.headers["accept-language"] = json!("qq-Qwertzmark");
        let check = visit.check(platform).await;
        assert!(check.to_string().contains("Zyxwvuta") && check.to_string().contains("Qwertzmark"));
        Customer::arrive(platform).await;
        assert!(newest_check(platform).await["id"] != check["id"]);
        if platform.is_sqlite() {
            for file in ["sandbox.db", "sandbox.db-wal"] {
                let bytes = std::fs::read(platform.folder.path().join(file)).unwrap();
                for mark in ["Zyxwvuta", "Qwertzmark", "America/Chicago", "worker_"] {
                    assert!(!bytes.windows(mark.len()).any(|part| part == mark.as_bytes()), "{mark} in {file}");
                }
            }
        }
    })
    .await;
}
