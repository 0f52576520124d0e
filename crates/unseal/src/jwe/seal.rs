//! Sealing for the client: `dir` under a key that both sides hold.

use serde_json::{Map, Value, json};

use crate::{ContentKey, NoRandomness, aead, base64url};

/// Seals `plaintext` under `key`, with `claims` (`kid`, `iat`, `jti`, `use`, …) in the protected header.
///
/// The IV is random: one key seals a few hundred values in its life, far from the 2^32 that random IVs allow.
///
/// # Errors
/// [`NoRandomness`] when the operating system gives none.
pub fn seal_dir(key: &ContentKey, claims: Map<String, Value>, plaintext: &[u8]) -> Result<String, NoRandomness> {
    let mut header = claims;
    header.insert("alg".to_owned(), json!("dir"));
    header.insert("enc".to_owned(), json!("A256GCM"));
    let protected = base64url::encode(Value::Object(header).to_string());
    let mut iv = [0; 12];
    getrandom::fill(&mut iv).map_err(|_| NoRandomness)?;
    let (ciphertext, tag) = aead::seal(key.bytes(), &iv, protected.as_bytes(), plaintext).map_err(|_| NoRandomness)?;
    let parts = [&protected, "", &base64url::encode(iv), &base64url::encode(ciphertext), &base64url::encode(tag)];
    Ok(parts.join("."))
}
