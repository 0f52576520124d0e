//! The Concat KDF of NIST SP 800-56A as RFC 7518 section 4.6 uses it: one round of SHA-256 gives the 256 bits.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::Malformed;

/// A content key of `bits` (256 at most) from the shared secret `z`, for `algorithm` and the two parties' infos.
pub(crate) fn derive(
    z: &[u8],
    algorithm: &str,
    apu: &[u8],
    apv: &[u8],
    bits: u32,
) -> Result<Zeroizing<Vec<u8>>, Malformed> {
    let wanted = usize::try_from(bits / 8).map_err(|_| Malformed)?;
    let mut hash = Sha256::new();
    hash.update(1_u32.to_be_bytes());
    hash.update(z);
    for part in [algorithm.as_bytes(), apu, apv] {
        hash.update(u32::try_from(part.len()).map_err(|_| Malformed)?.to_be_bytes());
        hash.update(part);
    }
    hash.update(bits.to_be_bytes());
    let digest = Zeroizing::new(<[u8; 32]>::from(hash.finalize()));
    digest.get(..wanted).map(|key| Zeroizing::new(key.to_vec())).ok_or(Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_more_than_one_round() {
        assert!(derive(&[0; 32], "A256GCM", b"", b"", 256).is_ok());
        assert_eq!(derive(&[0; 32], "A256GCM", b"", b"", 512), Err(Malformed));
    }
}
