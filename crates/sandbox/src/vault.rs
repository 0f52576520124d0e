//! Encryption at rest: AES-256-GCM, bound to table, row and column, so that a value copied to another row opens nowhere.

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use portico_unseal::ContentKey;
use serde::{Serialize, de::DeserializeOwned};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::random::{encode_hex, generate_bytes};

/// A value at rest is damaged, was moved, or belongs to another key file.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a value at rest can't be opened")]
pub(crate) struct VaultError;

/// Where a value stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'a str,
    pub(crate) row: &'a str,
    pub(crate) column: &'a str,
}

impl Place<'_> {
    /// The associated data. Ids hold no slash, so no two places share a text.
    fn bind(&self) -> Vec<u8> {
        [self.table, self.row, self.column].join("/").into_bytes()
    }
}

/// Encrypts what the database must not hold in clear, and hashes what it must only compare.
pub(crate) struct Vault {
    cipher: Aes256Gcm,
    comparison: ContentKey,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Vault([redacted])")
    }
}

impl Vault {
    pub(crate) fn new(vault: &ContentKey, comparison: &ContentKey) -> Self {
        Self { cipher: Aes256Gcm::new(vault.bytes().into()), comparison: comparison.clone() }
    }

    /// IV, ciphertext and tag of `value` as JSON.
    pub(crate) fn seal<T: Serialize>(&self, place: Place<'_>, value: &T) -> Result<Vec<u8>, VaultError> {
        let plaintext = Zeroizing::new(serde_json::to_vec(value).map_err(|_| VaultError)?);
        self.seal_bytes(place, &plaintext)
    }

    /// The value that [`Self::seal`] was given.
    pub(crate) fn open<T: DeserializeOwned>(&self, place: Place<'_>, sealed: &[u8]) -> Result<T, VaultError> {
        serde_json::from_slice(&self.open_bytes(place, sealed)?).map_err(|_| VaultError)
    }

    /// The same for bytes that have to come back as they are.
    pub(crate) fn seal_bytes(&self, place: Place<'_>, plaintext: &[u8]) -> Result<Vec<u8>, VaultError> {
        let iv = generate_bytes::<12>().map_err(|_| VaultError)?;
        let place = place.bind();
        let payload = Payload { msg: plaintext, aad: &place };
        let ciphertext = self.cipher.encrypt(&Nonce::from(iv), payload).map_err(|_| VaultError)?;
        Ok([&iv[..], &ciphertext].concat())
    }

    /// The bytes that [`Self::seal_bytes`] was given.
    pub(crate) fn open_bytes(&self, place: Place<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let (iv, ciphertext) = sealed.split_first_chunk::<12>().ok_or(VaultError)?;
        let place = place.bind();
        let payload = Payload { msg: ciphertext, aad: &place };
        self.cipher.decrypt(&Nonce::from(*iv), payload).map(Zeroizing::new).map_err(|_| VaultError)
    }

    /// A keyed hash, for comparing requests whose plaintext is not kept.
    pub(crate) fn compare(&self, bytes: &[u8]) -> Result<String, VaultError> {
        let mut hash = Hmac::<Sha256>::new_from_slice(self.comparison.bytes()).map_err(|_| VaultError)?;
        hash.update(bytes);
        Ok(encode_hex(&hash.finalize().into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'static> = Place { table: "people", row: "1", column: "contact" };

    fn vault() -> Vault {
        Vault::new(&ContentKey::from([1; 32]), &ContentKey::from([2; 32]))
    }

    #[test]
    fn a_value_opens_at_its_place_and_nowhere_else() {
        let sealed = vault().seal(PLACE, &"mark").unwrap();
        assert!(!sealed.windows(4).any(|window| window == b"mark"));
        assert_eq!(vault().open::<String>(PLACE, &sealed).unwrap(), "mark");
        for place in
            [Place { table: "cards", ..PLACE }, Place { row: "2", ..PLACE }, Place { column: "secrets", ..PLACE }]
        {
            assert!(vault().open::<String>(place, &sealed).is_err(), "{place:?}");
        }
        assert!(vault().open::<String>(PLACE, &sealed[..11]).is_err());
    }

    #[test]
    fn the_same_value_looks_different_each_time_and_compares_equal() {
        assert_ne!(vault().seal(PLACE, &1).unwrap(), vault().seal(PLACE, &1).unwrap());
        assert_eq!(vault().compare(b"a").unwrap(), vault().compare(b"a").unwrap());
        assert_ne!(vault().compare(b"a").unwrap(), vault().compare(b"b").unwrap());
    }
}
