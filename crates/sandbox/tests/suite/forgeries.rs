//! Forgeries over HTTP: a sample of each kind, to each suite. All are the one code, none opens, none leaves a trace.
//! `crates/unseal` tries all of them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::Method;
use serde_json::{Value, json};

use super::support::{Customer, Platform, Recipient, Seal, Statement, ssn};

fn part(sealed: &str, index: usize, change: impl Fn(&str) -> String) -> String {
    let parts = sealed.split('.').enumerate();
    parts.map(|(at, part)| if at == index { change(part) } else { part.to_owned() }).collect::<Vec<_>>().join(".")
}

fn flip(part: &str) -> String {
    let mut bytes = URL_SAFE_NO_PAD.decode(part).unwrap();
    bytes[0] ^= 1;
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A good value's forgeries. `good` makes a new one each time.
fn forgeries(key: &Recipient, good: &dyn Fn() -> Seal) -> Vec<(&'static str, String)> {
    let with = |name: &str, value: Value| {
        let mut seal = good();
        seal.header[name] = value;
        seal.to(key)
    };
    let first = |member: &str| good().forge(key, |text| text.replacen('{', &format!("{{{member},"), 1));
    let now = good().header["iat"].as_i64().unwrap();
    let mut list = vec![
        ("a bit of the header", part(&good().to(key), 0, flip)),
        ("a bit of the IV", part(&good().to(key), 2, flip)),
        ("a bit of the ciphertext", part(&good().to(key), 3, flip)),
        ("a bit of the tag", part(&good().to(key), 4, flip)),
        ("another alg", with("alg", json!("dir"))),
        ("a weak alg", with("alg", json!("RSA1_5"))),
        ("no alg", with("alg", json!("none"))),
        ("another enc", with("enc", json!("A128GCM"))),
        ("crit", with("crit", json!(["exp"]))),
        ("zip", with("zip", json!("DEF"))),
        ("a header member twice", first("\"use\":\"device\"")),
        ("a header member twice, spelled in another way", first("\"\\u0073id\":\"other\"")),
        ("a header too large", with("later", json!("x".repeat(4_096)))),
        ("an empty header", part(&good().to(key), 0, |_| String::new())),
        ("an empty tag", part(&good().to(key), 4, |_| String::new())),
        ("a short tag", part(&good().to(key), 4, |tag| tag[..16].to_owned())),
        ("a long IV", part(&good().to(key), 2, |iv| format!("{iv}AAAA"))),
        ("padding", part(&good().to(key), 4, |tag| format!("{tag}=="))),
        ("a line's end", part(&good().to(key), 3, |text| format!("{text}\n"))),
        ("a sixth part", format!("{}.AA", good().to(key))),
        ("an oversized value", part(&good().to(key), 3, |_| "A".repeat(66_000))),
        ("another session's", with("sid", json!("01a1fcc1-0000-7000-8000-000000000000"))),
        ("another use's", with("use", json!("device"))),
        ("stale", with("iat", json!(now - 310))),
        ("from the future", with("iat", json!(now + 310))),
        ("an unknown key's", with("kid", json!("unknown"))),
        ("no key's", with("kid", Value::Null)),
        ("without an id", with("jti", Value::Null)),
    ];
    let zeros = URL_SAFE_NO_PAD.encode([0; 32]);
    match key.0["kty"].as_str().unwrap() {
        "OKP" => {
            let epk = json!({"kty": "OKP", "crv": "X25519", "x": zeros});
            list.push(("an epk of low order", good().with_known_secret(epk, &[0; 32])));
        }
        "EC" => {
            let epk = json!({"kty": "EC", "crv": "P-256", "x": zeros, "y": zeros});
            list.push(("an epk off the curve", good().with_known_secret(epk, &[0; 32])));
        }
        _ => {
            list.push(("a bit of the key part", part(&good().to(key), 1, flip)));
            list.push(("an empty key part", part(&good().to(key), 1, |_| String::new())));
            list.push((
                "a key part above the modulus",
                part(&good().to(key), 1, |_| URL_SAFE_NO_PAD.encode([0xff; 256])),
            ));
        }
    }
    list
}

fn addressed(mut seal: Seal, key: &Recipient) -> Seal {
    seal.header["kid"] = key.0["kid"].clone();
    seal.header["alg"] = key.0["alg"].clone();
    seal
}

#[tokio::test]
async fn no_forged_value_makes_a_person() {
    Platform::each(async |platform| {
        for index in 0..3 {
            let mut customer = Customer::arrive(platform).await;
            customer.open_account(platform, "acp_checking").await;
            let key = &customer.keys[index];
            let use_ = format!("person:{}", customer.account_id);
            let good = || addressed(customer.prepare(platform, &use_, &ssn("1234")), key);
            let mut body = customer.person(platform, &ssn("1234"));
            for (what, sealed) in forgeries(key, &good) {
                body["encrypted_data"] = json!(sealed);
                let reply = customer.post(platform, "/people", &body).await;
                assert_eq!(reply.json()["code"], "unsealable", "{what}: {}", reply.text());
                assert_eq!(reply.expect_problem(422, "unsealable").get("errors"), None, "{what}");
            }
            let account = customer.get(platform, &format!("/accounts/{}", customer.account_id)).await.expect(200);
            assert_eq!(account.get("primary_person_id").filter(|id| !id.is_null()), None);
            body["encrypted_data"] = json!(good().to(key));
            customer.post(platform, "/people", &body).await.expect(201);
            customer.post(platform, "/people", &body).await.expect_problem(422, "unsealable");
        }
    })
    .await;
}

#[tokio::test]
async fn no_forged_statement_opens_a_session() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let device = portico_unseal::jws::SignatureKey::generate().unwrap();
        let headers = [("authorization", bearer.as_str())];
        let set = Customer::arrive(platform).await.keys;
        for key in &set {
            let statement = Statement::prepare(platform, &bearer).await;
            let signed = device.sign("device+jwt", serde_json::Map::new(), statement.body.to_string().as_bytes());
            let good = || Seal::new(key, None, "device", statement.now, signed.clone());
            // A statement is from before the session: it has no `sid`, and its own use is what others' forge.
            let forged = forgeries(key, &good).into_iter().filter(|(what, _)| *what != "another use's");
            let other_use = {
                let mut seal = good();
                seal.header["use"] = json!("session");
                ("another use's", seal.to(key))
            };
            for (what, sealed) in forged.chain([other_use]) {
                let body = json!({"encrypted_data": sealed});
                let reply = platform.call(Method::POST, "/sessions", &headers, Some(&body)).await;
                assert_eq!(reply.json()["code"], "unsealable", "{what}: {}", reply.text());
                reply.expect_problem(422, "unsealable");
            }
            // None of them used the nonce up.
            let body = json!({"encrypted_data": good().to(key)});
            platform.call(Method::POST, "/sessions", &headers, Some(&body)).await.expect(201);
        }
    })
    .await;
}

/// Calls are made that many times each, in turns; the median counts.
const RUNS: usize = 21;
/// Rounds until a difference counts as there: a busy machine has quiet moments, a difference has none.
const ROUNDS: usize = 6;

#[tokio::test]
#[allow(clippy::disallowed_methods, reason = "this measures real time")]
async fn no_refusal_after_the_key_look_up_is_told_apart_by_its_time() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_checking").await;
        // Its opening takes longer than all else in a call, so leaving it out would show.
        let key = &customer.keys[2];
        let use_ = format!("person:{}", customer.account_id);
        let good = || addressed(customer.prepare(platform, &use_, &json!({"date_of_birth": 7})), key);
        let with = |name: &str, value: Value| {
            let mut seal = good();
            seal.header[name] = value;
            seal.to(key)
        };
        let spent = good().to(key);
        let mut body = customer.person(platform, &ssn("1234"));
        body["encrypted_data"] = json!(spent);
        customer.post(platform, "/people", &body).await.expect_problem(400, "malformed_request");
        let refused = [
            ("a replay", spent),
            ("a wrong tag", part(&good().to(key), 4, flip)),
            ("a wrong key part", part(&good().to(key), 1, flip)),
            ("an unknown key", with("kid", json!("unknown"))),
            ("another session's", with("sid", json!("other"))),
            ("another use's", with("use", json!("device"))),
            ("stale", with("iat", json!(1))),
        ];
        let mut round = 0;
        loop {
            round += 1;
            let mut times = vec![Vec::new(); refused.len()];
            for _ in 0..RUNS {
                for (index, (what, sealed)) in refused.iter().enumerate() {
                    body["encrypted_data"] = json!(sealed);
                    let start = std::time::Instant::now();
                    let reply = customer.post(platform, "/people", &body).await;
                    times[index].push(start.elapsed());
                    assert_eq!(reply.json()["code"], "unsealable", "{what}");
                }
            }
            times.iter_mut().for_each(|list| list.sort_unstable());
            let medians: Vec<_> = times.iter().zip(&refused).map(|(list, (what, _))| (list[RUNS / 2], what)).collect();
            let (fastest, slowest) = (medians.iter().min().unwrap().0, medians.iter().max().unwrap().0);
            if slowest.as_secs_f64() <= 1.75 * fastest.as_secs_f64() {
                println!("{medians:?}");
                break;
            }
            assert!(round < ROUNDS, "a class of time apart: {medians:?}");
        }
    })
    .await;
}
