//! JSON Web Keys (RFC 7517), as far as this wire uses them: `OKP` X25519, `EC` P-256, `RSA` and `oct`.

use serde::{Deserialize, Serialize};

/// One key. Which members are there follows from `kty`; all values are base64url without padding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Jwk {
    /// Key type: `OKP`, `EC`, `RSA` or `oct`.
    pub kty: String,
    /// Curve: `X25519` for OKP, `P-256` for EC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crv: Option<String>,
    /// OKP: the public key. EC: the x coordinate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<String>,
    /// EC: the y coordinate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    /// RSA: the modulus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    /// RSA: the public exponent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e: Option<String>,
    /// oct: the secret itself. Only ever inside a sealed value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub k: Option<String>,
    /// `enc` or `sig`.
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub use_: Option<String>,
    /// The algorithm that the key is for, such as `ECDH-ES`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
    /// The key's name within its set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
}

impl Jwk {
    /// The members that RFC 7638 section 3.2 (and RFC 8037 section 2) hash, in their order and form: the SHA-256 of
    /// these bytes is the key's thumbprint. `None` for a key type that has none here or that lacks a member.
    #[must_use]
    pub fn thumbprint_input(&self) -> Option<String> {
        let (crv, kty) = (("crv", self.crv.as_ref()), ("kty", Some(&self.kty)));
        let members: &[(&str, Option<&String>)] = match self.kty.as_str() {
            "EC" => &[crv, kty, ("x", self.x.as_ref()), ("y", self.y.as_ref())],
            // The SDK has thumbprints of P-256 keys alone.
            #[cfg(feature = "wire")]
            "OKP" => &[crv, kty, ("x", self.x.as_ref())],
            #[cfg(feature = "wire")]
            "RSA" => &[("e", self.e.as_ref()), kty, ("n", self.n.as_ref())],
            _ => return None,
        };
        let mut input = String::new();
        for (name, value) in members {
            let value = value.filter(|value| is_base64url_or_name(value))?;
            for part in [if input.is_empty() { "{\"" } else { ",\"" }, name, "\":\"", value, "\""] {
                input.push_str(part);
            }
        }
        input.push('}');
        Some(input)
    }
}

/// Nothing that JSON would have to escape.
fn is_base64url_or_name(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// A set of keys (RFC 7517 section 5): the payload of `jwks_jws`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JwkSet {
    /// The keys, in no order that means anything.
    pub keys: Vec<Jwk>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_members_of_rfc_7638_section_3_1_in_order() {
        let key = Jwk {
            kty: "RSA".into(),
            n: Some("0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx".into()),
            e: Some("AQAB".into()),
            alg: Some("RS256".into()),
            kid: Some("2011-04-29".into()),
            ..Jwk::default()
        };
        assert_eq!(
            key.thumbprint_input().unwrap(),
            r#"{"e":"AQAB","kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx"}"#
        );
    }

    #[test]
    fn refuses_a_member_that_json_would_escape_and_a_key_that_lacks_one() {
        let key = Jwk { kty: "OKP".into(), crv: Some("X25519".into()), x: Some("a\"b".into()), ..Jwk::default() };
        assert_eq!(key.thumbprint_input(), None);
        assert_eq!(Jwk { kty: "EC".into(), ..Jwk::default() }.thumbprint_input(), None);
        assert_eq!(Jwk { kty: "oct".into(), k: Some("AA".into()), ..Jwk::default() }.thumbprint_input(), None);
    }
}
