//! The partner's token.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use serde_json::json;

use super::support::Platform;

const FORM: &str = "grant_type=client_credentials";

#[tokio::test]
async fn answers_as_the_platform_documents() {
    Platform::each(async |platform| {
        let token = platform.token_call(&platform.basic(), FORM).await.expect(200);
        assert_eq!(token["token_type"], "BearerToken");
        assert_eq!(token["scope"], "owned_accounts_full");
        assert_eq!(token["expires_in"], "86399");
    })
    .await;
}

#[tokio::test]
async fn refuses_other_credentials_grants_and_forms() {
    Platform::each(async |platform| {
        let kit = platform.kit();
        let wrong = STANDARD.encode(format!("{}:wrong", kit["api_key"].as_str().unwrap()));
        for authorization in ["", "Basic", "Basic !!!", &format!("Basic {wrong}"), "Bearer x"] {
            let reply = platform.token_call(authorization, FORM).await;
            let problem = reply.expect_problem(401, "invalid_client");
            assert_eq!(problem["error"], "invalid_client");
            assert!(reply.headers["www-authenticate"].to_str().unwrap().starts_with("Basic"));
        }
        for form in ["", "grant_type=password", "grant=client_credentials"] {
            let reply = platform.token_call(&platform.basic(), form).await;
            assert_eq!(reply.expect_problem(400, "unsupported_grant_type")["error"], "unsupported_grant_type");
        }
        let headers = [("authorization", platform.basic())];
        let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
        let json = platform.call(Method::POST, "/oauth/accesstoken", &headers, Some(&json!({}))).await;
        json.expect_problem(415, "unsupported_media_type");
    })
    .await;
}

#[tokio::test]
async fn a_form_has_eight_kilobytes_at_most() {
    Platform::each(async |platform| {
        let basic = platform.basic();
        for (path, limit) in [("/netspend-api/v1/oauth/accesstoken", 8 * 1024), ("/sandbox/press", 8 * 1024)] {
            let send = async |length: usize| {
                let form = format!("{FORM}&more={}", "x".repeat(length - FORM.len() - "&more=".len()));
                assert_eq!(form.len(), length);
                let kind = "application/x-www-form-urlencoded";
                let headers = [("authorization", basic.as_str()), ("content-type", kind)];
                platform.request(Method::POST, path, &headers, form.into()).await
            };
            assert_ne!(send(limit).await.status, 413, "{path}");
            send(limit + 1).await.expect_problem(413, "payload_too_large");
        }
    })
    .await;
}

#[tokio::test]
async fn a_token_is_good_until_it_ends_and_no_other_text_is() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let init =
            async |value: &str| platform.call(Method::GET, "/sessions/init", &[("authorization", value)], None).await;
        init(&bearer).await.expect(200);
        init(&bearer.replace("Bearer", "bearer")).await.expect(200);
        for value in ["", "Bearer", "Bearer x", &bearer.replace("Bearer ", ""), &bearer.replace("Bearer", "Basic")] {
            let reply = init(value).await;
            reply.expect_problem(401, "invalid_token");
            assert!(reply.headers["www-authenticate"].to_str().unwrap().starts_with("Bearer"));
        }
        platform.advance(86_000).await;
        init(&bearer).await.expect(200);
        platform.advance(399).await;
        init(&bearer).await.expect_problem(401, "invalid_token");
    })
    .await;
}
