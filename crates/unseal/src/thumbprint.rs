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
