//! The platform's private keys, one suite each.

use std::fmt;

use p256::elliptic_curve::sec1::ToSec1Point;
use rsa::{
    RsaPrivateKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey},
    rand_core::OsRng,
    traits::PublicKeyParts,
};
use serde_json::{Value, json};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::{Malformed, NoRandomness, base64url, thumbprint};

/// Modulus of a generated RSA key. What the documented platform serves.
const RSA_BITS: usize = 2048;

/// A way to agree on a content key, in the SDK's order of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// `ECDH-ES` over X25519 (RFC 8037).
    X25519,
    /// `ECDH-ES` over P-256.
    P256,
    /// `RSA-OAEP-256`.
    Rsa,
}

/// A private key that opens what is sealed to its public half.
pub struct PrivateKey {
    pub(crate) secret: Secret,
    kid: String,
}

pub(crate) enum Secret {
    X25519(StaticSecret),
    P256(p256::SecretKey),
    Rsa(Box<RsaPrivateKey>),
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PrivateKey({:?}, {})", self.suite(), self.kid)
    }
}

impl PrivateKey {
    /// A new key. RSA takes a few hundred milliseconds.
    ///
    /// # Errors
    /// [`NoRandomness`] when the operating system gives none.
    pub fn generate(suite: Suite) -> Result<Self, NoRandomness> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut()).map_err(|_| NoRandomness)?;
        let secret = match suite {
            Suite::X25519 => Secret::X25519(StaticSecret::from(*bytes)),
            Suite::P256 => loop {
                // Not every 32 bytes are a scalar of the curve's order; about one in 2^32 isn't.
                if let Ok(key) = p256::SecretKey::from_slice(bytes.as_slice()) {
                    break Secret::P256(key);
                }
                getrandom::fill(bytes.as_mut()).map_err(|_| NoRandomness)?;
            },
            Suite::Rsa => Secret::Rsa(Box::new(RsaPrivateKey::new(&mut OsRng, RSA_BITS).map_err(|_| NoRandomness)?)),
        };
        Self::named(secret).map_err(|_| NoRandomness)
    }

    /// The key from what [`Self::to_text`] gave.
    ///
    /// # Errors
    /// [`Malformed`] when it is not that.
    pub fn from_text(suite: Suite, text: &str) -> Result<Self, Malformed> {
        let bytes = Zeroizing::new(base64url::decode(text)?);
        let fixed = || <[u8; 32]>::try_from(bytes.as_slice()).map(Zeroizing::new).map_err(|_| Malformed);
        Self::named(match suite {
            Suite::X25519 => Secret::X25519(StaticSecret::from(*fixed()?)),
            Suite::P256 => Secret::P256(p256::SecretKey::from_slice(fixed()?.as_slice()).map_err(|_| Malformed)?),
            Suite::Rsa => Secret::Rsa(Box::new(RsaPrivateKey::from_pkcs8_der(&bytes).map_err(|_| Malformed)?)),
        })
    }

    /// The secret as base64url, for a key file: 32 bytes, or PKCS #8 for RSA.
    ///
    /// # Errors
    /// [`Malformed`] when an RSA key can't be encoded.
    pub fn to_text(&self) -> Result<Zeroizing<String>, Malformed> {
        Ok(Zeroizing::new(match &self.secret {
            Secret::X25519(key) => base64url::encode(key.as_bytes()),
            Secret::P256(key) => base64url::encode(Zeroizing::new(<[u8; 32]>::from(key.to_bytes())).as_slice()),
            Secret::Rsa(key) => base64url::encode(key.to_pkcs8_der().map_err(|_| Malformed)?.as_bytes()),
        }))
    }

    /// Which suite the key is for.
    #[must_use]
    pub fn suite(&self) -> Suite {
        match self.secret {
            Secret::X25519(_) => Suite::X25519,
            Secret::P256(_) => Suite::P256,
            Secret::Rsa(_) => Suite::Rsa,
        }
    }

    /// The key's name: its own thumbprint, so that two keys never share one.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public half with `kid`, `use` and `alg`.
    #[must_use]
    pub fn public_jwk(&self) -> Value {
        let mut jwk = self.secret.bare_jwk();
        if let Some(members) = jwk.as_object_mut() {
            let algorithm = if self.suite() == Suite::Rsa { "RSA-OAEP-256" } else { "ECDH-ES" };
            members.insert("kid".to_owned(), json!(self.kid));
            members.insert("use".to_owned(), json!("enc"));
            members.insert("alg".to_owned(), json!(algorithm));
        }
        jwk
    }

    fn named(secret: Secret) -> Result<Self, Malformed> {
        let kid = thumbprint(&secret.bare_jwk())?;
        Ok(Self { secret, kid })
    }
}

impl Secret {
    /// The public key's own members.
    fn bare_jwk(&self) -> Value {
        match self {
            Self::X25519(key) => {
                json!({"kty": "OKP", "crv": "X25519", "x": base64url::encode(PublicKey::from(key).as_bytes())})
            }
            Self::P256(key) => {
                let point = key.public_key().to_sec1_point(false);
                let coordinate = |bytes: Option<&p256::FieldBytes>| bytes.map(base64url::encode).unwrap_or_default();
                json!({"kty": "EC", "crv": "P-256", "x": coordinate(point.x()), "y": coordinate(point.y())})
            }
            Self::Rsa(key) => json!({
                "kty": "RSA",
                "n": base64url::encode(key.n().to_bytes_be()),
                "e": base64url::encode(key.e().to_bytes_be()),
            }),
        }
    }
}
