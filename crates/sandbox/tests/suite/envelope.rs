//! What every answer has, and what every mistake gets.

use axum::body::Body;
use http::Method;
use serde_json::json;

use super::support::{Customer, Platform};

#[tokio::test]
async fn every_answer_has_an_id_and_is_not_stored() {
    Platform::each(async |platform| {
        for (method, path, status) in [
            (Method::GET, "/healthz", 200),
            (Method::GET, "/", 404),
            (Method::GET, "/netspend-api/v1/unknown", 404),
            (Method::PUT, "/netspend-api/v1/sessions/init", 405),
            (Method::GET, "/files/cards/%ff", 400),
            (Method::GET, "/netspend-api/v1/sessions/init", 401),
        ] {
            let reply = platform.request(method.clone(), path, &[], Body::empty()).await;
            assert_eq!(reply.status.as_u16(), status, "{path}");
            assert_eq!(reply.headers["cache-control"], "no-store");
            assert_eq!(reply.headers["x-content-type-options"], "nosniff");
            let id = reply.headers["ns-request-id"].to_str().unwrap();
            if status != 200 {
                assert_eq!(reply.json()["request_id"], id);
                assert_eq!(reply.headers["content-type"], "application/problem+json");
            }
        }
        let health = platform.request(Method::GET, "/healthz", &[], Body::empty()).await;
        assert_eq!(health.json(), json!({"status": "ok"}));
        let method = platform.request(Method::PUT, "/netspend-api/v1/sessions/init", &[], Body::empty()).await;
        method.expect_problem(405, "method_not_allowed");
        assert_eq!(method.headers["allow"], "GET,HEAD");
    })
    .await;
}

#[tokio::test]
async fn a_body_that_can_not_be_read_gets_its_own_code() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        let send = async |kind: &str, body: String| {
            let headers = [
                ("authorization", customer.bearer.as_str()),
                ("ns-session-id", customer.session_id.as_str()),
                ("content-type", kind),
            ];
            platform.request(Method::POST, "/netspend-api/v1/accounts", &headers, Body::from(body)).await
        };
        let good = r#"{"provided_id": "acp_checking"}"#;
        send("application/json; charset=utf-8", good.to_owned()).await.expect(201);
        for kind in ["", "text/plain", "application/jsonp", "application/x-www-form-urlencoded"] {
            send(kind, good.to_owned()).await.expect_problem(415, "unsupported_media_type");
        }
        let padded = |length: usize| format!("{good}{}", " ".repeat(length - good.len()));
        send("application/json", padded(262_144)).await.expect(201);
        send("application/json", padded(262_145)).await.expect_problem(413, "payload_too_large");
        for body in ["", "{", "[]", "null", "\"x\"", r#"{"provided_id":"a","provided_id":"b"}"#, "\u{feff}{}"] {
            send("application/json", body.to_owned()).await.expect_problem(400, "malformed_request");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        send("application/json", deep).await.expect_problem(400, "malformed_request");
    })
    .await;
}
