//! Another browser's customers and accounts: by id, by externalId, in path and body, they do not exist.

use serde_json::json;

use crate::page::{CLEARING, DEPOSIT, Place, deposit, individual, made, platform_outcome};

#[tokio::test]
async fn anothers_customer_and_account_are_not_there_in_any_place_of_any_route() {
    let place = Place::new().await;
    let (mut page, mut other) = (place.page().await, place.page().await);
    let own = page.individual("mine", "219091234").await;
    let theirs = other.individual("theirs", "219091234").await;
    other.accept_for(theirs, CLEARING).await;
    page.accept_for(own, CLEARING).await;
    page.accept_for(own, DEPOSIT).await;
    let account =
        made(&other.post(&format!("/customer/id/{theirs}/account"), &json!({"externalId": "acc-theirs"})).await);
    let calls = place.sandbox.passed().await.len();
    let mut places = 0;
    for customer in
        [format!("id/{theirs}"), "externalId/theirs".to_owned(), "id/1".to_owned(), "externalId/nobody".to_owned()]
    {
        let at = format!("/customer/{customer}");
        for (method, path, body) in [
            ("GET", at.clone(), None),
            ("POST", at.clone(), Some(json!({"tags": []}))),
            ("GET", format!("{at}/account"), None),
            ("POST", format!("{at}/account"), Some(deposit("acc-x"))),
            ("GET", format!("{at}/account/id/{account}"), None),
            ("POST", format!("{at}/account/id/{account}"), Some(json!({"nickName": "x"}))),
            ("POST", format!("{at}/account/externalId/acc-theirs/close"), Some(json!({"reason": "x"}))),
        ] {
            let answer = page.browser.send(method, &path, body.map(|body| body.to_string())).await;
            assert_eq!(answer.outcome(), (404, "customer_not_found"), "{method} {path}");
            places += 1;
        }
    }
    // Through a customer of its own.
    for name in [format!("id/{account}"), "externalId/acc-theirs".to_owned(), "id/1".to_owned()] {
        for (method, path) in [("GET", ""), ("POST", ""), ("POST", "/close")] {
            let path = format!("/customer/id/{own}/account/{name}{path}");
            let body = (method == "POST").then(|| json!({}).to_string());
            assert_eq!(
                page.browser.send(method, &path, body).await.outcome(),
                (404, "account_not_found"),
                "{method} {path}"
            );
            places += 1;
        }
    }
    assert_eq!(place.sandbox.passed().await.len(), calls, "nothing went up");
    assert_eq!(places, 37);
}

#[tokio::test]
async fn an_external_id_that_another_has_is_taken_and_tells_nothing_else() {
    let place = Place::new().await;
    let (mut page, mut other) = (place.page().await, place.page().await);
    let theirs = other.individual("crm-7", "219091234").await;
    other.accept_for(theirs, CLEARING).await;
    made(&other.post(&format!("/customer/id/{theirs}/account"), &json!({"externalId": "acc-7"})).await);
    // One that the partner's own server made.
    let (status, _) = place.sandbox.ask("POST", "/v1/customer", Some(individual("partners"))).await;
    assert_eq!(status, 201);
    for external_id in ["crm-7", "partners"] {
        let answer = page.post("/customer", &individual(external_id)).await;
        assert_eq!(platform_outcome(&answer), (422, "EC-BL-9001"));
        assert_eq!(answer.json["errors"][0]["field"], "externalId");
        let answer = page.get(&format!("/customer/externalId/{external_id}")).await;
        assert_eq!(answer.outcome(), (404, "customer_not_found"));
    }
    let own = page.individual("mine", "219091234").await;
    page.accept_for(own, CLEARING).await;
    let answer = page.post(&format!("/customer/id/{own}/account"), &json!({"externalId": "acc-7"})).await;
    assert_eq!(platform_outcome(&answer), (422, "EC-BL-9001"));
    let answer = page.get(&format!("/customer/id/{own}/account/externalId/acc-7")).await;
    assert_eq!(answer.outcome(), (404, "account_not_found"));
    assert_eq!(place.sandbox.all("customer").await.len(), 3);
}

#[tokio::test]
async fn no_call_is_made_without_a_session_a_proof_or_on_a_path_that_is_not_listed() {
    let place = Place::new().await;
    let mut page = place.page().await;
    let calls = place.sandbox.passed().await.len();
    for (method, path) in [
        ("GET", "/customer/list"),
        ("POST", "/customer/list"),
        ("POST", "/account/list"),
        ("GET", "/webhook/confirm"),
        ("GET", "/customer/id/0"),
        ("GET", "/customer/id/1%2f..%2f2"),
        ("GET", "/customer/externalId/.."),
        ("GET", "/"),
    ] {
        let body = (method == "POST").then(|| "{}".to_owned());
        assert_eq!(page.browser.send(method, path, body).await.outcome(), (404, "route_not_found"), "{method} {path}");
    }
    let answer = page.browser.send("DELETE", "/customer/id/1", None).await;
    assert_eq!((answer.outcome(), answer.header("allow")), ((405, "method_not_allowed"), "GET, POST"));
    for path in ["/keys", "/agreements", "/customer/id/1"] {
        for (header, outcome) in [
            ("dpop", (401, "invalid_dpop_proof")),
            ("cookie", (401, "login_required")),
            ("ns-session-id", (403, "session_required")),
        ] {
            let call = page.browser.call("GET", path, None).without(header);
            assert_eq!(page.browser.dispatch(call).await.outcome(), outcome, "{path} without {header}");
        }
        let call = page.browser.call("GET", path, None).replace("origin", "https://evil.example");
        assert_eq!(page.browser.dispatch(call).await.outcome(), (403, "origin_not_allowed"));
    }
    assert_eq!(place.sandbox.passed().await.len(), calls, "nothing went up");
}

#[tokio::test]
async fn what_a_page_made_ends_with_its_visit() {
    let place = Place::new().await;
    let mut page = place.page().await;
    let id = page.individual("crm-7", "219091234").await;
    assert_eq!(page.browser.sign_out().await, 204);
    let mut next = place.page().await;
    for path in [format!("/customer/id/{id}"), "/customer/externalId/crm-7".to_owned()] {
        assert_eq!(next.get(&path).await.outcome(), (404, "customer_not_found"), "{path}");
    }
    assert_eq!(platform_outcome(&next.post("/customer", &individual("crm-7")).await), (422, "EC-BL-9001"));
}
