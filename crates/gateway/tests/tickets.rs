//! Tickets: what is refused, whom a good one lets in, and what nobody gets without one.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use portico_gateway::Config;
use serde_json::{Value, json};
use support::{
    Browser, PUBLIC_URL, Stage,
    browser::{self, Answer, Call, new_key, sign, sign_text},
    tickets::{ADMIN_TOKEN, Partner, open},
};

/// A name for the table, and what is done to the claims of a good ticket.
type Wrong = (&'static str, fn(&mut Value));

const CLAIMS: &[Wrong] = &[
    ("another issuer", |claims| claims["iss"] = json!("https://partner.example/")),
    ("no issuer", |claims| drop(claims.as_object_mut().unwrap().remove("iss"))),
    ("another audience", |claims| claims["aud"] = json!("https://other.example")),
    ("an audience with a slash", |claims| claims["aud"] = json!(format!("{PUBLIC_URL}/"))),
    ("two audiences", |claims| claims["aud"] = json!([PUBLIC_URL, "https://other.example"])),
    ("no audience", |claims| drop(claims.as_object_mut().unwrap().remove("aud"))),
    ("over", |claims| {
        claims["iat"] = json!(claims["iat"].as_i64().unwrap() - 60);
        claims["exp"] = json!(claims["exp"].as_i64().unwrap() - 60);
    }),
    ("made in the future", |claims| {
        claims["iat"] = json!(claims["iat"].as_i64().unwrap() + 6);
        claims["exp"] = json!(claims["exp"].as_i64().unwrap() + 6);
    }),
    ("good later only", |claims| claims["nbf"] = json!(claims["iat"].as_i64().unwrap() + 6)),
    ("good for 61 seconds", |claims| claims["exp"] = json!(claims["exp"].as_i64().unwrap() + 1)),
    ("over before it begins", |claims| claims["exp"] = claims["iat"].clone()),
    ("no end", |claims| drop(claims.as_object_mut().unwrap().remove("exp"))),
    ("no beginning", |claims| drop(claims.as_object_mut().unwrap().remove("iat"))),
    ("a time that is a text", |claims| claims["exp"] = json!(claims["exp"].to_string())),
    ("an overflow", |claims| claims["iat"] = json!(i64::MIN)),
    ("no jti", |claims| drop(claims.as_object_mut().unwrap().remove("jti"))),
    ("an empty jti", |claims| claims["jti"] = json!("")),
    ("no key", |claims| drop(claims.as_object_mut().unwrap().remove("cnf"))),
    ("another browser's key", |claims| claims["cnf"]["jkt"] = json!(browser::thumbprint(&new_key()))),
    ("no customer", |claims| drop(claims.as_object_mut().unwrap().remove("partner_ref"))),
    ("a customer who is an e-mail address", |claims| claims["partner_ref"] = json!("ada@example.com")),
    ("a customer of no name", |claims| claims["partner_ref"] = json!("")),
    ("a customer who is a list", |claims| claims["partner_ref"] = json!(["known"])),
];

/// A partner's gateway on which `known` is a person whom the platform knew before.
async fn stage(partner: &Partner) -> Stage {
    let stage = partner.stage().await;
    assert_eq!(name_person(&stage, "known", "person-of-known").await.status, 204);
    stage
}

async fn name_person(stage: &Stage, partner_ref: &str, person: &str) -> Answer {
    let mut call = Call::new("PUT", &format!("/portico/admin/people/{partner_ref}"))
        .with("authorization", &format!("Bearer {ADMIN_TOKEN}"))
        .with("content-type", "application/json");
    call.body = Some(json!({"person_id": person}).to_string());
    browser::dispatch(&stage.router, call).await
}

async fn refused(stage: &Stage, browser: &mut Browser, ticket: &str, why: &str) {
    let before = stage.platform.seen().await.len();
    let answer = open(browser, ticket, json!({})).await;
    assert_eq!(answer.outcome(), (401, "invalid_ticket"), "{why}");
    assert_eq!(answer.json.get("reason"), None, "{why}");
    assert!(answer.headers.get("set-cookie").is_none(), "{why}");
    assert_eq!(stage.platform.seen().await.len(), before, "{why}: nothing may go up");
}

#[tokio::test]
async fn refuses_a_ticket_with_any_claim_that_is_not_as_it_should_be() {
    let partner = Partner::new();
    let stage = stage(&partner).await;
    let mut browser = stage.browser();
    for (why, change) in CLAIMS {
        let mut claims = Partner::claims(&stage, &browser, "known");
        change(&mut claims);
        refused(&stage, &mut browser, &partner.sign(&claims), why).await;
    }
    // The same without a change is good: it is for those claims that the others were refused.
    partner.sign_in(&stage, &mut browser, "known").await;
}

#[tokio::test]
async fn refuses_a_ticket_that_was_not_signed_as_it_should_be() {
    let partner = Partner::new();
    let stage = stage(&partner).await;
    let mut browser = stage.browser();
    let claims = Partner::claims(&stage, &browser, "known");
    let good = partner.sign(&claims);
    let body = good.split('.').nth(1).unwrap();
    let with = |header: &str| sign_text(&partner.key, header, &claims.to_string());
    let none = good.replacen(good.split('.').next().unwrap(), "eyJhbGciOiJub25lIn0", 1);
    for (why, ticket) in [
        ("another key", sign(&new_key(), &json!({"alg": "ES256"}), &claims)),
        ("the browser's own key", sign(&browser.key, &json!({"alg": "ES256"}), &claims)),
        ("a key that it brings along", {
            let other = new_key();
            sign(&other, &json!({"alg": "ES256", "jwk": browser::public(&other)}), &claims)
        }),
        ("alg none", none.clone()),
        ("alg none and no signature", format!("eyJhbGciOiJub25lIn0.{body}.")),
        ("alg none in another spelling", with(r#"{"alg":"nOnE"}"#)),
        ("alg HS256", with(r#"{"alg":"HS256"}"#)),
        ("alg RS256", with(r#"{"alg":"RS256"}"#)),
        ("alg PS256", with(r#"{"alg":"PS256"}"#)),
        ("alg EdDSA", with(r#"{"alg":"EdDSA"}"#)),
        ("no alg", with("{}")),
        ("two algs", with(r#"{"alg":"ES256","alg":"none"}"#)),
        ("a crit", with(r#"{"alg":"ES256","crit":["exp"]}"#)),
        ("two customers", {
            let text = claims.to_string().replacen('{', r#"{"partner_ref":"other","#, 1);
            sign_text(&partner.key, r#"{"alg":"ES256"}"#, &text)
        }),
        ("no signature", good.rsplit_once('.').unwrap().0.to_owned()),
        ("too long", {
            let mut claims = claims.clone();
            claims["more"] = json!("x".repeat(4096));
            partner.sign(&claims)
        }),
        ("no ticket", "ticket".to_owned()),
        ("an empty one", String::new()),
    ] {
        refused(&stage, &mut browser, &ticket, why).await;
    }
    let call = browser.call("POST", "/sessions", Some(json!({"device_data": browser.jkt()}).to_string()));
    let call = call.with("portico-ticket", &good).with("portico-ticket", &good);
    assert_eq!(browser.dispatch(call).await.outcome(), (401, "invalid_ticket"), "two tickets");
    assert_eq!(open(&mut browser, &good, json!({})).await.status, 201);
}

#[tokio::test]
async fn a_ticket_is_good_at_the_edges_of_its_time_and_not_beyond() {
    let partner = Partner::new();
    let stage = stage(&partner).await;
    let mut browser = stage.browser();
    let ahead = {
        let mut claims = Partner::claims(&stage, &browser, "known");
        for name in ["iat", "exp"] {
            claims[name] = json!(claims[name].as_i64().unwrap() + 5);
        }
        partner.sign(&claims)
    };
    assert_eq!(open(&mut browser, &ahead, json!({})).await.status, 201, "the partner's clock is five seconds ahead");
    let ticket = partner.ticket(&stage, &browser, "known");
    stage.clock.advance(59);
    assert_eq!(open(&mut browser, &ticket, json!({})).await.status, 201, "its last second");
    stage.clock.advance(1);
    refused(&stage, &mut browser, &ticket, "its sixtieth second").await;
}

#[tokio::test]
async fn a_ticket_is_tied_to_the_key_that_used_it_first() {
    let partner = Partner::new();
    let mut stage = stage(&partner).await;
    let (mut browser, mut thief) = (stage.browser(), stage.browser());
    let claims = Partner::claims(&stage, &browser, "known");
    let ticket = partner.sign(&claims);
    assert_eq!(open(&mut browser, &ticket, json!({})).await.status, 201);
    refused(&stage, &mut thief, &ticket, "replayed by another key").await;
    // A partner that signs one jti twice: the second key finds it taken, also after a restart.
    let mut twice = claims;
    twice["cnf"]["jkt"] = json!(thief.jkt());
    let twice = partner.sign(&twice);
    refused(&stage, &mut thief, &twice, "the jti is another key's").await;
    stage.restart().await;
    let mut thief = after_restart(&stage, thief);
    refused(&stage, &mut thief, &twice, "after a restart").await;
    // Its own browser may: the answer of the first try may have been lost.
    let mut browser = after_restart(&stage, browser);
    assert_eq!(open(&mut browser, &ticket, json!({})).await.status, 201);
}

/// The same browser before the gateway's new process.
fn after_restart(stage: &Stage, old: Browser) -> Browser {
    let mut new = stage.browser();
    new.skip_proofs(1_000);
    new.key = old.key;
    new.cookie = old.cookie;
    new
}

#[tokio::test]
async fn a_gateway_without_a_partners_key_takes_no_ticket() {
    let partner = Partner::new();
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    let ticket = partner.ticket(&stage, &browser, "known");
    refused(&stage, &mut browser, &ticket, "no key is set").await;
    assert_eq!(name_person(&stage, "known", "person").await.outcome(), (404, "route_not_found"));
}

#[tokio::test]
async fn a_known_customer_gets_a_session_of_their_person_and_reaches_what_is_theirs() {
    let partner = Partner::new();
    let stage = stage(&partner).await;
    let mut browser = stage.browser();
    let answer = partner.sign_in(&stage, &mut browser, "known").await;
    let account = "account-of-person-of-known";
    let theirs = json!([{"provided_id": "acp_checking", "account_id": account, "person_id": "person-of-known"}]);
    assert_eq!(answer.json["onboardings"], theirs, "where their page goes on");
    let seen = stage.platform.seen().await;
    let opened = seen.iter().find(|seen| seen.method == "POST" && seen.path.ends_with("/sessions")).unwrap();
    let body: Value = serde_json::from_str(&opened.body).unwrap();
    assert_eq!((&body["source_type"], &body["source_id"]), (&json!("person"), &json!("person-of-known")));
    assert!(opened.headers.get("portico-ticket").is_none(), "the ticket stays here");
    for path in
        ["/people/person-of-known", "/accounts/account-of-person-of-known", "/cards/card-of-account-of-person-of-known"]
    {
        assert_eq!(browser.get(path).await.status, 200, "{path}");
    }
    let again = json!({"device_data": browser.jkt(), "source_type": "person", "source_id": "person-of-known"});
    assert_eq!(browser.post("/sessions", &again).await.status, 201, "a session that ended is opened again");
}

#[tokio::test]
async fn a_customer_whom_the_platform_does_not_know_yet_is_the_primary_person_that_they_make() {
    let partner = Partner::new();
    let stage = stage(&partner).await;
    let mut first = stage.browser();
    let answer = partner.sign_in(&stage, &mut first, "new").await;
    assert_eq!(answer.json["onboardings"], json!([]));
    let opened = stage.platform.last().await;
    assert!(!opened.body.contains("source"), "anonymous: {}", opened.body);
    let account = first.account().await;
    let mut make = async |relationship: &str| {
        let body = json!({
            "first_name": "Ada", "relationship": relationship,
            "identity_context": {"type": "account", "account_id": account},
        });
        first.post("/people", &body).await.json["id"].as_str().unwrap().to_owned()
    };
    let _secondary = make("secondary").await;
    let person = make("primary").await;
    let _later = make("primary").await;
    // Another device, and the same partner's name.
    let mut second = stage.browser();
    partner.sign_in(&stage, &mut second, "new").await;
    assert_eq!(second.get(&format!("/people/{person}")).await.status, 200);
    let sessions: Vec<_> = stage.platform.seen().await;
    let last = sessions.iter().rev().find(|seen| seen.path.ends_with("/sessions")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&last.body).unwrap()["source_id"], json!(person));
    // And another name is nobody.
    let mut other = stage.browser();
    partner.sign_in(&stage, &mut other, "other").await;
    assert_eq!(other.get(&format!("/people/{person}")).await.outcome(), (404, "person_not_found"));
}

#[tokio::test]
async fn a_ticket_ends_the_binding_of_who_was_there_before() {
    let partner = Partner::new();
    let stage = stage(&partner).await;
    let mut browser = stage.connected().await;
    let account = browser.account().await;
    let (cookie, session) = (browser.cookie.clone(), browser.session.clone());
    partner.sign_in(&stage, &mut browser, "known").await;
    assert_ne!(browser.cookie, cookie);
    assert_eq!(browser.get(&format!("/accounts/{account}")).await.outcome(), (404, "account_not_found"));
    (browser.cookie, browser.session) = (cookie, session);
    assert_eq!(browser.get(&format!("/accounts/{account}")).await.outcome(), (401, "login_required"));
}

#[tokio::test]
async fn no_page_names_a_person_with_or_without_a_ticket() {
    let partner = Partner::new();
    let stage = stage(&partner).await;
    let mut victim = stage.browser();
    partner.sign_in(&stage, &mut victim, "known").await;
    let named = json!({"source_type": "person", "source_id": "person-of-known"});
    let with_statement = |browser: &Browser| {
        let mut body = named.clone();
        body["device_data"] = json!(browser.jkt());
        body
    };
    // Without a ticket: before there is a session, in an anonymous one, and by moving one.
    let mut thief = stage.browser();
    let body = with_statement(&thief);
    assert_eq!(thief.post("/sessions", &body).await.outcome(), (404, "person_not_found"));
    thief.connect().await;
    assert_eq!(thief.post("/sessions", &body).await.outcome(), (404, "person_not_found"));
    let path = format!("/sessions/{}", thief.session.clone().unwrap());
    assert_eq!(thief.send("PATCH", &path, Some(named.to_string())).await.outcome(), (404, "person_not_found"));
    assert_eq!(thief.get("/people/person-of-known").await.outcome(), (404, "person_not_found"));
    let account = json!({"source_type": "account", "source_id": "account-of-person-of-known"});
    assert_eq!(thief.send("PATCH", &path, Some(account.to_string())).await.outcome(), (404, "account_not_found"));
    // With a ticket of their own: in the same call, and in any later one.
    let ticket = partner.ticket(&stage, &thief, "thief");
    for member in [named.clone(), json!({"source_type": "person"}), json!({"source_id": null}), account.clone()] {
        assert_eq!(open(&mut thief, &ticket, member.clone()).await.outcome(), (400, "malformed_request"), "{member}");
    }
    partner.sign_in(&stage, &mut thief, "thief").await;
    let path = format!("/sessions/{}", thief.session.clone().unwrap());
    for (method, path) in [("POST", "/sessions"), ("PATCH", path.as_str())] {
        let answer = thief.send(method, path, Some(body.to_string())).await;
        assert_eq!(answer.outcome(), (404, "person_not_found"), "{method} {path}");
    }
    assert_eq!(thief.get("/people/person-of-known").await.outcome(), (404, "person_not_found"));
    // A ticket on another call than the one that opens a session does nothing there.
    let ticket = partner.ticket(&stage, &thief, "known");
    let call = thief.call("PATCH", &path, Some(named.to_string())).with("portico-ticket", &ticket);
    assert_eq!(thief.dispatch(call).await.outcome(), (404, "person_not_found"));
    // Nor does another customer's ticket: it is for another key.
    let theirs = partner.ticket(&stage, &victim, "known");
    refused(&stage, &mut thief, &theirs, "another person's ticket").await;
    // And the partner's word is the partner's alone.
    let mut call = Call::new("PUT", "/portico/admin/people/thief").with("content-type", "application/json");
    call.body = Some(json!({"person_id": "person-of-known"}).to_string());
    assert_eq!(browser::dispatch(&stage.router, call).await.outcome(), (401, "invalid_token"));
}

#[tokio::test]
async fn a_secondary_person_does_not_become_the_accounts_primary_one() {
    let partner = Partner::new();
    let stage = stage(&partner).await;
    let mut browser = stage.browser();
    assert_eq!(name_person(&stage, "second", "secondary-person").await.status, 204);
    let answer = partner.sign_in(&stage, &mut browser, "second").await;
    assert_eq!(answer.json["onboardings"], json!([]), "the account is another person's onboarding");
    let account = browser.get("/accounts/account-of-secondary-person").await.json;
    let primary = account["primary_person_id"].as_str().unwrap();
    assert_eq!(browser.get(&format!("/people/{primary}")).await.outcome(), (404, "person_not_found"));
    let body = json!({"device_data": browser.jkt(), "source_type": "person", "source_id": primary});
    assert_eq!(browser.post("/sessions", &body).await.outcome(), (404, "person_not_found"));
}

#[tokio::test]
async fn a_platform_that_does_not_tell_whose_accounts_they_are_lets_nobody_in_half_way() {
    let partner = Partner::new();
    let stage = stage(&partner).await;
    let mut browser = stage.browser();
    let ticket = partner.ticket(&stage, &browser, "known");
    stage
        .platform
        .next(support::platform::Next::Answer(
            201,
            "application/json",
            Box::leak(json!({"id": "session-x", "device_jkt": browser.jkt()}).to_string().into_boxed_str()),
        ))
        .await;
    stage.platform.next(support::platform::Next::Answer(503, "application/problem+json", r#"{"code":"x"}"#)).await;
    // The first try spends no answer of the platform's: it lacks the nonce.
    let answer = open(&mut browser, &ticket, json!({})).await;
    assert_eq!(answer.outcome(), (502, "upstream_unavailable"));
    assert!(answer.headers.get("set-cookie").is_none());
    assert_eq!(open(&mut browser, &ticket, json!({})).await.status, 201, "the same ticket, once more");
}

#[tokio::test]
async fn the_partner_names_a_person_and_whoever_was_let_in_as_another_signs_in_again() {
    let partner = Partner::new();
    let stage = stage(&partner).await;
    let mut browser = stage.browser();
    partner.sign_in(&stage, &mut browser, "known").await;
    assert_eq!(name_person(&stage, "known", "person-of-known").await.status, 204);
    assert_eq!(browser.get("/people/person-of-known").await.status, 200, "nothing has changed");
    assert_eq!(name_person(&stage, "known", "person-two").await.status, 204);
    assert_eq!(browser.get("/people/person-of-known").await.outcome(), (401, "login_required"));
    partner.sign_in(&stage, &mut browser, "known").await;
    assert_eq!(browser.get("/people/person-two").await.status, 200);
    assert_eq!(browser.get("/people/person-of-known").await.outcome(), (404, "person_not_found"));
    for (partner_ref, person) in [("a%40b", "person"), ("known", "a/b"), ("known", "")] {
        assert_eq!(name_person(&stage, partner_ref, person).await.outcome(), (400, "malformed_request"));
    }
    for token in ["Bearer wrong", "Basic the-admin-token-of-thirty-two-letters"] {
        let call = Call::new("PUT", "/portico/admin/people/known").with("authorization", token);
        assert_eq!(browser::dispatch(&stage.router, call).await.outcome(), (401, "invalid_token"));
    }
}

#[tokio::test]
async fn tickets_and_the_partners_word_count_as_calls() {
    let partner = Partner::new();
    let few = |config: &mut Config| {
        partner.settle(config);
        config.rate_per_minute = 3;
    };
    let stage = Stage::with(few).await;
    let mut browser = stage.browser();
    let mut outcomes = Vec::new();
    for _ in 0..5 {
        outcomes.push(open(&mut browser, "ticket", json!({})).await.code().to_owned());
    }
    assert!(
        outcomes.contains(&"invalid_ticket".to_owned()) && outcomes.ends_with(&["rate_limited".to_owned()]),
        "{outcomes:?}"
    );
    assert_eq!(name_person(&stage, "known", "person").await.outcome(), (429, "rate_limited"));
}
