//! A symmetric key of 256 bits: a session's key, or the reply key of a device statement.

use std::fmt;

use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::{Malformed, NoRandomness, base64url};

/// A key for `dir`. Wiped when it is dropped.
#[derive(Clone)]
pub struct ContentKey(Zeroizing<[u8; 32]>);

impl fmt::Debug for ContentKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ContentKey([redacted])")
    }
}

impl ContentKey {
    /// A new key.
    ///
    /// # Errors
    /// [`NoRandomness`] when the operating system gives none.
    pub fn generate() -> Result<Self, NoRandomness> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut()).map_err(|_| NoRandomness)?;
        Ok(Self(bytes))
    }

    /// The key of an `oct` JWK.
    ///
    /// # Errors
    /// [`Malformed`] when it is another key type or has not 32 bytes.
    pub fn from_jwk(jwk: &Value) -> Result<Self, Malformed> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str).ok_or(Malformed);
        if text("kty")? != "oct" {
            return Err(Malformed);
        }
        base64url::decode_array(text("k")?).map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// The key as an `oct` JWK. It holds the secret: to be sealed.
    #[must_use]
    pub fn to_jwk(&self) -> Value {
        json!({"kty": "oct", "k": base64url::encode(self.0.as_slice())})
    }

    /// The key itself, for encrypting it at rest.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for ContentKey {
    fn from(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }
}
