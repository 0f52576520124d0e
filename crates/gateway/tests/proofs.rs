//! Proof of possession: each check of RFC 9449 section 4.3, one by one.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use serde_json::{Value, json};
use support::{
    Browser, PUBLIC_URL, Stage,
    browser::{Answer, new_key, public, sign, sign_text},
};

const PATH: &str = "/agreements/some";

/// A good proof's header and claims, after a change.
fn proof(browser: &mut Browser, change: impl FnOnce(&mut Value, &mut Value)) -> String {
    let mut header = json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": public(&browser.key)});
    let mut claims = browser.claims("GET", PATH);
    change(&mut header, &mut claims);
    sign(&browser.key, &header, &claims)
}

async fn send(browser: &mut Browser, proof: &str) -> Answer {
    let call = browser.call("GET", PATH, None).replace("dpop", proof);
    browser.dispatch(call).await
}

#[track_caller]
fn assert_refused(answer: &Answer, what: &str) {
    assert_eq!(answer.outcome(), (401, "invalid_dpop_proof"), "{what}");
    let challenge = answer.header("www-authenticate");
    assert!(challenge.starts_with(r#"DPoP error="invalid_dpop_proof""#), "{what}: {challenge}");
}

#[tokio::test]
async fn takes_a_good_proof_and_one_whose_address_is_written_in_another_way() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    for htu in [
        format!("{PUBLIC_URL}/portico/netspend{PATH}"),
        format!("{PUBLIC_URL}/portico/netspend{PATH}?a=b#c"),
        format!("{PUBLIC_URL}:443/portico/netspend{PATH}"),
        format!("HTTPS://Portal.Example/portico/netspend{PATH}"),
        format!("{PUBLIC_URL}/portico/else/../netspend{PATH}"),
    ] {
        let proof = proof(&mut browser, |_, claims| claims["htu"] = json!(htu));
        assert_eq!(send(&mut browser, &proof).await.status, 200, "{htu}");
    }
    let call = browser.call("GET", &format!("{PATH}?a=b"), None);
    assert_eq!(browser.dispatch(call).await.status, 200, "the query is no part of the address");
}

#[tokio::test]
async fn refuses_claims_that_name_another_request() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let url = format!("{PUBLIC_URL}/portico/netspend{PATH}");
    for (name, value) in [
        ("htm", json!("POST")),
        ("htm", json!("get")),
        ("htm", json!(1)),
        ("htu", json!(format!("{url}/more"))),
        ("htu", json!(url.replace("https", "http"))),
        ("htu", json!(url.replace("portal.example", "portal.example.evil.example"))),
        ("htu", json!(url.replace("portal.example", "user@portal.example"))),
        ("htu", json!(url.replace("portal.example", "portal.example:8443"))),
        ("htu", json!(format!("/portico/netspend{PATH}"))),
        ("htu", json!("")),
        ("ath", json!(B64.encode([0; 32]))),
        ("ath", json!("")),
        ("jti", json!("")),
        ("jti", json!("x".repeat(257))),
        ("jti", json!(7)),
        ("iat", json!("1767225600")),
        ("iat", json!(1.5)),
        ("iat", json!(i64::MIN)),
        ("iat", json!(u64::MAX)),
    ] {
        let proof = proof(&mut browser, |_, claims| claims[name] = value.clone());
        assert_refused(&send(&mut browser, &proof).await, &format!("{name} {value}"));
    }
    for name in ["htm", "htu", "ath", "jti", "iat"] {
        let proof = proof(&mut browser, |_, claims| drop(claims.as_object_mut().unwrap().remove(name)));
        assert_refused(&send(&mut browser, &proof).await, &format!("no {name}"));
    }
}

#[tokio::test]
async fn takes_a_proof_for_300_seconds_either_way_and_not_one_more() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    for (off, good) in [(300, true), (-300, true), (301, false), (-301, false)] {
        let proof = proof(&mut browser, |_, claims| claims["iat"] = json!(support::START + off));
        let answer = send(&mut browser, &proof).await;
        if good {
            assert_eq!(answer.status, 200, "{off}");
        } else {
            assert_refused(&answer, &off.to_string());
        }
    }
}

#[tokio::test]
async fn refuses_headers_of_another_type_algorithm_or_key() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let with_member = |name: &str, browser: &Browser| {
        let mut jwk = public(&browser.key);
        jwk[name] = json!("AQAB");
        jwk
    };
    let mut jwks: Vec<Value> =
        ["d", "p", "q", "dp", "dq", "qi", "oth", "k"].iter().map(|name| with_member(name, &browser)).collect();
    jwks.extend([
        public(&new_key()),
        json!({"kty": "EC", "crv": "P-256", "x": B64.encode([1; 32]), "y": B64.encode([1; 32])}),
        json!({"kty": "oct", "k": "AQAB"}),
        json!({"kty": "RSA", "n": "AQAB", "e": "AQAB"}),
        json!("jwk"),
        Value::Null,
    ]);
    let mut changes: Vec<(&str, Value)> = jwks.into_iter().map(|jwk| ("jwk", jwk)).collect();
    changes.extend(["JWT", "dpop", "DPOP+JWT", "application/dpop+jwt"].map(|typ| ("typ", json!(typ))));
    changes.extend(["none", "HS256", "RS256", "ES384", "es256", ""].map(|alg| ("alg", json!(alg))));
    changes.push(("crit", json!(["exp"])));
    for (name, value) in changes {
        let proof = proof(&mut browser, |header, _| header[name] = value.clone());
        assert_refused(&send(&mut browser, &proof).await, &format!("{name} {value}"));
    }
    for name in ["typ", "alg", "jwk"] {
        let proof = proof(&mut browser, |header, _| drop(header.as_object_mut().unwrap().remove(name)));
        assert_refused(&send(&mut browser, &proof).await, &format!("no {name}"));
    }
}

#[tokio::test]
async fn refuses_a_signature_that_does_not_hold_and_texts_that_are_no_single_proof() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let good = |browser: &mut Browser| proof(browser, |_, _| {});
    let (one, two) = (good(&mut browser), good(&mut browser));
    let parts: Vec<_> = one.split('.').collect();
    let other = sign(&new_key(), &json!({}), &json!({}));
    for (what, text) in [
        ("nothing", String::new()),
        ("no signature", format!("{}.{}.", parts[0], parts[1])),
        ("two parts", format!("{}.{}", parts[0], parts[1])),
        ("four parts", format!("{one}.{}", parts[2])),
        ("another's signature", format!("{}.{}.{}", parts[0], parts[1], other.rsplit('.').next().unwrap())),
        ("other claims", format!("{}.{}.{}", parts[0], two.split('.').nth(1).unwrap(), parts[2])),
        ("padding", format!("{one}=")),
        ("two in one", format!("{one},{two}")),
        ("a scheme", format!("DPoP {one}")),
    ] {
        assert_refused(&send(&mut browser, &text).await, what);
    }
    let header = json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": public(&browser.key)}).to_string();
    let claims = browser.claims("GET", PATH).to_string();
    for (what, text) in [
        ("duplicate claims", sign_text(&browser.key, &header, &claims.replacen('{', r#"{"htm":"GET","#, 1))),
        ("duplicate header", sign_text(&browser.key, &header.replacen('{', r#"{"alg":"ES256","#, 1), &claims)),
        ("no object", sign_text(&browser.key, &header, "[]")),
        (
            "too long",
            sign_text(&browser.key, &header, &claims.replacen('{', &format!("{{\"x\":\"{}\",", "y".repeat(4_096)), 1)),
        ),
    ] {
        assert_refused(&send(&mut browser, &text).await, what);
    }
    let call = browser.call("GET", PATH, None).without("dpop");
    assert_refused(&browser.dispatch(call).await, "no header");
    let call = browser.call("GET", PATH, None).with("dpop", &two);
    assert_refused(&browser.dispatch(call).await, "two headers");
    assert_eq!(send(&mut browser, &one).await.status, 200, "none of these used the good one up");
}

#[tokio::test]
async fn refuses_another_key_than_the_bindings() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let account = browser.account().await;
    browser.key = new_key();
    assert_refused(&browser.get(&format!("/accounts/{account}")).await, "a stolen cookie");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_64_callers_with_one_proof_exactly_one_is_let_in() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    for _ in 0..3 {
        let proof = proof(&mut browser, |_, _| {});
        let mut callers = tokio::task::JoinSet::new();
        for _ in 0..64 {
            let router = stage.router.clone();
            let call = browser.call("GET", PATH, None).replace("dpop", &proof);
            callers.spawn(async move { support::browser::dispatch(&router, call).await });
        }
        let answers = callers.join_all().await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        answers.iter().filter(|answer| answer.status != 200).for_each(|answer| assert_refused(answer, "replay"));
    }
}

#[tokio::test]
async fn a_used_proof_stays_used_after_a_restart_and_until_its_time_is_over() {
    // The proof outlives its nonce, which would hide what is tested here.
    let mut stage = Stage::with(|config| config.dpop_nonce = false).await;
    let mut browser = stage.connected().await;
    let proof = proof(&mut browser, |_, claims| claims["iat"] = json!(support::START + 300));
    assert_eq!(send(&mut browser, &proof).await.status, 200);
    stage.restart().await;
    for _ in 0..2 {
        stage.clock.advance(300);
        stage.state.sweep().await.unwrap();
        let call = browser.call("GET", PATH, None).replace("dpop", &proof);
        assert_refused(&support::browser::dispatch(&stage.router, call).await, "replay");
    }
}

#[tokio::test]
async fn two_browsers_may_use_the_same_jti() {
    let stage = Stage::new().await;
    for _ in 0..2 {
        // Both count their proofs from 1.
        assert_eq!(stage.browser().get("/sessions/init").await.status, 200);
    }
}
