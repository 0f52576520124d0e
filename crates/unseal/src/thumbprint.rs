//! Key thumbprints (RFC 7638; RFC 8037 section 2 for `OKP`).

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{Malformed, base64url};

/// The base64url SHA-256 of the key's required members.
///
/// # Errors
/// [`Malformed`] for a key type other than `EC`, `OKP` and `RSA`, and when a member is missing, is no string or has a
/// character that base64url and curve names don't have.
pub fn thumbprint(jwk: &Value) -> Result<String, Malformed> {
    // RFC 7638 section 3.3: the names in lexicographic order.
    let names: &[&str] = match text(jwk, "kty")? {
        "EC" => &["crv", "kty", "x", "y"],
        "OKP" => &["crv", "kty", "x"],
        "RSA" => &["e", "kty", "n"],
        _ => return Err(Malformed),
    };
    let mut hash = Sha256::new();
    for (index, name) in names.iter().enumerate() {
        hash.update(if index == 0 { "{\"" } else { ",\"" });
        hash.update(name);
        hash.update("\":\"");
        hash.update(text(jwk, name)?);
        hash.update("\"");
    }
    hash.update("}");
    Ok(base64url::encode(hash.finalize()))
}

/// A member that stands in JSON without an escape.
fn text<'a>(jwk: &'a Value, name: &str) -> Result<&'a str, Malformed> {
    let value = jwk.get(name).and_then(Value::as_str).ok_or(Malformed)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if value.is_empty() || !value.bytes().all(plain) {
        return Err(Malformed);
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn gives_the_thumbprint_of_rfc_7638_section_3_1() {
        let key = json!({
            "kty": "RSA", "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
            "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCi\
                  FV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb\
                  9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls\
                  1jF44-csFCur-kEgU8awapJzKnqDKgw",
        });
        assert_eq!(thumbprint(&key).unwrap(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    #[test]
    fn gives_the_thumbprint_of_rfc_8037_appendix_a_3() {
        let key = json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
        assert_eq!(thumbprint(&key).unwrap(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn refuses_a_key_without_its_members_or_with_one_that_json_would_escape() {
        for key in [
            json!({"kty": "EC", "crv": "P-256", "x": "AA"}),
            json!({"kty": "OKP", "crv": "X25519", "x": "a\"b"}),
            json!({"kty": "OKP", "crv": "X25519", "x": ""}),
            json!({"kty": "oct", "k": "AA"}),
            json!({"crv": "X25519", "x": "AA"}),
            json!("EC"),
        ] {
            assert_eq!(thumbprint(&key), Err(Malformed), "{key}");
        }
    }
}
