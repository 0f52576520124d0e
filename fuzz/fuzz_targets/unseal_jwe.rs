//! Any text as a sealed value, to a server that has a key of each suite. Nothing but what was really sealed to them opens.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use portico_unseal::{ContentKey, Expected, PrivateKey, Suite, check_claims, jwe::Compact};
use serde_json::{Value, json};

/// Values that npm's `jose` sealed, and the keys that open them. They are in the corpus too.
struct Fixtures {
    keys: Vec<PrivateKey>,
    session: ContentKey,
    sealed: Vec<String>,
}

static FIXTURES: LazyLock<Fixtures> = LazyLock::new(|| {
    let file: Value = serde_json::from_str(include_str!("../../crates/unseal/tests/fixtures/jose.json")).unwrap();
    let list = file["fixtures"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let suites = [Suite::X25519, Suite::P256, Suite::Rsa];
    let keys = suites.iter().zip(list).map(|(suite, one)| PrivateKey::from_text(*suite, &text(&one["secret"])).unwrap());
    let session = ContentKey::from_jwk(&json!({"kty": "oct", "k": file["dir"]["k"]})).unwrap();
    let sealed = list.iter().chain([&file["dir"]]).map(|one| text(&one["sealed"])).collect();
    Fixtures { keys: keys.collect(), session, sealed }
});

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(jwe) = Compact::parse(text, 64 * 1024) else { return };
    let fixtures = &*FIXTURES;
    let key = jwe.suite().and_then(|suite| fixtures.keys.iter().find(|key| key.suite() == suite));
    let opened = key.is_some_and(|key| jwe.open(key).is_ok()) || jwe.open_dir(&fixtures.session).is_ok();
    assert!(!opened || fixtures.sealed.iter().any(|sealed| sealed == text), "a forgery opened");
    let kid = jwe.kid().unwrap_or_default();
    let use_ = jwe.header().get("use").and_then(Value::as_str).unwrap_or_default();
    let sid = jwe.header().get("sid").and_then(Value::as_str);
    if let Ok(claims) = check_claims(jwe.header(), &Expected { kid, sid, use_, now: 1_800_000_000 }) {
        assert!(!claims.jti.is_empty() && claims.iat.abs_diff(1_800_000_000) <= 300);
    }
});
