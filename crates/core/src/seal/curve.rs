//! Whether a point is on P-256 (FIPS 186-5, SP 800-186 section 3.2.1.3). Engines differ in how early they refuse one that
//! is not, and the check is small. All of it is public, so that nothing here has to take the same time for every point.

/// A number below 2^256: four limbs, the lowest first.
type Number = [u64; 4];

/// The field's prime, 2^256 - 2^224 + 2^192 + 2^96 - 1.
const P: Number = [u64::MAX, 0xffff_ffff, 0, 0xffff_ffff_0000_0001];
/// The curve's `b`; its `a` is -3.
const B: Number = [0x3bce_3c3e_27d2_604b, 0x651d_06b0_cc53_b0f6, 0xb3eb_bd55_7698_86bc, 0x5ac6_35d8_aa3a_93e7];

/// Whether the big-endian coordinates fulfil y² = x³ - 3x + b, and are both below the prime.
pub(crate) fn is_on_p256(x: &[u8], y: &[u8]) -> bool {
    let (Some(x), Some(y)) = (number(x), number(y)) else { return false };
    let cubed = multiply(&multiply(&x, &x), &x);
    let thrice = add(&add(&x, &x), &x);
    [x, y].iter().all(|coordinate| subtract(coordinate, &P).1) && add(&multiply(&y, &y), &thrice) == add(&cubed, &B)
}

/// The number of 32 bytes, if it is below the prime.
fn number(bytes: &[u8]) -> Option<Number> {
    let mut limbs = [0; 4];
    for (limb, eight) in limbs.iter_mut().rev().zip(bytes.chunks(8)) {
        *limb = u64::from_be_bytes(eight.try_into().ok()?);
    }
    (bytes.len() == 32 && subtract(&limbs, &P).1).then_some(limbs)
}

/// The product modulo the prime, bit by bit.
fn multiply(a: &Number, b: &Number) -> Number {
    let mut product = [0; 4];
    for limb in a.iter().rev() {
        for bit in (0..64).rev() {
            product = add(&product, &product);
            if limb >> bit & 1 == 1 {
                product = add(&product, b);
            }
        }
    }
    product
}

/// The sum modulo the prime, of numbers below it.
fn add(a: &Number, b: &Number) -> Number {
    let (mut sum, mut carry) = (*a, false);
    for (limb, other) in sum.iter_mut().zip(b) {
        (*limb, carry) = limb.carrying_add(*other, carry);
    }
    let (reduced, borrowed) = subtract(&sum, &P);
    if carry || !borrowed { reduced } else { sum }
}

/// The difference, and whether it is below zero.
fn subtract(a: &Number, b: &Number) -> (Number, bool) {
    let (mut difference, mut borrow) = (*a, false);
    for (limb, other) in difference.iter_mut().zip(b) {
        (*limb, borrow) = limb.borrowing_sub(*other, borrow);
    }
    (difference, borrow)
}

#[cfg(test)]
mod tests {
    use p256::PublicKey;
    use proptest::prelude::*;

    use super::*;

    fn is_taken_by_rustcrypto(x: &[u8; 32], y: &[u8; 32]) -> bool {
        PublicKey::from_sec1_bytes(&[&[4][..], x, y].concat()).is_ok()
    }

    proptest! {
        #[test]
        fn takes_the_points_that_rustcrypto_takes(scalar in any::<[u8; 32]>(), flip in 0_usize..512) {
            prop_assume!(p256::SecretKey::from_slice(&scalar).is_ok());
            let key = p256::SecretKey::from_slice(&scalar).unwrap().public_key().to_sec1_bytes();
            let (mut x, mut y): ([u8; 32], [u8; 32]) = (key[1..33].try_into().unwrap(), key[33..].try_into().unwrap());
            prop_assert!(is_on_p256(&x, &y));
            let changed = if flip < 256 { &mut x } else { &mut y };
            changed[flip / 8 % 32] ^= 1 << (flip % 8);
            prop_assert_eq!(is_on_p256(&x, &y), is_taken_by_rustcrypto(&x, &y));
        }
    }

    #[test]
    fn refuses_coordinates_beyond_the_prime_and_the_point_that_is_none() {
        // x = 0 is on the curve; with the prime in its place the same point has a second spelling.
        let point = PublicKey::from_sec1_bytes(&[&[2][..], &[0; 32]].concat()).unwrap();
        let y: [u8; 32] = point.to_sec1_bytes()[33..].try_into().unwrap();
        assert!(is_on_p256(&[0; 32], &y));
        let mut prime = [0; 32];
        for (eight, limb) in prime.chunks_mut(8).zip(P.iter().rev()) {
            eight.copy_from_slice(&limb.to_be_bytes());
        }
        assert!(!is_on_p256(&prime, &y));
        assert!(!is_on_p256(&[0; 32], &[0; 32]));
        assert!(!is_on_p256(&[255; 32], &[255; 32]));
    }
}
