//! Answers that are lost: what was made is found by its externalId, by its maker alone, and is there once.

use serde_json::json;

use crate::{
    page::{CLEARING, Place, individual, made, platform_outcome},
    sandbox::Fate,
};

#[tokio::test]
async fn a_customer_whose_answer_was_lost_is_found_by_its_maker_and_there_once() {
    let place = Place::new().await;
    let (mut page, mut other) = (place.page().await, place.page().await);
    place.sandbox.fate("POST", Fate::Lost).await;
    let answer = page.post("/customer", &individual("crm-7")).await;
    assert_eq!(answer.outcome(), (502, "upstream_unavailable"));
    // Somebody else can neither look it up nor make it theirs.
    assert_eq!(other.get("/customer/externalId/crm-7").await.outcome(), (404, "customer_not_found"));
    assert_eq!(platform_outcome(&other.post("/customer", &individual("crm-7")).await), (422, "EC-BL-9001"));
    assert_eq!(other.get("/customer/externalId/crm-7").await.outcome(), (404, "customer_not_found"));
    // The maker finds it, also after it tried again.
    assert_eq!(platform_outcome(&page.post("/customer", &individual("crm-7")).await), (422, "EC-BL-9001"));
    let found = page.get("/customer/externalId/crm-7").await;
    assert_eq!(found.status, 200, "{}", found.json);
    let id = found.json["id"].as_i64().unwrap();
    assert_eq!(page.get(&format!("/customer/id/{id}")).await.status, 200);
    assert_eq!(place.sandbox.all("customer").await.len(), 1);
}

#[tokio::test]
async fn a_customer_that_was_never_made_is_not_found_and_can_be_made_then() {
    let place = Place::new().await;
    let mut page = place.page().await;
    place.sandbox.fate("POST", Fate::Instead(503, json!({"errorMessage": "down"}))).await;
    assert_eq!(page.post("/customer", &individual("crm-7")).await.status, 503);
    // The reservation holds, so it is the platform that is asked, and it knows of none.
    assert_eq!(platform_outcome(&page.get("/customer/externalId/crm-7").await), (404, "EC-BL-9002"));
    made(&page.post("/customer", &individual("crm-7")).await);
    assert_eq!(page.get("/customer/externalId/crm-7").await.status, 200);
    assert_eq!(place.sandbox.all("customer").await.len(), 1);
}

#[tokio::test]
async fn a_lost_customer_can_be_named_by_externalid_everywhere_at_once() {
    let place = Place::new().await;
    let mut page = place.page().await;
    place.sandbox.fate("POST", Fate::Lost).await;
    page.post("/customer", &individual("crm-7")).await;
    let answer = page.accept(CLEARING, json!({"externalId": "crm-7"}), json!({"entity": "CUSTOMER"})).await;
    assert_eq!(answer.status, 201, "{}", answer.json);
    made(&page.post("/customer/externalId/crm-7/account", &json!({"externalId": "acc-1"})).await);
}

#[tokio::test]
async fn an_account_whose_answer_was_lost_is_found_by_its_maker_and_there_once() {
    let place = Place::new().await;
    let (mut page, mut other) = (place.page().await, place.page().await);
    let customer = page.individual("crm-7", "219091234").await;
    page.accept_for(customer, CLEARING).await;
    let body = json!({"externalId": "acc-1"});
    let path = format!("/customer/id/{customer}/account");
    place.sandbox.fate("POST", Fate::Lost).await;
    assert_eq!(page.post(&path, &body).await.outcome(), (502, "upstream_unavailable"));
    let theirs = other.individual("eve", "219091234").await;
    other.accept_for(theirs, CLEARING).await;
    let answer = other.post(&format!("/customer/id/{theirs}/account"), &body).await;
    assert_eq!(platform_outcome(&answer), (422, "EC-BL-9001"));
    let answer = other.get(&format!("/customer/id/{theirs}/account/externalId/acc-1")).await;
    assert_eq!(answer.outcome(), (404, "account_not_found"));
    assert_eq!(platform_outcome(&page.post(&path, &body).await), (422, "EC-BL-9001"));
    let found = page.get(&format!("{path}/externalId/acc-1")).await;
    assert_eq!(found.status, 200);
    assert_eq!(page.get(&format!("{path}/id/{}", found.json["id"])).await.status, 200);
    assert_eq!(place.sandbox.all("account").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_pages_that_make_one_externalid_at_once_one_has_it() {
    let place = Place::new().await;
    let mut pages = Vec::new();
    for _ in 0..8 {
        pages.push(place.page().await);
    }
    let mut calls = tokio::task::JoinSet::new();
    for mut page in pages {
        calls.spawn(async move {
            let made = page.post("/customer", &individual("crm-7")).await.status.as_u16();
            let found = page.get("/customer/externalId/crm-7").await.status.as_u16();
            (made, found)
        });
    }
    let mut outcomes = calls.join_all().await;
    outcomes.sort_unstable();
    assert_eq!(outcomes[0], (201, 200));
    assert!(outcomes[1..].iter().all(|outcome| *outcome == (422, 404)), "{outcomes:?}");
}

#[tokio::test]
async fn the_platforms_token_is_renewed_and_the_call_made_once_more() {
    let place = Place::new().await;
    let mut page = place.page().await;
    let id = page.individual("crm-7", "219091234").await;
    let unauthorized = json!({"errorCode": "EC-AUTH-0001", "errorMessage": "Authorization failed."});
    place.sandbox.fate("POST", Fate::Instead(401, unauthorized)).await;
    let answer = page.post(&format!("/customer/id/{id}"), &json!({"tags": ["a"]})).await;
    assert_eq!(answer.status, 204, "{}", answer.json);
}
