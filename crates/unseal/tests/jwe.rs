//! Opening what others sealed, and refusing what they must not have.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use portico_unseal::{
    ContentKey, Malformed, PrivateKey, Suite, Unsealable,
    jwe::{Compact, seal_dir},
};
use serde_json::{Map, Value, json};

const MAX: usize = 64 * 1024;

fn fixtures() -> Value {
    serde_json::from_str(include_str!("fixtures/jose.json")).unwrap()
}

fn suite(name: &str) -> Suite {
    match name {
        "X25519" => Suite::X25519,
        "P256" => Suite::P256,
        _ => Suite::Rsa,
    }
}

/// Each suite's key and the value that jose sealed to it.
fn sealed_by_jose() -> Vec<(PrivateKey, String)> {
    let file = fixtures();
    let list = file["fixtures"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    list.iter()
        .map(|entry| {
            let key = PrivateKey::from_text(suite(&text(&entry["suite"])), &text(&entry["secret"])).unwrap();
            (key, text(&entry["sealed"]))
        })
        .collect()
}

fn with_header(sealed: &str, change: impl FnOnce(&mut Map<String, Value>)) -> String {
    let (protected, rest) = sealed.split_once('.').unwrap();
    let mut header: Map<String, Value> = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(protected).unwrap()).unwrap();
    change(&mut header);
    [&URL_SAFE_NO_PAD.encode(Value::Object(header).to_string()), rest].join(".")
}

#[test]
fn opens_what_jose_sealed_in_every_suite() {
    for (key, sealed) in sealed_by_jose() {
        let opened = Compact::parse(&sealed, MAX).unwrap().open(&key).unwrap();
        assert_eq!(opened.as_slice(), fixtures()["plaintext"].as_str().unwrap().as_bytes(), "{key:?}");
    }
    let dir = &fixtures()["dir"];
    let key = ContentKey::from_jwk(&json!({"kty": "oct", "k": dir["k"]})).unwrap();
    let opened = Compact::parse(dir["sealed"].as_str().unwrap(), MAX).unwrap().open_dir(&key).unwrap();
    assert_eq!(opened.as_slice(), fixtures()["plaintext"].as_str().unwrap().as_bytes());
}

#[test]
fn gives_the_public_key_that_jose_gives_and_survives_its_text() {
    let file = fixtures();
    for (index, (key, _)) in sealed_by_jose().iter().enumerate() {
        for (member, value) in file["fixtures"][index]["public"].as_object().unwrap() {
            assert_eq!(key.public_jwk().get(member), Some(value), "{key:?} {member}");
        }
        let again = PrivateKey::from_text(key.suite(), &key.to_text().unwrap()).unwrap();
        assert_eq!(again.public_jwk(), key.public_jwk());
        assert_eq!(key.public_jwk()["kid"], key.kid());
        assert!(!format!("{key:?}").contains(key.to_text().unwrap().as_str()));
    }
}

#[test]
fn a_changed_byte_anywhere_gives_no_plaintext() {
    for (key, sealed) in sealed_by_jose().into_iter().filter(|(key, _)| key.suite() != Suite::Rsa) {
        for position in 0..sealed.len() {
            let mut bytes = sealed.clone().into_bytes();
            bytes[position] = if bytes[position] == b'B' { b'C' } else { b'B' };
            let changed = String::from_utf8(bytes).unwrap();
            let opened = Compact::parse(&changed, MAX).map_err(Unsealable::from).and_then(|jwe| jwe.open(&key));
            assert!(opened.is_err(), "{key:?} byte {position}");
        }
    }
}

#[test]
fn a_failed_rsa_unwrap_ends_like_a_wrong_tag() {
    let (key, sealed) = sealed_by_jose().pop().unwrap();
    assert_eq!(key.suite(), Suite::Rsa);
    let mut parts: Vec<&str> = sealed.split('.').collect();
    let wrong = URL_SAFE_NO_PAD.encode([1; 256]);
    parts[1] = &wrong;
    assert_eq!(Compact::parse(&parts.join("."), MAX).unwrap().open(&key).unwrap_err(), Unsealable);
}

#[test]
fn refuses_another_key_and_a_key_of_another_suite() {
    let sealed = sealed_by_jose();
    let others = [Suite::X25519, Suite::P256].map(|suite| PrivateKey::generate(suite).unwrap());
    for (key, text) in &sealed {
        let jwe = Compact::parse(text, MAX).unwrap();
        assert_eq!(jwe.kid(), Some("fixture"));
        for other in others.iter().chain(sealed.iter().map(|(key, _)| key).filter(|other| other.kid() != key.kid())) {
            assert_eq!(jwe.open(other).unwrap_err(), Unsealable, "{key:?} by {other:?}");
        }
        assert!(jwe.open_dir(&ContentKey::generate().unwrap()).is_err());
    }
}

#[test]
fn refuses_to_read_what_asks_for_something_else() {
    let (_, sealed) = sealed_by_jose().remove(0);
    let change = |name: &'static str, value: Value| {
        with_header(&sealed, move |header| {
            header.insert(name.to_owned(), value);
        })
    };
    for text in [
        change("alg", json!("none")),
        change("alg", json!("ECDH-ES+A256KW")),
        change("alg", json!("RSA-OAEP")),
        change("alg", json!("RSA-OAEP-256")),
        change("alg", json!(["ECDH-ES"])),
        change("enc", json!("A128GCM")),
        change("enc", json!("A256CBC-HS512")),
        change("zip", json!("DEF")),
        change("crit", json!(["exp"])),
        change("long", json!("x".repeat(4_096))),
        format!("{sealed}."),
        format!("{sealed}="),
        sealed.replacen('.', "..", 1),
        sealed.replace('.', ""),
        String::new(),
        "....".to_owned(),
    ] {
        assert_eq!(Compact::parse(&text, MAX).unwrap_err(), Malformed, "{text}");
    }
    assert!(Compact::parse(&sealed, sealed.len()).is_ok());
    assert_eq!(Compact::parse(&sealed, sealed.len() - 1).unwrap_err(), Malformed);
}

#[test]
fn refuses_a_header_with_a_duplicate_member() {
    let (_, sealed) = sealed_by_jose().remove(0);
    let (protected, rest) = sealed.split_once('.').unwrap();
    let header = String::from_utf8(URL_SAFE_NO_PAD.decode(protected).unwrap()).unwrap();
    let twice = header.replacen('{', r#"{"use":"pin:card","#, 1);
    let text = [&URL_SAFE_NO_PAD.encode(twice), rest].join(".");
    assert_eq!(Compact::parse(&text, MAX).unwrap_err(), Malformed);
}

#[test]
fn refuses_ephemeral_keys_that_are_private_off_curve_of_another_curve_or_missing() {
    for (key, sealed) in sealed_by_jose().into_iter().filter(|(key, _)| key.suite() != Suite::Rsa) {
        let zero = URL_SAFE_NO_PAD.encode([0; 32]);
        for (name, value) in [
            ("d", json!(zero)),
            ("x", json!(zero)),
            ("x", json!("AA")),
            ("x", json!(7)),
            ("crv", json!("P-521")),
            ("kty", json!("oct")),
        ] {
            let changed = with_header(&sealed, |header| header["epk"][name] = value.clone());
            assert!(Compact::parse(&changed, MAX).unwrap().open(&key).is_err(), "{key:?} {name} {value}");
        }
        let without = with_header(&sealed, |header| drop(header.remove("epk")));
        assert!(Compact::parse(&without, MAX).unwrap().open(&key).is_err());
    }
}

#[test]
fn what_is_sealed_for_the_client_opens_under_its_key_alone_and_differs_each_time() {
    let key = ContentKey::generate().unwrap();
    let claims = Map::from_iter([("use".to_owned(), json!("session")), ("kid".to_owned(), json!("reply"))]);
    let sealed = seal_dir(&key, claims.clone(), b"grant").unwrap();
    assert_ne!(sealed, seal_dir(&key, claims, b"grant").unwrap());
    let jwe = Compact::parse(&sealed, MAX).unwrap();
    assert_eq!(jwe.header()["use"], "session");
    assert_eq!(jwe.open_dir(&key).unwrap().as_slice(), b"grant");
    assert!(jwe.open_dir(&ContentKey::generate().unwrap()).is_err());
    assert_eq!(ContentKey::from_jwk(&key.to_jwk()).unwrap().bytes(), key.bytes());
    assert!(ContentKey::from_jwk(&json!({"kty": "oct", "k": "AA"})).is_err());
}
