//! The checks of a proof against every row of the allow-list: nothing that is wrong with one is let in anywhere.

#![allow(clippy::print_stdout, reason = "what was tried is shown")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use hmac::{Hmac, KeyInit, Mac};
use portico_gateway::allow_list::{ALLOW_LIST, Route};
use serde_json::{Value, json};
use sha2::Sha256;
use support::{
    Browser, Stage,
    browser::{Call, new_key, public, sign},
    routes::Ids,
};

/// A request under construction, of a browser with a session.
struct Draft<'a> {
    browser: &'a mut Browser,
    route: &'static Route,
    path: String,
    body: Option<String>,
}

impl Draft<'_> {
    /// The call with a good proof, all of it fresh.
    fn call(&mut self) -> Call {
        self.browser.call(self.route.method, &self.path, self.body.clone())
    }

    /// The call with a proof whose header and claims were changed before they were signed.
    fn changed(&mut self, change: impl FnOnce(&mut Value, &mut Value)) -> Call {
        let mut header = json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": public(&self.browser.key)});
        let mut claims = self.browser.claims(self.route.method, &self.path);
        change(&mut header, &mut claims);
        let proof = sign(&self.browser.key, &header, &claims);
        self.call().replace("dpop", &proof)
    }

    fn claim(&mut self, name: &str, value: Value) -> Call {
        self.changed(|_, claims| claims[name] = value)
    }

    fn without_claim(&mut self, name: &str) -> Call {
        self.changed(|_, claims| drop(claims.as_object_mut().unwrap().remove(name)))
    }

    fn header(&mut self, name: &str, value: Value) -> Call {
        self.changed(|header, _| header[name] = value)
    }

    /// The call with a proof that says `alg` and has this in the place of its signature.
    fn signed_by(&mut self, alg: &str, signature: impl FnOnce(&str, &Value) -> String) -> Call {
        let jwk = public(&self.browser.key);
        let header = json!({"typ": "dpop+jwt", "alg": alg, "jwk": jwk}).to_string();
        let claims = self.browser.claims(self.route.method, &self.path).to_string();
        let signed = format!("{}.{}", B64.encode(header), B64.encode(claims));
        let signature = signature(&signed, &jwk);
        self.call().replace("dpop", &format!("{signed}.{signature}"))
    }

    fn proof(&mut self) -> String {
        self.call().header("dpop")
    }
}

type Wrong = fn(&mut Draft<'_>) -> Call;

/// What can be wrong with a proof, by the number of its check.
const WRONG: &[(u8, &str, Wrong)] = &[
    (1, "two headers", |draft| {
        let second = draft.proof();
        draft.call().with("dpop", &second)
    }),
    (1, "the same header twice", |draft| {
        let call = draft.call();
        let proof = call.header("dpop");
        call.with("dpop", &proof)
    }),
    (1, "no header", |draft| draft.call().without("dpop")),
    (2, "two proofs in one header", |draft| {
        let two = format!("{},{}", draft.proof(), draft.proof());
        draft.call().replace("dpop", &two)
    }),
    (2, "four parts", |draft| {
        let proof = draft.proof();
        draft.call().replace("dpop", &format!("{proof}.x"))
    }),
    (2, "no JWT", |draft| draft.call().replace("dpop", "proof")),
    (3, "no jti", |draft| draft.without_claim("jti")),
    (3, "no htm", |draft| draft.without_claim("htm")),
    (3, "no htu", |draft| draft.without_claim("htu")),
    (3, "no iat", |draft| draft.without_claim("iat")),
    (4, "another typ", |draft| draft.header("typ", json!("JWT"))),
    (4, "a statement's typ", |draft| draft.header("typ", json!("device+jwt"))),
    (5, "alg none", |draft| draft.signed_by("none", |_, _| String::new())),
    (5, "alg HS256 under the public key", |draft| {
        draft.signed_by("HS256", |signed, jwk| {
            let mac = Hmac::<Sha256>::new_from_slice(jwk.to_string().as_bytes()).unwrap();
            B64.encode(mac.chain_update(signed).finalize().into_bytes())
        })
    }),
    (5, "alg HS256 with an EC signature", |draft| draft.header("alg", json!("HS256"))),
    (6, "another key's signature", |draft| {
        let jwk = public(&draft.browser.key);
        let claims = draft.browser.claims(draft.route.method, &draft.path);
        let proof = sign(&new_key(), &json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": jwk}), &claims);
        draft.call().replace("dpop", &proof)
    }),
    (6, "another proof's signature", |draft| {
        let (one, two) = (draft.proof(), draft.proof());
        let mixed = format!("{}.{}", one.rsplit_once('.').unwrap().0, two.rsplit_once('.').unwrap().1);
        draft.call().replace("dpop", &mixed)
    }),
    (7, "a private jwk", |draft| {
        let mut jwk = public(&draft.browser.key);
        jwk["d"] = json!(B64.encode(draft.browser.key.to_bytes()));
        draft.header("jwk", jwk)
    }),
    (8, "another htm", |draft| {
        let other = if draft.route.method == "GET" { "POST" } else { "GET" };
        draft.claim("htm", json!(other))
    }),
    (9, "another path's htu", |draft| {
        draft.changed(|_, claims| claims["htu"] = json!(format!("{}/x", claims["htu"].as_str().unwrap())))
    }),
    (9, "another host's htu", |draft| {
        draft.changed(|_, claims| {
            claims["htu"] = json!(claims["htu"].as_str().unwrap().replace("portal.example", "portal.example.net"));
        })
    }),
    (10, "an iat too old", |draft| draft.claim("iat", json!(support::START - 301))),
    (10, "an iat too far ahead", |draft| draft.claim("iat", json!(support::START + 301))),
    (11, "another session's ath", |draft| draft.claim("ath", json!(B64.encode([7; 32])))),
    (11, "no ath", |draft| draft.without_claim("ath")),
    (12, "another key than the session's", |draft| {
        let claims = draft.browser.claims(draft.route.method, &draft.path);
        let key = new_key();
        let proof = sign(&key, &json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": public(&key)}), &claims);
        draft.call().replace("dpop", &proof)
    }),
    (13, "a proof as plain Bearer", |draft| {
        let call = draft.call();
        let proof = call.header("dpop");
        call.without("dpop").with("authorization", &format!("Bearer {proof}"))
    }),
    (13, "the session as plain Bearer", |draft| {
        let bearer = format!("Bearer {}", draft.browser.session.clone().unwrap());
        draft.call().without("dpop").with("authorization", &bearer)
    }),
];

#[tokio::test]
async fn of_13_checks_against_every_row_none_lets_a_wrong_proof_in_and_each_row_takes_a_good_one() {
    let stage = Stage::new().await;
    let checks: std::collections::BTreeSet<_> = WRONG.iter().map(|(check, ..)| *check).collect();
    assert!(checks.into_iter().eq(1..=13));
    let (mut tried, mut accepted) = (0, Vec::new());
    for route in ALLOW_LIST {
        let mut browser = stage.connected().await;
        let own = Ids::of(&mut browser).await;
        let (path, body) = own.request(route);
        let before = stage.platform.seen().await.len();
        for (check, what, wrong) in WRONG {
            let mut draft = Draft { browser: &mut browser, route, path: path.clone(), body: body.clone() };
            let call = wrong(&mut draft);
            let answer = support::browser::dispatch(&stage.router, call).await;
            tried += 1;
            // A key that the gateway doesn't know is a new visitor's where a visit may begin: it has no session.
            let expected =
                if *check == 12 && route.needs.no_binding() { "login_required" } else { "invalid_dpop_proof" };
            if answer.outcome() != (401, expected) {
                accepted.push(format!("{} {} {what}: {:?}", route.method, route.template, answer.outcome()));
            }
        }
        assert_eq!(stage.platform.seen().await.len(), before, "something went up: {} {}", route.method, route.template);
        let answer = browser.send(route.method, &path, body).await;
        assert!(answer.status.is_success(), "{} {}: {}", route.method, route.template, answer.json);
    }
    println!("{} checks of 13 kinds against {} rows: {tried} tried", WRONG.len(), ALLOW_LIST.len());
    assert_eq!(accepted, Vec::<String>::new());
}

#[tokio::test]
async fn every_row_but_those_that_begin_a_visit_wants_the_nonce_and_all_take_each_proof_once() {
    let stage = Stage::new().await;
    for route in ALLOW_LIST {
        let mut browser = stage.connected().await;
        let own = Ids::of(&mut browser).await;
        let (path, body) = own.request(route);
        let mut draft = Draft { browser: &mut browser, route, path, body };
        let name = format!("{} {}", route.method, route.template);
        if route.needs.nonce() {
            for call in [draft.without_claim("nonce"), draft.claim("nonce", json!("A".repeat(43)))] {
                let answer = support::browser::dispatch(&stage.router, call).await;
                assert_eq!(answer.outcome(), (401, "use_dpop_nonce"), "{name}");
            }
        }
        let call = draft.call();
        let (proof, again) = (call.header("dpop"), draft.call());
        assert!(support::browser::dispatch(&stage.router, call).await.status.is_success(), "{name}");
        let before = stage.platform.seen().await.len();
        let answer = support::browser::dispatch(&stage.router, again.replace("dpop", &proof)).await;
        assert_eq!(answer.status, 401, "{name}: used before");
        assert_eq!(stage.platform.seen().await.len(), before, "{name}: used before");
    }
}

#[tokio::test]
async fn without_a_session_the_call_bears_no_token_and_its_proof_no_hash() {
    // RFC 9449 section 4.3: ath is compared where a token is presented along.
    let stage = Stage::new().await;
    let mut rows = 0;
    for route in ALLOW_LIST.iter().filter(|route| route.needs.no_binding()) {
        let mut browser = stage.browser();
        browser.get("/sessions/init").await;
        let body = (route.method == "POST").then(|| json!({"device_data": browser.jkt()}).to_string());
        let path = route.template.to_owned();
        let mut draft = Draft { browser: &mut browser, route, path, body };
        let call = draft.claim("ath", json!(B64.encode([7; 32])));
        assert!(support::browser::dispatch(&stage.router, call).await.status.is_success(), "{route:?}");
        rows += 1;
    }
    assert_eq!(rows, 3);
}

#[tokio::test]
async fn a_file_is_public_and_no_proof_right_or_wrong_makes_a_difference() {
    // Pictures are fetched by `<img>`, which proves nothing: so nothing here may depend on a proof.
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let own = Ids::of(&mut browser).await;
    let route = ALLOW_LIST.iter().find(|route| route.template == "/agreements/{id}").unwrap();
    let (path, body) = own.request(route);
    for file in ["agreements/a.txt", "cards/blue.svg"] {
        let plain = Call::new("GET", &format!("/portico/files/{file}"));
        let expected = support::browser::dispatch(&stage.router, plain).await;
        assert_eq!(expected.status, 200);
        for (_, what, wrong) in WRONG {
            let mut draft = Draft { browser: &mut browser, route, path: path.clone(), body: body.clone() };
            let mut call = wrong(&mut draft);
            call.path = format!("/portico/files/{file}");
            let answer = support::browser::dispatch(&stage.router, call).await;
            assert_eq!((answer.status, &answer.bytes), (expected.status, &expected.bytes), "{what}");
            assert_eq!(answer.header("set-cookie"), "", "{what}");
            let up = stage.platform.last().await.headers;
            assert!(["authorization", "dpop", "cookie", "ns-session-id"].iter().all(|name| !up.contains_key(*name)));
        }
    }
}
