//! Public keys of those who sign JWSs for us (RFC 7515), each with the one algorithm that it is used with.
//!
//! The key says the algorithm, and never the header (RFC 8725 section 3.1): a text that names another one, `none` or
//! `HS256` under a public key among them, is refused before its signature is looked at. There are no shared secrets here:
//! whoever checks can't sign.

use std::fmt;

use p256::ecdsa::signature::Verifier;
use rsa::{BigUint, RsaPublicKey, sha2::Sha256, signature::Verifier as _, traits::PublicKeyParts};
use serde_json::{Map, Value};

use crate::{
    Malformed, Unsealable, base64url,
    json::{parse_strict, parse_strict_object},
};

/// RSA keys shorter than this can be broken by those who can afford it.
const MIN_RSA_BYTES: usize = 256;
/// Members that a public key doesn't have (RFC 7518 sections 6.2.2, 6.3.2 and 6.4).
const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// A signer's public key.
#[derive(Clone)]
pub struct SignerKey {
    kid: Option<String>,
    key: Key,
}

#[derive(Clone)]
enum Key {
    P256(p256::ecdsa::VerifyingKey),
    Ed25519(ed25519_dalek::VerifyingKey),
    Rsa(Box<rsa::pss::VerifyingKey<Sha256>>),
}

impl fmt::Debug for SignerKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SignerKey").field("algorithm", &self.algorithm()).finish_non_exhaustive()
    }
}

/// Reads the keys of one signer: a JWK, a JWK set, or a public key in PEM (`BEGIN PUBLIC KEY`). P-256, Ed25519, or RSA with
/// 2048 bits and more.
///
/// # Errors
/// [`Malformed`] for anything else: a private key or a shared secret, another curve, a key that says that it is for another
/// algorithm or use, a set with no key.
pub fn parse_keys(text: &str) -> Result<Vec<SignerKey>, Malformed> {
    let text = text.trim();
    if text.starts_with('-') {
        return Ok(vec![SignerKey { kid: None, key: from_pem(text)? }]);
    }
    let json = parse_strict(text.as_bytes())?;
    let keys: Vec<_> = match json.get("keys").and_then(Value::as_array) {
        Some(keys) => keys.iter().map(from_jwk).collect::<Result<_, _>>()?,
        None => vec![from_jwk(&json)?],
    };
    if keys.is_empty() { Err(Malformed) } else { Ok(keys) }
}

/// What was signed, of a compact JWS that one of `keys` signed. Where both the header and a key have a `kid`, they have to
/// be the same. `max_len` bounds the whole text in bytes.
///
/// # Errors
/// [`Unsealable`] when it is malformed, too long, has `crit`, names another algorithm than the key's, or when its signature
/// doesn't hold.
pub fn verify_by(keys: &[SignerKey], compact: &str, max_len: usize) -> Result<Vec<u8>, Unsealable> {
    if compact.len() > max_len {
        return Err(Unsealable);
    }
    let (signed, signature) = compact.rsplit_once('.').ok_or(Unsealable)?;
    let (protected, payload) = signed.split_once('.').ok_or(Unsealable)?;
    let header = parse_strict_object(&base64url::decode(protected)?)?;
    if header.contains_key("crit") {
        return Err(Unsealable);
    }
    let signature = base64url::decode(signature)?;
    let holds = keys.iter().any(|key| key.is_meant(&header) && key.verifies(signed.as_bytes(), &signature));
    if holds { Ok(base64url::decode(payload)?) } else { Err(Unsealable) }
}

impl SignerKey {
    /// The only `alg` (RFC 7518 section 3.1, RFC 8037 section 3.1) that it is used with.
    #[must_use]
    pub fn algorithm(&self) -> &'static str {
        self.key.algorithm()
    }

    fn is_meant(&self, header: &Map<String, Value>) -> bool {
        let text = |name: &str| header.get(name).and_then(Value::as_str);
        let same_kid = match (&self.kid, header.get("kid")) {
            (Some(kid), Some(named)) => named.as_str() == Some(kid),
            _ => true,
        };
        text("alg") == Some(self.algorithm()) && same_kid
    }

    fn verifies(&self, signed: &[u8], signature: &[u8]) -> bool {
        match &self.key {
            Key::P256(key) => p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(signed, &signature).is_ok()),
            // Strict: no key and no signature of small order, which hold for more than one text.
            Key::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(signed, &signature).is_ok()),
            Key::Rsa(key) => {
                rsa::pss::Signature::try_from(signature).is_ok_and(|signature| key.verify(signed, &signature).is_ok())
            }
        }
    }
}

impl Key {
    fn algorithm(&self) -> &'static str {
        match self {
            Self::P256(_) => "ES256",
            Self::Ed25519(_) => "EdDSA",
            Self::Rsa(_) => "PS256",
        }
    }
}

fn from_pem(text: &str) -> Result<Key, Malformed> {
    use ed25519_dalek::pkcs8::DecodePublicKey as _;
    use rsa::pkcs8::DecodePublicKey as _;
    if let Ok(key) = p256::PublicKey::from_public_key_pem(text) {
        return Ok(Key::P256(key.into()));
    }
    if let Ok(key) = ed25519_dalek::VerifyingKey::from_public_key_pem(text) {
        return Ok(Key::Ed25519(key));
    }
    rsa_key(RsaPublicKey::from_public_key_pem(text).map_err(|_| Malformed)?)
}

fn from_jwk(jwk: &Value) -> Result<SignerKey, Malformed> {
    let text = |name: &str| jwk.get(name).and_then(Value::as_str);
    let needed = |name: &str| text(name).ok_or(Malformed);
    let bytes = |name: &str| base64url::decode(needed(name)?);
    let key = match (text("kty"), text("crv")) {
        _ if PRIVATE_MEMBERS.iter().any(|member| jwk.get(member).is_some()) => return Err(Malformed),
        (Some("EC"), Some("P-256")) => {
            let (x, y) = (base64url::decode_array::<32>(needed("x")?)?, base64url::decode_array::<32>(needed("y")?)?);
            let point = [&[4][..], &x, &y].concat();
            Key::P256(p256::ecdsa::VerifyingKey::from_sec1_bytes(&point).map_err(|_| Malformed)?)
        }
        (Some("OKP"), Some("Ed25519")) => {
            let x = base64url::decode_array::<32>(needed("x")?)?;
            Key::Ed25519(ed25519_dalek::VerifyingKey::from_bytes(&x).map_err(|_| Malformed)?)
        }
        (Some("RSA"), None) => {
            let (n, e) = (BigUint::from_bytes_be(&bytes("n")?), BigUint::from_bytes_be(&bytes("e")?));
            rsa_key(RsaPublicKey::new(n, e).map_err(|_| Malformed)?)?
        }
        _ => return Err(Malformed),
    };
    let other_alg = jwk.get("alg").is_some_and(|alg| alg.as_str() != Some(key.algorithm()));
    let other_use = jwk.get("use").is_some_and(|purpose| purpose.as_str() != Some("sig"));
    if other_alg || other_use {
        return Err(Malformed);
    }
    Ok(SignerKey { kid: text("kid").map(str::to_owned), key })
}

fn rsa_key(key: RsaPublicKey) -> Result<Key, Malformed> {
    if key.size() < MIN_RSA_BYTES { Err(Malformed) } else { Ok(Key::Rsa(Box::new(rsa::pss::VerifyingKey::new(key)))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7515 appendix A.3.
    const P256: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
    const ES256: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    /// RFC 8037 appendix A.4.
    const ED25519: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    const EDDSA: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    /// By OpenSSL.
    const RSA: &str = r#"{"kty":"RSA","n":"rZwXoNMlKC34NPXB72oMfgos-CFOM87CVwGQ-kkZadpZws7RuvrHGCE8BBlMlOk9iFYf7yd33gmcyxnGE5t7OwUIyzXBmqaIfU12bmZu_Almz6vku_ePTwzHmJFHpKtO501jMuVEA2C1NPGg81-kEmzk_dLnoKB2GfEdIhrgsJdbb0c8vbjDNRcO1M9ZcTHUZ0O9n6mB4KGfrYRmkN8XXkCB7R2zIkRonWySgkqD50031XkugkEW6aZReslrcErP83FuFPO-EBX70xOs9fAZXxDrLudzhW_oHXoxF1TcxfY-Ac9qiEMeYLM8tbviVUAuhzqxAAPQrDjj8LUKYHoJNw","e":"AQAB"}"#;
    const RSA_PEM: &str = "-----BEGIN PUBLIC KEY-----\n\
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArZwXoNMlKC34NPXB72oM\n\
        fgos+CFOM87CVwGQ+kkZadpZws7RuvrHGCE8BBlMlOk9iFYf7yd33gmcyxnGE5t7\n\
        OwUIyzXBmqaIfU12bmZu/Almz6vku/ePTwzHmJFHpKtO501jMuVEA2C1NPGg81+k\n\
        Emzk/dLnoKB2GfEdIhrgsJdbb0c8vbjDNRcO1M9ZcTHUZ0O9n6mB4KGfrYRmkN8X\n\
        XkCB7R2zIkRonWySgkqD50031XkugkEW6aZReslrcErP83FuFPO+EBX70xOs9fAZ\n\
        XxDrLudzhW/oHXoxF1TcxfY+Ac9qiEMeYLM8tbviVUAuhzqxAAPQrDjj8LUKYHoJ\n\
        NwIDAQAB\n\
        -----END PUBLIC KEY-----\n";
    const RSA_1024: &str = r#"{"kty":"RSA","n":"svybj8oh-CYewLp4WYcDTV3nKpBm4Mg1NYbuAzgA9AuwlwnTh6QgJRglfWPYkOHBztW0ZvgeS1t8owuWQ27SWFVhVbKe9g1SPFsQMjoLds5QjrtGJw2-w4U4TlSN2R67uSzl8DdcBCkKn7Xs-TqCNZN5GDcGy5n7oGFeOtMxYXs","e":"AQAB"}"#;
    const PS256: &str = "eyJhbGciOiJQUzI1NiIsImtpZCI6IjIwMjYifQ.eyJpc3MiOiJqb2UifQ.pu97twvizfUzHKws1CdBOM24SKRjgKrwvoQSdaQUP3XuCRp31bmnKJ26Dh4nVqa5eR_J_Az2huiXT4fD35i95-wUCq8LpLTsNj__bz7kcvGARyNCv_GjqmNE4TMnZTs0_JCMOJrdhEn0W8FNobNBU4r5lypY-N9LMqZwTzif2H5nsbXTknxl-Wqz_7BaCQG7BHZ8npM7N3QhfcxQzhaVKkp3U1B-vHoQH3sqWKk0Abg9i3eKw5C2pq3AObdIQb8PDdLGVaooMjVLjTsxupUUE_jwYQzEqJ3nWMMCpuQ5qOrEk1DFGp7j1o5NW3mcfCEysWFFPDOKLmv-4fe1oPOwaw";

    fn opens(keys: &str, compact: &str) -> bool {
        verify_by(&parse_keys(keys).unwrap(), compact, 4096).is_ok()
    }

    #[test]
    fn opens_what_each_kind_of_key_signed_and_nothing_that_another_did() {
        for (place, key) in [P256, ED25519, RSA].into_iter().enumerate() {
            for (other, compact) in [ES256, EDDSA, PS256].into_iter().enumerate() {
                assert_eq!(opens(key, compact), place == other, "{key} {compact}");
            }
        }
        assert_eq!(verify_by(&parse_keys(ED25519).unwrap(), EDDSA, 4096).unwrap(), b"Example of Ed25519 signing");
    }

    #[test]
    fn reads_keys_in_pem_and_in_sets() {
        assert!(opens(RSA_PEM, PS256));
        let set = format!("{{\"keys\":[{P256},{RSA}]}}");
        assert!(opens(&set, ES256) && opens(&set, PS256) && !opens(&set, EDDSA));
        for (kid, fits) in [("2026", true), ("2025", false)] {
            let named = RSA.replacen('{', &format!("{{\"kid\":\"{kid}\","), 1);
            assert_eq!(opens(&named, PS256), fits, "the header's kid is 2026");
        }
    }

    #[test]
    fn refuses_a_text_that_was_changed_in_any_part() {
        let parts: Vec<_> = ES256.split('.').collect();
        let [header, payload, signature] = parts.as_slice() else { panic!("three parts") };
        let alg = |text: &str| base64url::encode(text);
        for changed in [
            format!("{header}.{payload}"),
            format!("{header}.{payload}."),
            format!("{header}.{payload}.{signature}.{signature}"),
            format!("{header}.{}.{signature}", base64url::encode(r#"{"iss":"eve"}"#)),
            format!("{}.{payload}.{signature}", alg(r#"{"alg":"none"}"#)),
            format!("{}.{payload}.", alg(r#"{"alg":"none"}"#)),
            format!("{}.{payload}.{signature}", alg(r#"{"alg":"HS256"}"#)),
            format!("{}.{payload}.{signature}", alg(r#"{"alg":"ES256","crit":["exp"]}"#)),
            format!("{}.{payload}.{signature}", alg(r#"{"alg":"ES256","alg":"ES256"}"#)),
            format!("{header}.{payload}.{}", "A".repeat(86)),
        ] {
            assert!(!opens(P256, &changed), "{changed}");
        }
        assert!(verify_by(&parse_keys(P256).unwrap(), ES256, ES256.len() - 1).is_err());
    }

    #[test]
    fn refuses_keys_that_are_secret_weak_or_for_something_else() {
        for key in [
            r#"{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75"}"#,
            RSA_1024,
            &P256.replacen('{', r#"{"d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI","#, 1),
            &P256.replacen('{', r#"{"alg":"HS256","#, 1),
            &P256.replacen('{', r#"{"use":"enc","#, 1),
            &P256.replace("f83O", "f83P"),
            &P256.replace("P-256", "P-384"),
            r#"{"keys":[]}"#,
            "{}",
            "[]",
            "",
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        ] {
            assert!(parse_keys(key).is_err(), "{key}");
        }
    }
}
