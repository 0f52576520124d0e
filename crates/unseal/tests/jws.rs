//! Signing and checking compact JWS.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use portico_unseal::{
    Unsealable,
    jws::{SignatureKey, verify_embedded},
    thumbprint,
};
use serde_json::{Map, Value, json};

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn with_header(jws: &str, header: &Value) -> String {
    let (_, rest) = jws.split_once('.').unwrap();
    [encode(header).as_str(), rest].join(".")
}

#[test]
fn a_signed_payload_comes_back_with_its_key_and_header() {
    let key = SignatureKey::generate().unwrap();
    let more = Map::from_iter([("kid".to_owned(), json!("one"))]);
    let jws = key.sign("dpop+jwt", more, b"payload");
    let verified = verify_embedded(&jws, "dpop+jwt", 4_096).unwrap();
    assert_eq!(verified.payload, b"payload");
    assert_eq!(verified.header.get("kid"), Some(&json!("one")));
    assert_eq!(verified.jwk, key.public_jwk());
    assert_eq!(verified.thumbprint, thumbprint(&key.public_jwk()).unwrap());
}

#[test]
fn a_key_survives_its_text() {
    let key = SignatureKey::generate().unwrap();
    let again = SignatureKey::from_text(&key.to_text()).unwrap();
    assert_eq!(again.public_jwk(), key.public_jwk());
    for text in ["", "AA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        assert!(SignatureKey::from_text(text).is_err(), "{text:?}");
    }
}

#[test]
fn refuses_another_type_a_longer_text_and_every_changed_part() {
    let jws = SignatureKey::generate().unwrap().sign("device+jwt", Map::new(), b"{}");
    assert!(verify_embedded(&jws, "device+jwt", jws.len()).is_ok());
    assert_eq!(verify_embedded(&jws, "dpop+jwt", 4_096).unwrap_err(), Unsealable);
    assert_eq!(verify_embedded(&jws, "device+jwt", jws.len() - 1).unwrap_err(), Unsealable);
    for position in 0..jws.len() {
        let mut bytes = jws.clone().into_bytes();
        bytes[position] = if bytes[position] == b'B' { b'C' } else { b'B' };
        let changed = String::from_utf8(bytes).unwrap();
        assert!(verify_embedded(&changed, "device+jwt", 4_096).is_err(), "byte {position}");
    }
}

#[test]
fn refuses_headers_that_ask_for_something_else() {
    let key = SignatureKey::generate().unwrap();
    let jws = key.sign("device+jwt", Map::new(), b"{}");
    let jwk = key.public_jwk();
    let mut private = jwk.clone();
    private["d"] = json!("AA");
    let mut short = jwk.clone();
    short["x"] = json!("AA");
    let mut off_curve = jwk.clone();
    off_curve["y"] = jwk["x"].clone();
    for header in [
        json!({"alg": "none", "typ": "device+jwt", "jwk": jwk}),
        json!({"alg": "HS256", "typ": "device+jwt", "jwk": jwk}),
        json!({"alg": "ES256", "typ": "device+jwt", "jwk": jwk, "crit": ["b64"], "b64": false}),
        json!({"alg": "ES256", "typ": "device+jwt"}),
        json!({"alg": "ES256", "typ": "device+jwt", "jwk": private}),
        json!({"alg": "ES256", "typ": "device+jwt", "jwk": short}),
        json!({"alg": "ES256", "typ": "device+jwt", "jwk": off_curve}),
        json!({"alg": "ES256", "typ": "device+jwt", "jwk": {"kty": "oct", "k": "AA"}}),
    ] {
        assert!(verify_embedded(&with_header(&jws, &header), "device+jwt", 4_096).is_err(), "{header}");
    }
    for text in ["", ".", "..", "...", "a.b.c", &format!("{jws}."), &format!("{jws}=")] {
        assert!(verify_embedded(text, "device+jwt", 4_096).is_err(), "{text:?}");
    }
}

#[test]
fn refuses_a_signature_by_another_key_than_the_one_it_carries() {
    let jws = SignatureKey::generate().unwrap().sign("device+jwt", Map::new(), b"{}");
    let other = SignatureKey::generate().unwrap().public_jwk();
    let header = json!({"alg": "ES256", "typ": "device+jwt", "jwk": other});
    assert!(verify_embedded(&with_header(&jws, &header), "device+jwt", 4_096).is_err());
}
