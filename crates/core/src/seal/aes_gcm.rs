//! AES-256-GCM (NIST SP 800-38D). Sealing only: what the platform seals is opened under keys that we can't read.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

/// Encrypts `buffer` in place, so that the plaintext is overwritten, and gives the tag. `None` never happens for
/// buffers that fit in memory.
pub(crate) fn encrypt(key: &[u8; 32], iv: [u8; 12], aad: &[u8], buffer: &mut [u8]) -> Option<[u8; 16]> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).ok()?);
    let tag = key.seal_in_place_separate_tag(Nonce::assume_unique_for_key(iv), Aad::from(aad), buffer).ok()?;
    tag.as_ref().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encrypts_the_zero_block_of_nist_test_case_14() {
        let mut buffer = [0; 16];
        let tag = encrypt(&[0; 32], [0; 12], b"", &mut buffer).unwrap();
        assert_eq!(buffer, 0xcea7_403d_4d60_6b6e_074e_c5d3_baf3_9d18_u128.to_be_bytes());
        assert_eq!(tag, 0xd0d1_c8a7_9999_6bf0_265b_98b5_d48a_b919_u128.to_be_bytes());
    }
}
