//! Which ids a browser may name: those that it made, for every row of the allow-list.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use portico_gateway::allow_list::ALLOW_LIST;
use serde_json::json;
use support::{
    Stage,
    platform::Next,
    routes::{Ids, kind_at, request},
};

#[tokio::test]
async fn another_browsers_id_is_answered_like_one_that_does_not_exist_in_every_place_of_every_row() {
    let stage = Stage::new().await;
    let (mut mine, mut other) = (stage.connected().await, stage.connected().await);
    let own = Ids::of(&mut mine).await;
    let foreign = Ids::of(&mut other).await;
    let mut places = 0;
    for route in ALLOW_LIST {
        for wrong in 0..route.path.len() + route.body.len() {
            let kind = kind_at(route, wrong);
            if kind.is_public() {
                continue;
            }
            for strange in [foreign.get(kind), "no-such-id"] {
                let (path, body) =
                    request(
                        route,
                        |place, kind| {
                            if place == wrong { strange.to_owned() } else { own.get(kind).to_owned() }
                        },
                    );
                let before = stage.platform.seen().await.len();
                let answer = mine.send(route.method, &path, body).await;
                let expected = (404, kind.not_found().as_str());
                assert_eq!(answer.outcome(), expected, "{} {} place {wrong}", route.method, route.template);
                assert_eq!(stage.platform.seen().await.len(), before, "nothing may have gone up");
                places += 1;
            }
        }
    }
    assert!(places >= 70, "{places}");
}

#[tokio::test]
async fn its_own_ids_pass_in_every_row() {
    let stage = Stage::new().await;
    for route in ALLOW_LIST {
        let mut browser = stage.connected().await;
        let own = Ids::of(&mut browser).await;
        let (path, body) = own.request(route);
        let answer = browser.send(route.method, &path, body).await;
        assert!(answer.status.is_success(), "{} {}: {}", route.method, route.template, answer.json);
        assert_eq!(stage.platform.last().await.path, format!("/netspend-api/v1{path}"));
    }
}

#[tokio::test]
async fn a_session_moves_to_an_account_of_its_own_and_to_no_other_kind_of_thing() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let account = browser.account().await;
    let path = format!("/sessions/{}", browser.session.clone().unwrap());
    for (body, outcome) in [
        (json!({"source_type": "account", "source_id": account}), (200, "")),
        (json!({"source_type": "person", "source_id": account}), (404, "person_not_found")),
        (json!({"source_type": "account", "source_id": "else"}), (404, "account_not_found")),
        (json!({"source_type": "card", "source_id": account}), (400, "malformed_request")),
        (json!({"source_id": account}), (400, "malformed_request")),
        (json!({"source_type": "account", "source_id": [account]}), (400, "malformed_request")),
    ] {
        assert_eq!(browser.send("PATCH", &path, Some(body.to_string())).await.outcome(), outcome, "{body}");
    }
}

#[tokio::test]
async fn an_id_where_the_row_has_none_is_refused_at_any_depth() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let account = browser.account().await;
    for body in [
        json!({"first_name": "Ada", "account_id": account}),
        json!({"identity_context": {"type": "account", "account_id": account, "person_id": "p"}}),
        json!({"list": [{"deep": {"card_id": "c"}}]}),
        json!({"source_id": account}),
    ] {
        assert_eq!(browser.post("/people", &body).await.outcome(), (400, "malformed_request"), "{body}");
    }
}

#[tokio::test]
async fn primary_person_and_cards_of_an_own_account_become_the_browsers() {
    let stage = Stage::new().await;
    let (mut browser, mut other) = (stage.connected().await, stage.connected().await);
    let account = browser.account().await;
    let read = browser.get(&format!("/accounts/{account}")).await.json;
    let person = format!("/people/{}", read["primary_person_id"].as_str().unwrap());
    let card = format!("/cards/{}", read["cards"][0]["id"].as_str().unwrap());
    assert_eq!(browser.get(&person).await.status, 200);
    assert_eq!(browser.get(&card).await.status, 200);
    assert_eq!(other.get(&person).await.outcome(), (404, "person_not_found"));
    assert_eq!(other.get(&card).await.outcome(), (404, "card_not_found"));
}

#[tokio::test]
async fn an_answer_that_is_an_error_teaches_nothing() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    stage.platform.next(Next::Answer(422, "application/problem+json", r#"{"id":"stolen","code":"x"}"#)).await;
    assert_eq!(browser.post("/accounts", &json!({})).await.outcome(), (422, "x"));
    assert_eq!(browser.get("/accounts/stolen").await.outcome(), (404, "account_not_found"));
}

#[tokio::test]
async fn a_session_for_somebody_elses_person_is_not_even_asked_for() {
    let stage = Stage::new().await;
    let mut victim = stage.connected().await;
    let ids = Ids::of(&mut victim).await;
    let mut thief = stage.browser();
    let body = json!({"device_data": thief.jkt(), "source_type": "person", "source_id": ids.person});
    assert_eq!(thief.post("/sessions", &body).await.outcome(), (404, "person_not_found"));
    let path = format!("/sessions/{}", ids.session);
    thief.connect().await;
    for method in ["GET", "DELETE"] {
        assert_eq!(thief.send(method, &path, None).await.outcome(), (404, "session_not_found"));
    }
}
