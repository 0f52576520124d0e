//! What is refused under every policy, and that the caller learns nothing from it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::Method;
use portico_sandbox::Policy;
use portico_unseal::jws::SignatureKey;
use serde_json::{Map, Value, json};

use super::support::{Platform, Statement, Visit, newest_check};

/// The body of a refusal without what differs from one to the next by itself.
fn comparable(mut problem: Value) -> String {
    problem["request_id"] = json!("");
    problem.to_string()
}

fn sign(device: &SignatureKey, statement: &Statement) -> String {
    device.sign("device+jwt", Map::new(), statement.body.to_string().as_bytes())
}

/// Good statements made bad, each by one rule: rule and the sealed statement.
async fn forgeries(platform: &Platform, bearer: &str) -> Vec<(&'static str, String)> {
    let visit = Visit::of("firefox");
    let device = SignatureKey::generate().unwrap();
    let mut list = Vec::new();
    for (rule, member, value) in [
        ("schema", "v", json!(2)),
        ("schema", "origin", json!("javascript:alert(1)")),
        ("schema", "reply_key", json!({"kty": "oct", "k": "AAAA"})),
        ("schema", "device", json!([])),
        ("schema", "nonce", json!(null)),
        ("audience", "aud", json!("another-platform")),
    ] {
        let mut statement = visit.statement(platform, bearer).await;
        statement.body[member] = value;
        list.push((rule, statement.sealed(&device)));
    }
    for off in [-400, 400] {
        let mut statement = visit.statement(platform, bearer).await;
        statement.body["iat"] = json!(statement.now + off);
        list.push(("time", statement.sealed(&device)));
    }
    let statement = visit.statement(platform, bearer).await;
    let signed = sign(&device, &statement);
    let part = |index: usize, with: &str| {
        let parts = signed.split('.').enumerate();
        parts.map(|(at, part)| if at == index { with } else { part }).collect::<Vec<_>>().join(".")
    };
    let other = SignatureKey::generate().unwrap();
    let header = |change: &dyn Fn(&mut Value)| {
        let mut header = json!({"alg": "ES256", "typ": "device+jwt", "jwk": device.public_jwk()});
        change(&mut header);
        URL_SAFE_NO_PAD.encode(header.to_string())
    };
    let signatures = [
        "not.a.jws".to_owned(),
        device.sign("dpop+jwt", Map::new(), statement.body.to_string().as_bytes()),
        part(0, &header(&|header| header["jwk"] = other.public_jwk())),
        part(0, &header(&|header| header["alg"] = json!("none"))),
        part(0, &header(&|header| header["jwk"]["d"] = json!("AAAA"))),
        part(1, &URL_SAFE_NO_PAD.encode(statement.body.to_string().replace("portal.example", "portal.evil"))),
        part(2, &URL_SAFE_NO_PAD.encode([1; 64])),
    ];
    list.extend(signatures.into_iter().map(|signed| ("signature", statement.seal(signed))));
    let mut long = visit.statement(platform, bearer).await;
    long.body["device"]["later"] = json!("x".repeat(3_000));
    list.push(("size", long.sealed(&device)));
    list
}

#[tokio::test]
async fn a_forgery_is_refused_under_every_policy_and_its_rule_is_on_record_alone() {
    for policy in [Policy::Observe, Policy::Enforce] {
        Platform::each_with(
            |config| config.policy = policy,
            async |platform| {
                let bearer = platform.bearer().await;
                for (rule, sealed) in forgeries(platform, &bearer).await {
                    let reply = Visit::of("firefox").send(platform, &bearer, sealed).await;
                    reply.expect_problem(403, "device_not_authentic");
                    let check = newest_check(platform).await;
                    assert_eq!(check["reasons"][0]["code"], rule, "{check}");
                    assert_eq!((&check["outcome"], &check["decision"]), (&json!("refused"), &json!("deny")), "{rule}");
                    assert!(check.get("session_id").is_none() && check["match"].is_null());
                }
            },
        )
        .await;
    }
}

#[tokio::test]
async fn the_bodies_of_all_refusals_are_equal_to_the_letter() {
    Platform::each_with(
        |config| config.policy = Policy::Enforce,
        async |platform| {
            let bearer = platform.bearer().await;
            let mut bodies = Vec::new();
            for (_, sealed) in forgeries(platform, &bearer).await {
                let reply = Visit::of("firefox").send(platform, &bearer, sealed).await;
                bodies.push(comparable(reply.expect_problem(403, "device_not_authentic")));
            }
            for robot in ["robot_a_default", "robot_b_hidden", "robot_d_redefined", "robot_i_chromedriver"] {
                let reply = Visit::of(robot).ask(platform, &SignatureKey::generate().unwrap()).await;
                bodies.push(comparable(reply.expect_problem(403, "device_not_authentic")));
            }
            assert!(bodies[0].contains("\"reason\":\"refused\"") && bodies.len() > 15);
            assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:?}");
        },
    )
    .await;
}

#[tokio::test]
async fn a_statement_of_4096_bytes_is_taken_and_a_longer_one_is_not() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let device = SignatureKey::generate().unwrap();
        let visit = Visit::of("firefox");
        let mut seen = Vec::new();
        for padding in 0..2_000 {
            let mut statement = visit.statement(platform, &bearer).await;
            statement.body["device"]["later"] = json!("");
            let rest = 4_090 - sign(&device, &statement).len();
            statement.body["device"]["later"] = json!("x".repeat(rest * 3 / 4 + padding));
            let signed = sign(&device, &statement);
            let length = signed.len();
            let reply = visit.send(platform, &bearer, statement.seal(signed)).await;
            assert_eq!(reply.status.as_u16(), if length <= 4_096 { 201 } else { 403 }, "{length}");
            seen.push(length);
            if length > 4_097 {
                break;
            }
        }
        // Base64url has no text of every length, but both sides of the limit were there.
        assert!(seen.iter().any(|length| (4_095..=4_096).contains(length)) && seen.contains(&4_097), "{seen:?}");
        assert_eq!(newest_check(platform).await["reasons"][0]["code"], "size");
    })
    .await;
}

#[tokio::test]
async fn a_captured_statement_is_refused_wherever_and_whenever_it_is_sent() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let device = SignatureKey::generate().unwrap();
        let visit = Visit::of("windows_chrome");
        let send = async |sealed: String| visit.send(platform, &bearer, sealed).await;
        let stale = async |sealed: String| {
            let problem = send(sealed).await.expect_problem(403, "device_not_authentic");
            assert_eq!(problem["reason"], "stale_nonce");
            assert_eq!(newest_check(platform).await["outcome"], "stale_nonce");
        };
        let statement = visit.statement(platform, &bearer).await;
        let signed = sign(&device, &statement);
        let captured = statement.seal(signed.clone());
        send(captured.clone()).await.expect(201);
        // The same bytes again: the sealed value is spent.
        send(captured.clone()).await.expect_problem(422, "unsealable");
        // Taken out and sealed anew, for another session: its nonce is spent.
        stale(statement.seal(signed.clone())).await;
        // Into another session's body, by another customer.
        let other = super::support::Customer::arrive(platform).await;
        let body =
            json!({"encrypted_data": statement.seal(signed.clone()), "source_type": "account", "source_id": "x"});
        other.post(platform, "/sessions", &body).await.expect_problem(404, "account_not_found");
        // With a nonce of its own put in, the signature no longer holds.
        let fresh = visit.statement(platform, &bearer).await;
        let parts: Vec<&str> = signed.split('.').collect();
        let payload = URL_SAFE_NO_PAD.encode(fresh.body.to_string());
        let forged = [parts[0], &payload, parts[2]].join(".");
        send(fresh.seal(forged)).await.expect_problem(403, "device_not_authentic");
        assert_eq!(newest_check(platform).await["reasons"][0]["code"], "signature");
        // Captured before it came here, and sent six minutes later.
        let held = visit.statement(platform, &bearer).await;
        let sealed = held.sealed(&device);
        let signed = sign(&device, &held);
        platform.advance(301).await;
        send(sealed).await.expect_problem(422, "unsealable");
        let mut later = visit.statement(platform, &bearer).await;
        later.sign_at(platform.state.now());
        stale(later.seal(signed)).await;
    })
    .await;
}

#[tokio::test]
async fn an_unknown_sdk_id_has_its_own_code_and_is_on_record() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let visit = Visit::of("firefox");
        let mut statement = visit.statement(platform, &bearer).await;
        statement.body["sdk_id"] = json!("PT-SANDBOX-0");
        let sealed = statement.sealed(&SignatureKey::generate().unwrap());
        visit.send(platform, &bearer, sealed).await.expect_problem(422, "unknown_sdk_id");
        let check = newest_check(platform).await;
        assert_eq!((&check["outcome"], &check["reasons"][0]["code"]), (&json!("unknown_sdk"), &json!("sdk_id")));
    })
    .await;
}

#[tokio::test]
async fn signals_of_any_shape_are_judged_and_never_an_error() {
    Platform::each(async |platform| {
        let catalogue: Vec<String> = Visit::of("firefox").signals.as_object().unwrap().keys().cloned().collect();
        for wrong in [json!(null), json!([]), json!({"value": {"a": {"b": []}}}), json!("x"), json!(-1e300), json!({})]
        {
            let mut visit = Visit::of("firefox");
            for name in &catalogue {
                visit.signals[name] = wrong.clone();
            }
            let check = visit.check(platform).await;
            assert_eq!(
                (&check["outcome"], &check["decision"]),
                (&json!("accepted"), &json!("deny")),
                "{wrong}: {check}"
            );
            let path = format!("/devices/{}", check["session_id"].as_str().unwrap());
            assert_eq!(platform.control(Method::GET, &path, None).await.status, 200, "{wrong}");
        }
    })
    .await;
}
