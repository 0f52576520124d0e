//! Refusals that have nothing to do with what a call is about.

use axum::body::Body;
use http::Method;
use portico_model::passport::PassportCode;
use serde_json::{Value, json};

use super::client::{Client, deposit, individual, refused, with};
use crate::support::{Platform, Reply};

async fn raw(platform: &Platform, method: Method, path: &str, headers: &[(&str, &str)], body: &'static str) -> Reply {
    platform.request(method, path, headers, Body::from(body)).await
}

#[tokio::test]
async fn a_call_without_a_valid_token_is_told_so_before_anything_else() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let path = client.customer(&individual("1234")).await;
        for headers in [vec![], vec![("authorization", "Bearer x")], vec![("authorization", "Basic eDp5")]] {
            for (method, path) in
                [(Method::GET, path.as_str()), (Method::POST, "/v1/customer"), (Method::GET, "/v1/customer/id/x")]
            {
                let reply = raw(platform, method, path, &headers, "{").await;
                assert_eq!(refused(&reply, 401, "EC-AUTH-0001"), [""; 0]);
                assert!(reply.headers["www-authenticate"].to_str().unwrap().starts_with("Bearer"));
            }
        }
        platform.advance(86_400).await;
        refused(&client.get(&path).await, 401, "EC-AUTH-0001");
    })
    .await;
}

#[tokio::test]
async fn headers_and_bodies_that_nobody_can_read_have_codes_of_their_own() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let headers = |kind: Option<&'static str>| {
            let token = ("authorization", bearer.as_str());
            kind.map_or_else(|| vec![token], |kind| vec![token, ("content-type", kind)])
        };
        let post = async |kind, body| raw(platform, Method::POST, "/v1/customer", &headers(kind), body).await;
        let json = Some("application/json; charset=utf-8");
        assert_eq!(refused(&post(None, "{}").await, 400, "EC-VA-0001"), ["Content-Type"]);
        assert_eq!(refused(&post(Some("text/plain"), "{}").await, 415, "EC-VA-0002"), ["Content-Type"]);
        for body in ["", "{", "[]", "7", "{\"type\":\"BUSINESS\",\"type\":\"INDIVIDUAL\"}"] {
            refused(&post(json, body).await, 400, "EC-VA-0004");
        }
        assert_eq!(refused(&post(json, "{}").await, 422, "EC-VA-0005"), ["type", "individual"]);
    })
    .await;
}

#[tokio::test]
async fn ids_methods_and_routes_that_do_not_exist() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        for id in ["x", "0", "-1", "1.5", "99999999999999999999"] {
            assert_eq!(refused(&client.get(&format!("/v1/customer/id/{id}")).await, 400, "EC-VA-0007"), ["id"]);
        }
        let headers = [("authorization", client.bearer.as_str())];
        let reply = raw(platform, Method::DELETE, "/v1/customer/id/1", &headers, "").await;
        refused(&reply, 405, "EC-BL-9009");
        assert!(reply.headers["allow"].to_str().unwrap().contains("POST"));
        refused(&client.get("/v1").await, 404, "EC-BL-9002");
    })
    .await;
}

#[tokio::test]
async fn more_than_a_thousand_calls_in_ten_seconds_are_too_many() {
    Platform::each(async |platform| {
        // Nobody's calls: they cost the least, and count like all others.
        let mut replies = Vec::new();
        for _ in 0..1_001 {
            replies.push(raw(platform, Method::GET, "/v1/customer/id/1", &[], "").await);
        }
        let last = replies.pop().unwrap();
        assert!(replies.iter().all(|reply| reply.status == 401));
        refused(&last, 429, "EC-BL-9010");
        let seconds: i64 = last.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=10).contains(&seconds));
        platform.advance(seconds).await;
        refused(&raw(platform, Method::GET, "/v1/customer/id/1", &[], "").await, 401, "EC-AUTH-0001");
    })
    .await;
}

#[tokio::test]
async fn an_error_names_fields_and_never_what_they_hold() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let path = format!("{}/account", client.customer(&individual("1234")).await);
        let mark = "Zyxwvutamark";
        for body in [
            with(deposit(), "/linkedDocument/document/type", json!(mark)),
            with(deposit(), "/purpose", json!(mark)),
            with(deposit(), "/acceptanceMode", json!(mark)),
            with(deposit(), "/acceptanceDetails/ipAddress", json!(mark)),
            with(deposit(), "/linkedDocument/document/base64encodedContent", json!(mark)),
            with(deposit(), "/metaData", json!([mark])),
            json!({"219-09-1234": mark}),
        ] {
            let reply = client.post(&path, &body).await;
            assert_eq!(reply.status, 422);
            assert!(!reply.text().contains(mark) && !reply.text().contains("219-09"), "{}", reply.text());
        }
    })
    .await;
}

#[test]
fn the_table_s_codes_differ_and_their_statuses_are_the_contract_s() {
    let mut codes: Vec<&str> = PassportCode::ALL.iter().map(|code| code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), PassportCode::ALL.len());
    let statuses = [400, 401, 404, 405, 413, 415, 422, 429, 500];
    assert!(PassportCode::ALL.iter().all(|code| statuses.contains(&code.status())));
    let body: Value =
        serde_json::to_value(portico_model::passport::PassportError::new(PassportCode::NotFound, vec![])).unwrap();
    assert_eq!(body, json!({"errorCode": "EC-BL-9002", "errorMessage": "Not found.", "errors": []}));
}
