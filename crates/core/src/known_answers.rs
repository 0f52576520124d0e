//! The primitives with every input given, for known answers in places where this crate's own tests don't run: the wasm, in
//! each browser. Only with the feature `known-answers`, which no build of the package has.

use portico_model::Jwk;

use crate::seal::{aes_gcm, concat_kdf, thumbprint};

/// AES-256-GCM: the ciphertext, ending with the tag of 16 bytes.
#[must_use]
pub fn aes_256_gcm(key: &[u8; 32], iv: [u8; 12], aad: &[u8], plaintext: &[u8]) -> Option<Vec<u8>> {
    let mut buffer = plaintext.to_vec();
    let tag = aes_gcm::encrypt(key, iv, aad, &mut buffer)?;
    buffer.extend_from_slice(&tag);
    Some(buffer)
}

/// Concat KDF with SHA-256, one round: 32 bytes, of which `bits` count.
#[must_use]
pub fn concat_kdf(shared_secret: &[u8], algorithm: &str, apu: &str, apv: &str, bits: u32) -> Vec<u8> {
    concat_kdf::derive(shared_secret, algorithm, apu, apv, bits).as_ref().to_vec()
}

/// The SHA-256 thumbprint of a key; `None` for one that has none.
#[must_use]
pub fn jwk_thumbprint(key: &Jwk) -> Option<String> {
    thumbprint::thumbprint(key)
}
