//! Compact JWS (RFC 7515) with ES256: statements and proofs that carry their key, and the signed key set.

use p256::ecdsa::{
    Signature, SigningKey, VerifyingKey,
    signature::{Signer, Verifier},
};
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use crate::{Malformed, NoRandomness, Unsealable, base64url, json::parse_strict_object, thumbprint};

/// A JWS whose signature holds under the key that it carries. Whose key that is, is for the caller to check.
#[derive(Debug)]
pub struct Verified {
    /// The protected header, without duplicate members.
    pub header: Map<String, Value>,
    /// The public key in the header's `jwk`.
    pub jwk: Value,
    /// That key's RFC 7638 thumbprint.
    pub thumbprint: String,
    /// What was signed.
    pub payload: Vec<u8>,
}

/// Checks a JWS that carries its ES256 key in the header's `jwk` (RFC 7515 section 4.1.3).
///
/// `typ` is compared exactly, so that a token made for one purpose can't stand in for another. `max_len` bounds the
/// whole text in bytes.
///
/// # Errors
/// [`Unsealable`] when it is malformed, too long, of another `typ` or `alg`, has `crit`, carries no P-256 key or a
/// private one, or when its signature doesn't hold.
pub fn verify_embedded(compact: &str, typ: &str, max_len: usize) -> Result<Verified, Unsealable> {
    verify_embedded_by(compact, typ, max_len, |point, signed, signature| {
        let (key, signature) = (VerifyingKey::from_sec1_bytes(point), Signature::from_slice(signature));
        matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(signed, &signature).is_ok())
    })
}

/// The same, with the signature checked by `holds`, for a caller who has a faster way: it gets the key as an uncompressed
/// point (SEC 1 section 2.3.3), what was signed, and the signature, and refuses whatever is of the wrong form.
///
/// # Errors
/// Those of [`verify_embedded`].
pub fn verify_embedded_by(
    compact: &str,
    typ: &str,
    max_len: usize,
    holds: impl FnOnce(&[u8], &[u8], &[u8]) -> bool,
) -> Result<Verified, Unsealable> {
    if compact.len() > max_len {
        return Err(Unsealable);
    }
    let (signed, signature) = compact.rsplit_once('.').ok_or(Unsealable)?;
    let (protected, payload) = signed.split_once('.').ok_or(Unsealable)?;
    let header = parse_strict_object(&base64url::decode(protected)?)?;
    let is = |name: &str, value: &str| header.get(name).and_then(Value::as_str) == Some(value);
    if !is("alg", "ES256") || !is("typ", typ) || header.contains_key("crit") {
        return Err(Unsealable);
    }
    let jwk = header.get("jwk").cloned().ok_or(Unsealable)?;
    if !holds(&public_point(&jwk)?, signed.as_bytes(), &base64url::decode(signature)?) {
        return Err(Unsealable);
    }
    let thumbprint = thumbprint(&jwk)?;
    Ok(Verified { header, jwk, thumbprint, payload: base64url::decode(payload)? })
}

/// The point that a public P-256 JWK stands for, uncompressed. Whether it is on the curve is checked with the signature.
fn public_point(jwk: &Value) -> Result<Vec<u8>, Malformed> {
    let text = |name: &str| jwk.get(name).and_then(Value::as_str).ok_or(Malformed);
    if text("kty")? != "EC" || text("crv")? != "P-256" || jwk.get("d").is_some() {
        return Err(Malformed);
    }
    let x: [u8; 32] = base64url::decode_array(text("x")?)?;
    let y: [u8; 32] = base64url::decode_array(text("y")?)?;
    Ok([&[4][..], &x, &y].concat())
}

/// A private ES256 key.
pub struct SignatureKey(SigningKey);

impl std::fmt::Debug for SignatureKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SignatureKey([redacted])")
    }
}

impl SignatureKey {
    /// A new key.
    ///
    /// # Errors
    /// [`NoRandomness`] when the operating system gives none.
    pub fn generate() -> Result<Self, NoRandomness> {
        let mut secret = Zeroizing::new([0; 32]);
        // Not every 32 bytes are a scalar of the curve's order; about one in 2^32 isn't.
        loop {
            getrandom::fill(secret.as_mut()).map_err(|_| NoRandomness)?;
            if let Ok(key) = SigningKey::from_slice(secret.as_slice()) {
                return Ok(Self(key));
            }
        }
    }

    /// The key from what [`Self::to_text`] gave.
    ///
    /// # Errors
    /// [`Malformed`] when it is not that.
    pub fn from_text(text: &str) -> Result<Self, Malformed> {
        let secret = Zeroizing::new(base64url::decode_array::<32>(text)?);
        SigningKey::from_slice(secret.as_slice()).map(Self).map_err(|_| Malformed)
    }

    /// The secret scalar as base64url, for a key file.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(base64url::encode(Zeroizing::new(<[u8; 32]>::from(self.0.to_bytes())).as_slice()))
    }

    /// The public key: `kty`, `crv`, `x`, `y`.
    #[must_use]
    pub fn public_jwk(&self) -> Value {
        let point = self.0.verifying_key().to_sec1_point(false);
        let coordinate = |bytes: Option<&p256::FieldBytes>| bytes.map(base64url::encode).unwrap_or_default();
        json!({"kty": "EC", "crv": "P-256", "x": coordinate(point.x()), "y": coordinate(point.y())})
    }

    /// Signs `payload` as a compact JWS whose header is `alg`, `typ`, `jwk` and `more`.
    #[must_use]
    pub fn sign(&self, typ: &str, more: Map<String, Value>, payload: &[u8]) -> String {
        let mut header = more;
        header.insert("alg".to_owned(), json!("ES256"));
        header.insert("typ".to_owned(), json!(typ));
        header.insert("jwk".to_owned(), self.public_jwk());
        let protected = base64url::encode(Value::Object(header).to_string());
        let signed = [protected.as_str(), &base64url::encode(payload)].join(".");
        let signature: Signature = self.0.sign(signed.as_bytes());
        [signed.as_str(), &base64url::encode(signature.to_bytes())].join(".")
    }
}
