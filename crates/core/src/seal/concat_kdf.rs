//! Concat KDF with SHA-256 (NIST SP 800-56A section 5.8.1), as RFC 7518 section 4.6.2 fills it in.

use ring::digest::{Context, Digest, SHA256};

use super::content_key::ContentKey;

/// Derives the content key for direct key agreement, with empty party infos. One round gives the 256 bits.
pub(crate) fn derive_content_key(shared_secret: &[u8], enc: &str) -> Option<ContentKey> {
    ContentKey::from_slice(derive(shared_secret, enc, "", "", 256).as_ref())
}

/// The same with every input given.
pub(crate) fn derive(shared_secret: &[u8], algorithm: &str, apu: &str, apv: &str, bits: u32) -> Digest {
    let mut hash = Context::new(&SHA256);
    hash.update(&1u32.to_be_bytes());
    hash.update(shared_secret);
    for part in [algorithm, apu, apv] {
        hash.update(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.update(&bits.to_be_bytes());
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::base64url;

    #[test]
    fn derives_the_key_of_rfc_7518_appendix_c() {
        let shared = [
            158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110, 163, 218, 128,
            106, 72, 246, 218, 167, 121, 140, 254, 144, 196,
        ];
        let key = derive(&shared, "A128GCM", "Alice", "Bob", 128);
        assert_eq!(base64url(&key.as_ref()[..16]), "VqqN6vgjbSBcIijNcacQGg");
    }
}
