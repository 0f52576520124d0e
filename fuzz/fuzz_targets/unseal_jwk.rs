//! Any bytes as a JWK, and as the text of a stored key.
#![no_main]

use libfuzzer_sys::fuzz_target;
use portico_unseal::{ContentKey, PrivateKey, Suite, json::parse_strict, thumbprint};
use serde_json::Value;

fuzz_target!(|data: &[u8]| {
    if let Ok(jwk) = parse_strict(data) {
        // Reading strictly takes less than reading laxly does, and nothing else.
        assert_eq!(serde_json::from_slice::<Value>(data).ok().as_ref(), Some(&jwk));
        if let Ok(key) = ContentKey::from_jwk(&jwk) {
            assert_eq!(key.to_jwk()["k"], jwk["k"], "two texts for one key");
        }
        if let Ok(name) = thumbprint(&jwk) {
            assert_eq!(name.len(), 43);
            // RFC 7638: what else the key says about itself doesn't count.
            let mut more = jwk;
            more["kid"] = "another".into();
            assert_eq!(thumbprint(&more).as_deref(), Ok(name.as_str()));
        }
    }
    if let Ok(text) = std::str::from_utf8(data) {
        for suite in [Suite::X25519, Suite::P256, Suite::Rsa] {
            if let Ok(key) = PrivateKey::from_text(suite, text) {
                let again = PrivateKey::from_text(suite, &key.to_text().unwrap()).unwrap();
                assert_eq!(again.kid(), key.kid());
            }
        }
    }
});
