//! Random messages over all suites, both ways. One that doesn't come out as it went in fails the test.
//!
//! How many there are for each peer and direction is `PROPTEST_CASES`, as for the property tests, and a thousand without
//! it. The messages follow from `PORTICO_SEED`; the peers' own randomness (ephemeral keys, IVs) can't be seeded.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, prints what held, and a page in a browser has the real clock"
)]

mod messages;
mod peer;
mod random;
mod table;

use std::time::SystemTime;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use messages::{Keys, Opener, clients, message};
use peer::Peer;
use portico_unseal::jwe::{Compact, seal_dir};
use portico_unseal::{ContentKey, PrivateKey, Suite};
use random::{Random, count, seed};
use serde_json::{Value, json};
use table::Table;

/// Longest sealed value that the tests make.
const MAX: usize = 64 * 1024;

fn opened_by_unseal(peer: &Peer) {
    let keys = Keys::generate();
    let mut random = Random::new(seed());
    let ask = |_| {
        let key = keys.any(&mut random);
        (message(&mut random, key), key)
    };
    let asked: Vec<(Value, &Opener)> = (0..count()).map(ask).collect();
    let lines: Vec<Value> = asked.iter().map(|(line, _)| line.clone()).collect();
    let mut table = Table::new(format!("{} seals, unseal opens", peer.name));
    for ((asked, key), answer) in asked.iter().zip(peer.run("seal", &lines)) {
        let jwe = answer["jwe"].as_str().unwrap_or_else(|| panic!("{} could not seal: {answer}", peer.name));
        table.add(asked["suite"].as_str().unwrap(), outcome(asked, key, jwe), asked);
    }
    table.finish(lines.len());
}

/// What is wrong with a value that a peer sealed.
fn outcome(asked: &Value, key: &Opener, jwe: &str) -> Result<(), String> {
    let jwe = Compact::parse(jwe, MAX).map_err(|error| error.to_string())?;
    let opened = match key {
        Opener::Platform(key) => jwe.open(key),
        Opener::Client(key) => jwe.open_dir(key),
    };
    if opened.map_err(|error| error.to_string())?.as_slice() != decode(&asked["plaintext_b64"]) {
        return Err("another plaintext".to_owned());
    }
    let asked = asked["header"].as_object().unwrap();
    match asked.iter().find(|(name, value)| jwe.header().get(name.as_str()) != Some(value)) {
        Some((name, _)) => Err(format!("another `{name}` in the header")),
        None => Ok(()),
    }
}

fn decode(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}

/// Hands lines of sealed values to the peer; it opens each and says whether all in it is as the line says.
fn opened_by(peer: &Peer, whose: &str, lines: &[Value]) {
    let mut table = Table::new(format!("{whose} seals, {} opens", peer.name));
    for (line, answer) in lines.iter().zip(peer.run("open", lines)) {
        let outcome = if answer == json!({"ok": true}) { Ok(()) } else { Err(answer.to_string()) };
        table.add(line["suite"].as_str().unwrap(), outcome, line);
    }
    table.finish(lines.len());
}

/// What the SDK's core seals, by its own example program: one line for each message, with the private key to open it.
fn sealed_by_the_sdk() -> Vec<Value> {
    let lines = peer::lines_of_the_sdk(count(), seed());
    assert_eq!(lines.len(), count(), "the SDK sealed another number of messages than it was asked for");
    lines
}

/// What the platform's side seals for a client: `dir`, under the session's key.
fn sealed_by_unseal(count: usize) -> Vec<Value> {
    let keys = clients();
    let mut random = Random::new(seed());
    let sealed = (0..count).map(|_| {
        let opener = random.pick(&keys);
        let asked = message(&mut random, opener);
        let Opener::Client(key) = opener else { panic!("`dir` takes a content key") };
        let mut claims = asked["header"].as_object().unwrap().clone();
        claims.retain(|name, _| name != "alg" && name != "enc");
        let jwe = seal_dir(key, claims, &decode(&asked["plaintext_b64"])).unwrap();
        json!({"suite": asked["suite"], "jwk_private": key.to_jwk(), "plaintext_b64": asked["plaintext_b64"], "jwe": jwe,
            "use": asked["header"]["use"], "sid": asked["header"].get("sid")})
    });
    sealed.collect()
}

#[test]
fn unseal_opens_what_jose_seals() {
    opened_by_unseal(&Peer::jose());
}

#[test]
fn unseal_opens_what_jwcrypto_seals() {
    opened_by_unseal(&Peer::jwcrypto());
}

#[test]
fn jose_opens_what_the_sdk_seals() {
    opened_by(&Peer::jose(), "the SDK", &sealed_by_the_sdk());
}

#[test]
fn jwcrypto_opens_what_the_sdk_seals() {
    opened_by(&Peer::jwcrypto(), "the SDK", &sealed_by_the_sdk());
}

#[test]
fn jose_opens_what_the_platform_answers() {
    opened_by(&Peer::jose(), "unseal", &sealed_by_unseal(count()));
}

#[test]
fn jwcrypto_opens_what_the_platform_answers() {
    opened_by(&Peer::jwcrypto(), "unseal", &sealed_by_unseal(count()));
}

#[test]
fn unseal_opens_what_the_sdk_seals_in_each_browser() {
    for engine in peer::ENGINES {
        let lines = peer::lines_of_the_page(engine, count(), seed());
        assert_eq!(lines.len(), count(), "{engine} sealed another number of messages than it was asked for");
        let mut table = Table::new(format!("the SDK in {engine} seals, unseal opens"));
        for line in &lines {
            table.add(line["suite"].as_str().unwrap(), outcome_of_page(line), line);
        }
        table.finish(lines.len());
    }
}

/// What is wrong with a value that the SDK sealed in a browser.
fn outcome_of_page(line: &Value) -> Result<(), String> {
    let suite = match line["suite"].as_str().unwrap() {
        "ECDH-ES X25519" => Suite::X25519,
        "ECDH-ES P-256" => Suite::P256,
        _ => Suite::Rsa,
    };
    let key = PrivateKey::from_text(suite, line["key"].as_str().unwrap()).map_err(|error| error.to_string())?;
    let jwe = Compact::parse(line["jwe"].as_str().unwrap(), MAX).map_err(|error| error.to_string())?;
    if jwe.open(&key).map_err(|error| error.to_string())?.as_slice() != decode(&line["plaintext_b64"]) {
        return Err("another plaintext".to_owned());
    }
    let bound = ["use", "sid"].iter().all(|name| jwe.header().get(*name) == line.get(*name));
    if bound { Ok(()) } else { Err("another use or session".to_owned()) }
}

#[test]
fn the_sdk_in_each_browser_opens_what_the_platform_answers() {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    for engine in peer::ENGINES {
        let (key, mut random) = (ContentKey::generate().unwrap(), Random::new(seed()));
        let lines = (0..count()).map(|_| {
            let (length, use_) = (random.below(4096), URL_SAFE_NO_PAD.encode(random.bytes(9)));
            let plaintext = random.bytes(length);
            let claims = json!({"kid": "session", "iat": now, "jti": URL_SAFE_NO_PAD.encode(random.bytes(16)), "sid": "s", "use": use_});
            let jwe = seal_dir(&key, claims.as_object().unwrap().clone(), &plaintext).unwrap();
            json!({"suite": "dir", "jwk_private": key.to_jwk(), "plaintext_b64": URL_SAFE_NO_PAD.encode(&plaintext), "jwe": jwe,
                "use": use_, "sid": "s"})
        });
        opened_by(&Peer::page(engine), "unseal", &lines.collect::<Vec<_>>());
    }
}

#[test]
fn the_peers_find_what_is_wrong() {
    let good = &sealed_by_unseal(1);
    for peer in [Peer::jose(), Peer::jwcrypto()] {
        let change = |name: &str, value: Value| {
            let mut line = good[0].clone();
            line[name] = value;
            line
        };
        let mut other = good[0]["jwe"].as_str().unwrap().to_owned();
        let last = other.pop().unwrap();
        other.push(if last == 'A' { 'Q' } else { 'A' });
        let wrong = [
            change("plaintext_b64", json!("AAAA")),
            change("use", json!("other")),
            change("sid", json!("other")),
            change("jwe", json!(other)),
            change("jwk_private", json!({"kty": "oct", "k": URL_SAFE_NO_PAD.encode([1; 32])})),
        ];
        assert_eq!(peer.run("open", good), [json!({"ok": true})]);
        for answer in peer.run("open", &wrong) {
            assert!(answer["ok"] == false && answer["why"].is_string(), "{}: {answer}", peer.name);
        }
    }
}
