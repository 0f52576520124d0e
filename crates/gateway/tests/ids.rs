//! Which ids a browser may name: those that it made, for every row of the allow-list.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use portico_gateway::allow_list::{ALLOW_LIST, BodyId, Kind, Route};
use serde_json::{Value, json};
use support::{Browser, Stage, platform::Next};

/// Ids of one browser, of each kind.
struct Ids {
    account: String,
    person: String,
    card: String,
    session: String,
}

impl Ids {
    async fn of(browser: &mut Browser) -> Self {
        let account = browser.account().await;
        let person = browser.person(&account).await;
        let card = browser.card(&account, &person).await;
        Self { account, person, card, session: browser.session.clone().unwrap() }
    }

    fn get(&self, kind: Kind) -> &str {
        match kind {
            Kind::Account => &self.account,
            Kind::Person => &self.person,
            Kind::Card => &self.card,
            Kind::Session => &self.session,
            Kind::Agreement => "agreement",
        }
    }
}

/// What a row has at a place, counted through path and body.
fn kind_at(route: &Route, place: usize) -> Kind {
    let in_body = |(_, what): &(&str, BodyId)| if let BodyId::Of(kind) = what { *kind } else { Kind::Person };
    route.path.iter().copied().chain(route.body.iter().map(in_body)).nth(place).unwrap()
}

/// A row's request with the ids that `pick` gives for each place in path and body.
fn request(route: &Route, pick: impl Fn(usize, Kind) -> String) -> (String, Option<String>) {
    let mut path = route.template.to_owned();
    for (place, kind) in route.path.iter().enumerate() {
        let (before, rest) = path.split_once('{').unwrap();
        path = format!("{before}{}{}", pick(place, *kind), rest.split_once('}').unwrap().1);
    }
    if !matches!(route.method, "POST" | "PUT" | "PATCH") {
        return (path, None);
    }
    let mut body = json!({});
    for (index, (pointer, what)) in route.body.iter().enumerate() {
        if *what == BodyId::BySourceType {
            body["source_type"] = json!("person");
        }
        let place = route.path.len() + index;
        put(&mut body, pointer, json!(pick(place, kind_at(route, place))));
    }
    (path, Some(body.to_string()))
}

fn put(body: &mut Value, pointer: &str, value: Value) {
    let mut at = body;
    for name in pointer.split('/').skip(1) {
        at = &mut at[name];
    }
    *at = value;
}

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
            if kind == Kind::Agreement {
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
    assert!(places >= 30, "{places}");
}

#[tokio::test]
async fn its_own_ids_pass_in_every_row() {
    let stage = Stage::new().await;
    for route in ALLOW_LIST {
        let mut browser = stage.connected().await;
        let own = Ids::of(&mut browser).await;
        let (path, mut body) = request(route, |_, kind| own.get(kind).to_owned());
        if route.template == "/sessions" {
            let jkt = browser.jkt();
            body = body.map(|body| body.replacen('{', &format!("{{\"device_data\":\"{jkt}\","), 1));
        }
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
