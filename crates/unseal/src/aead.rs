//! AES-256-GCM (RFC 7518 section 5.3), the one content encryption of the wire.

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce, Tag,
    aead::{AeadInOut, inout::InOutBuf},
};
use zeroize::Zeroizing;

use crate::Unsealable;

/// Opens `ciphertext`; nothing of it is given out unless `tag` holds.
pub(crate) fn open(
    key: &[u8; 32],
    iv: &[u8; 12],
    associated: &[u8],
    ciphertext: &[u8],
    tag: &[u8; 16],
) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
    let mut buffer = Zeroizing::new(ciphertext.to_vec());
    Aes256Gcm::new(key.into())
        .decrypt_inout_detached(&Nonce::from(*iv), associated, InOutBuf::from(buffer.as_mut_slice()), &Tag::from(*tag))
        .map_err(|_| Unsealable)?;
    Ok(buffer)
}

/// Seals `plaintext`: the ciphertext and its tag.
pub(crate) fn seal(
    key: &[u8; 32],
    iv: &[u8; 12],
    associated: &[u8],
    plaintext: &[u8],
) -> Result<(Vec<u8>, [u8; 16]), Unsealable> {
    let mut buffer = plaintext.to_vec();
    let tag = Aes256Gcm::new(key.into())
        .encrypt_inout_detached(&Nonce::from(*iv), associated, InOutBuf::from(buffer.as_mut_slice()))
        .map_err(|_| Unsealable)?;
    Ok((buffer, tag.into()))
}
