//! Opening. Every failure is the one [`Unsealable`].

use rsa::{Oaep, rand_core::OsRng};
use serde_json::Value;
use x25519_dalek::{PublicKey, SharedSecret, StaticSecret};
use zeroize::Zeroizing;

use super::{Algorithm, Compact};
use crate::{ContentKey, Malformed, PrivateKey, Unsealable, aead, base64url, concat_kdf, keys::Secret};

impl Compact {
    /// Opens what was sealed to `key`'s public half.
    ///
    /// # Errors
    /// [`Unsealable`], whatever the cause.
    pub fn open(&self, key: &PrivateKey) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
        let content_key = match (self.algorithm, &key.secret) {
            (Algorithm::EcdhEs, Secret::X25519(secret)) => {
                let shared = agree_x25519(secret, self.ephemeral("OKP", "X25519", "x")?)?;
                self.agreed(shared.as_bytes())?
            }
            (Algorithm::EcdhEs, Secret::P256(secret)) => {
                let x = self.ephemeral("EC", "P-256", "x")?;
                let y = self.ephemeral("EC", "P-256", "y")?;
                self.agreed(agree_p256(secret, x, y)?.raw_secret_bytes())?
            }
            (Algorithm::RsaOaep256, Secret::Rsa(secret)) => {
                // RFC 7516 section 11.5: a failed unwrap goes on with a random key, so that it fails where a wrong
                // tag fails. Blinded, because the crate's modular arithmetic is not constant-time.
                let random = ContentKey::generate().map_err(|_| Unsealable)?;
                let unwrapped = secret
                    .decrypt_blinded(&mut OsRng, Oaep::new::<rsa::sha2::Sha256>(), &self.encrypted_key)
                    .map(Zeroizing::new);
                match unwrapped.as_deref().map(|bytes| <[u8; 32]>::try_from(bytes.as_slice())) {
                    Ok(Ok(bytes)) => ContentKey::from(bytes),
                    _ => random,
                }
            }
            _ => return Err(Unsealable),
        };
        self.open_content(&content_key)
    }

    /// Opens what was sealed under the shared `key` (`dir`).
    ///
    /// # Errors
    /// [`Unsealable`], whatever the cause.
    pub fn open_dir(&self, key: &ContentKey) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
        if self.algorithm != Algorithm::Dir {
            return Err(Unsealable);
        }
        self.open_content(key)
    }

    fn open_content(&self, key: &ContentKey) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
        aead::open(key.bytes(), &self.iv, self.protected.as_bytes(), &self.ciphertext, &self.tag)
    }

    /// The content key of a direct agreement (RFC 7518 section 4.6.2), from the shared secret.
    fn agreed(&self, shared: &[u8]) -> Result<ContentKey, Unsealable> {
        let info = |name: &str| match self.header.get(name) {
            None => Ok(Vec::new()),
            Some(Value::String(text)) => base64url::decode(text),
            Some(_) => Err(Malformed),
        };
        let key = concat_kdf::derive(shared, "A256GCM", &info("apu")?, &info("apv")?, 256)?;
        let bytes = Zeroizing::new(<[u8; 32]>::try_from(key.as_slice()).map_err(|_| Unsealable)?);
        Ok(ContentKey::from(*bytes))
    }

    /// A coordinate of the header's ephemeral public key, which has to be of this type and curve and no private one.
    fn ephemeral(&self, kty: &str, crv: &str, member: &str) -> Result<[u8; 32], Unsealable> {
        let epk = self.header.get("epk").and_then(Value::as_object).ok_or(Unsealable)?;
        let text = |name: &str| epk.get(name).and_then(Value::as_str);
        if text("kty") != Some(kty) || text("crv") != Some(crv) || epk.contains_key("d") {
            return Err(Unsealable);
        }
        Ok(base64url::decode_array(text(member).ok_or(Unsealable)?)?)
    }
}

/// RFC 8037 section 3.2.1: a point of small order gives a secret that anybody knows, so it is refused.
fn agree_x25519(secret: &StaticSecret, theirs: [u8; 32]) -> Result<SharedSecret, Unsealable> {
    let shared = secret.diffie_hellman(&PublicKey::from(theirs));
    if shared.was_contributory() { Ok(shared) } else { Err(Unsealable) }
}

/// Refuses a point that is not on the curve: agreeing on one leaks the private key bit by bit.
fn agree_p256(secret: &p256::SecretKey, x: [u8; 32], y: [u8; 32]) -> Result<p256::ecdh::SharedSecret, Unsealable> {
    let theirs = p256::PublicKey::from_sec1_bytes(&[&[4][..], &x, &y].concat()).map_err(|_| Unsealable)?;
    Ok(secret.diffie_hellman(&theirs))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> [u8; 32] {
        base64url::decode_array(text).unwrap()
    }

    #[test]
    fn agrees_on_the_secret_of_rfc_8037_appendix_a_6() {
        // Bob's private key is RFC 7748's (section 6.1), which A.6 goes on with.
        let bob = StaticSecret::from(bytes("XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC-LJ_-I4Os"));
        assert_eq!(PublicKey::from(&bob).as_bytes(), &bytes("3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"));
        let shared = agree_x25519(&bob, bytes("hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo")).unwrap();
        assert_eq!(shared.as_bytes(), &bytes("Sl2dW6TOLeFyjjv0gDUPJeB-IclH0Z4zdvCbPB4WF0I"));
    }

    #[test]
    fn agrees_on_the_secret_of_rfc_7518_appendix_c() {
        let bob = p256::SecretKey::from_slice(&bytes("VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw")).unwrap();
        let x = bytes("gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0");
        let y = bytes("SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps");
        let shared = agree_p256(&bob, x, y).unwrap();
        assert_eq!(shared.raw_secret_bytes().as_slice(), bytes("nlbZHYFxNdNyg0KDv4QmnPsxbqPagGpI9tqneYz-kMQ"));
        assert_eq!(agree_p256(&bob, x, x).err(), Some(Unsealable));
    }

    #[test]
    fn refuses_points_of_small_order() {
        let bob = StaticSecret::from([7; 32]);
        let mut one = [0; 32];
        one[0] = 1;
        for point in [[0; 32], one] {
            assert!(agree_x25519(&bob, point).is_err());
        }
    }
}
