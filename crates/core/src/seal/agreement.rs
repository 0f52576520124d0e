//! X25519 (RFC 7748) with a key of our own that lives for one sealing.

use ring::agreement::{EphemeralPrivateKey, UnparsedPublicKey, X25519, agree_ephemeral};

use super::concat_kdf::derive_content_key;
use super::content_key::ContentKey;

/// Our public key, `epk`, and the key for the content. `None` when `peer` is a point of low order: the secret would be
/// all zeros (RFC 7748 section 6.1), and known to everybody. `random` is used for nothing else, and wiped by its owner.
pub(crate) fn agree(peer: &[u8; 32], enc: &str, random: &[u8; 32]) -> Option<([u8; 32], ContentKey)> {
    let ours = EphemeralPrivateKey::generate(&X25519, &given(random)).ok()?;
    let epk = ours.compute_public_key().ok()?.as_ref().try_into().ok()?;
    let peer = UnparsedPublicKey::new(&X25519, peer);
    let content_key = agree_ephemeral(ours, &peer, |secret| derive_content_key(secret, enc)).ok()??;
    Some((epk, content_key))
}

/// The port's randomness, as ring takes it. ring's own source in a browser is a second one, of the crate getrandom, with
/// bindings that the package would carry for these 32 bytes alone.
#[allow(deprecated, reason = "ring takes randomness of others in no other way; its version is fixed in Cargo.lock")]
fn given(random: &[u8; 32]) -> ring::test::rand::FixedSliceRandom<'_> {
    ring::test::rand::FixedSliceRandom { bytes: random }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The points whose order divides 8, and their spellings beyond the prime.
    const LOW_ORDER: [[u8; 32]; 7] = [
        [0; 32],
        point(1, 0, 0),
        [
            0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda, 0x09,
            0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00,
        ],
        [
            0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef, 0x5b, 0x04, 0x44,
            0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11, 0x57,
        ],
        point(0xec, 0xff, 0x7f),
        point(0xed, 0xff, 0x7f),
        point(0xee, 0xff, 0x7f),
    ];

    const fn point(first: u8, middle: u8, last: u8) -> [u8; 32] {
        let mut point = [middle; 32];
        point[0] = first;
        point[31] = last;
        point
    }

    #[test]
    fn refuses_every_point_of_low_order() {
        for peer in LOW_ORDER {
            assert!(agree(&peer, "A256GCM", &[7; 32]).is_none(), "{peer:02x?}");
        }
    }

    #[test]
    fn other_randomness_gives_another_key() {
        let peer = point(9, 0, 0);
        let [first, second] = [[1; 32], [2; 32]].map(|random| agree(&peer, "A256GCM", &random).unwrap());
        assert_ne!(first.0, second.0);
        assert_ne!(first.1.bytes(), second.1.bytes());
    }
}
