//! The gateway's own key set: signed by the key that pages pin, changed every day, open for ten minutes more.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use portico_unseal::jws::verify_embedded;
use serde_json::{Value, json};

use crate::{
    page::{Page, Place, individual},
    support::browser::{Call, dispatch},
};

const DAY: i64 = 24 * 60 * 60;

async fn outcome(page: &mut Page, name: &str, now: i64, keys: &Page) -> (u16, String) {
    let value = json!({"individual": {"ssn": "219091234"}});
    let to = keys.recipient();
    let seal = crate::seal::Seal::new(&to, Some(&page.sid), &format!("passport:{name}"), now, value.to_string());
    let mut body = individual(name);
    body["encrypted_data"] = json!(seal.to(&to));
    let answer = page.post("/customer", &body).await;
    (answer.status.as_u16(), answer.code().to_owned())
}

#[tokio::test]
async fn the_set_is_signed_by_the_key_of_portal_json_as_the_platforms_is() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("portal.json");
    std::fs::write(&settings, r#"{"gateway":"/portico"}"#).unwrap();
    let mut place = Place::with(|config| config.portal_config = Some(settings)).await;
    let mut page = place.page().await;
    let answer = page.fetch_keys().await;
    let signed = verify_embedded(answer.json["jwks_jws"].as_str().unwrap(), "jwk-set+jwt", 64 * 1024).unwrap();
    let pinned = dispatch(&place.router, Call::new("GET", "/portal.json")).await.json;
    assert_eq!(pinned, json!({"gateway": "/portico", "gatewayKey": signed.thumbprint}));
    assert_eq!(place.stage.state.gateway_key(), signed.thumbprint);
    let set: Value = serde_json::from_slice(&signed.payload).unwrap();
    let kinds: Vec<_> = set["keys"].as_array().unwrap().iter().map(|key| key["crv"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["X25519", "P-256"]);
    assert!(set["keys"].as_array().unwrap().iter().all(|key| key["use"] == "enc" && key.get("d").is_none()));
    assert_eq!(answer.json["now"], "2026-01-01T00:00:00Z");
    // A restart changes neither the pinned key nor the others.
    place.stage.restart().await;
    page.browser.turn_to(&crate::page::from_address(&place.stage.router));
    let again = page.fetch_keys().await;
    assert_eq!(place.stage.state.gateway_key(), signed.thumbprint);
    let payload = |answer: &Value| answer["jwks_jws"].as_str().unwrap().split('.').nth(1).unwrap().to_owned();
    assert_eq!(payload(&again.json), payload(&answer.json));
    assert_eq!(again.json["sid"], answer.json["sid"]);
}

#[tokio::test]
async fn the_name_of_a_binding_is_its_own_and_neither_cookie_nor_session() {
    let place = Place::new().await;
    let (page, other) = (place.page().await, place.page().await);
    assert_ne!(page.sid, other.sid);
    assert_eq!(URL_SAFE_NO_PAD.decode(&page.sid).unwrap().len(), 32);
    let cookie = page.browser.cookie.clone().unwrap();
    assert!(!cookie.contains(&page.sid) && page.browser.session.as_deref() != Some(page.sid.as_str()));
}

#[tokio::test]
async fn keys_change_every_day_and_the_old_ones_open_for_ten_minutes_more() {
    let place = Place::new().await;
    let old = place.page().await;
    let clock = &place.stage.clock;
    clock.advance(DAY - 1);
    let page = place.page().await;
    assert_eq!(page.keys, old.keys);
    clock.advance(1);
    let mut page = place.page().await;
    assert!(page.keys.iter().all(|key| !old.keys.contains(key)), "all of them are new");
    clock.advance(599);
    let opened = (201, String::new());
    let newest = place.page().await;
    assert_eq!(outcome(&mut page, "crm-1", clock.seconds(), &old).await, opened);
    assert_eq!(outcome(&mut page, "crm-2", clock.seconds(), &newest).await, opened);
    clock.advance(1);
    assert_eq!(outcome(&mut page, "crm-3", clock.seconds(), &old).await, (422, "unsealable".to_owned()));
    assert_eq!(outcome(&mut page, "crm-4", clock.seconds(), &newest).await, opened);
}

#[tokio::test]
async fn a_generation_that_opens_nothing_any_more_is_deleted() {
    let place = Place::new().await;
    for _ in 0..3 {
        place.page().await;
        place.stage.clock.advance(DAY);
    }
    place.page().await;
    let kept =
        crate::secrets::rows(&place.stage, "SELECT generation || '' FROM opening_keys ORDER BY generation").await;
    // The one before the newest opens for ten more minutes.
    assert_eq!(kept, ["3", "4"]);
}
