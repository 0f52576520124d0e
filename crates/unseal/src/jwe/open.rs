//! Opening. Every failure is the one [`Unsealable`], and takes the time of a wrong tag.

use serde_json::Value;
use zeroize::Zeroizing;

use super::{
    Algorithm, Compact,
    content_key::{agree_p256, agree_x25519, unwrap_rsa},
};
use crate::{ContentKey, Malformed, PrivateKey, Unsealable, aead, base64url, concat_kdf, keys::Secret};

impl Compact {
    /// Opens what was sealed to `key`'s public half.
    ///
    /// RFC 7516 section 11.5: where no content key is found, it goes on with a random one and fails where a wrong tag
    /// fails. That holds for every suite, and also for a value that asks for another suite than the key's.
    ///
    /// # Errors
    /// [`Unsealable`], whatever the cause.
    pub fn open(&self, key: &PrivateKey) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
        let random = ContentKey::generate().map_err(|_| Unsealable)?;
        let found = match &key.secret {
            Secret::X25519(secret) => {
                let shared = agree_x25519(secret, self.ephemeral("OKP", "X25519", "x"));
                shared.and_then(|shared| self.derived(shared.as_bytes()))
            }
            Secret::P256(secret) => {
                let coordinate = |name| self.ephemeral("EC", "P-256", name);
                let shared = agree_p256(secret, coordinate("x").zip(coordinate("y")));
                shared.and_then(|shared| self.derived(shared.raw_secret_bytes()))
            }
            Secret::Rsa(secret) => {
                let unwrapped = unwrap_rsa(secret, &self.encrypted_key);
                unwrapped.and_then(|bytes| Some(ContentKey::from(<[u8; 32]>::try_from(bytes.as_slice()).ok()?)))
            }
        };
        let opened = self.open_content(found.as_ref().unwrap_or(&random));
        if found.is_some() { opened } else { Err(Unsealable) }
    }

    /// Opens what was sealed under the shared `key` (`dir`).
    ///
    /// # Errors
    /// [`Unsealable`], whatever the cause.
    pub fn open_dir(&self, key: &ContentKey) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
        let opened = self.open_content(key);
        if self.algorithm == Algorithm::Dir { opened } else { Err(Unsealable) }
    }

    fn open_content(&self, key: &ContentKey) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
        aead::open(key.bytes(), &self.iv, self.protected.as_bytes(), &self.ciphertext, &self.tag)
    }

    /// The content key of a direct agreement (RFC 7518 section 4.6.2), from the shared secret.
    fn derived(&self, shared: &[u8]) -> Option<ContentKey> {
        let info = |name: &str| match self.header.get(name) {
            None => Ok(Vec::new()),
            Some(Value::String(text)) => base64url::decode(text),
            Some(_) => Err(Malformed),
        };
        let key = concat_kdf::derive(shared, "A256GCM", &info("apu").ok()?, &info("apv").ok()?, 256).ok()?;
        let bytes = Zeroizing::new(<[u8; 32]>::try_from(key.as_slice()).ok()?);
        Some(ContentKey::from(*bytes))
    }

    /// A coordinate of the header's ephemeral public key, which has to be of this type and curve and no private one.
    fn ephemeral(&self, kty: &str, crv: &str, member: &str) -> Option<[u8; 32]> {
        let epk = self.header.get("epk").and_then(Value::as_object)?;
        let text = |name: &str| epk.get(name).and_then(Value::as_str);
        if self.algorithm != Algorithm::EcdhEs
            || text("kty") != Some(kty)
            || text("crv") != Some(crv)
            || epk.contains_key("d")
        {
            return None;
        }
        base64url::decode_array(text(member)?).ok()
    }
}
