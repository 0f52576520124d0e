//! Finding the content key. Whatever fails here costs what succeeding costs: where something is missing or wrong, the
//! same work is done with a stand-in, so that time tells no more than the answer does.

use p256::{AffinePoint, elliptic_curve::sec1::ToSec1Point};
use rsa::{BigUint, Oaep, RsaPrivateKey, rand_core::OsRng, traits::PublicKeyParts};
use x25519_dalek::{PublicKey, SharedSecret, StaticSecret, X25519_BASEPOINT_BYTES};
use zeroize::Zeroizing;

/// The shared secret with the point `theirs`.
///
/// RFC 8037 section 3.2.1: a point of small order gives a secret that anybody knows, so it is refused.
pub(crate) fn agree_x25519(secret: &StaticSecret, theirs: Option<[u8; 32]>) -> Option<SharedSecret> {
    let shared = secret.diffie_hellman(&PublicKey::from(theirs.unwrap_or(X25519_BASEPOINT_BYTES)));
    (theirs.is_some() && shared.was_contributory()).then_some(shared)
}

/// The shared secret with the point of these coordinates.
///
/// A point that is not on the curve is refused: agreeing on one leaks the private key bit by bit.
pub(crate) fn agree_p256(
    secret: &p256::SecretKey,
    theirs: Option<([u8; 32], [u8; 32])>,
) -> Option<p256::ecdh::SharedSecret> {
    let generator = AffinePoint::GENERATOR.to_sec1_point(false);
    let point = theirs.map(|(x, y)| [&[4][..], &x, &y].concat());
    // Reading the stand-in costs what reading theirs costs.
    let on_curve = point.as_deref().and_then(|point| p256::PublicKey::from_sec1_bytes(point).ok());
    let stand_in = p256::PublicKey::from_sec1_bytes(generator.as_bytes()).ok()?;
    let shared = secret.diffie_hellman(on_curve.as_ref().unwrap_or(&stand_in));
    on_curve.is_some().then_some(shared)
}

/// What was encrypted to `secret` by RSAES-OAEP with SHA-256, for the hash and the mask, and no label.
///
/// Blinded, because the crate's modular arithmetic is not constant-time.
pub(crate) fn unwrap_rsa(secret: &RsaPrivateKey, encrypted: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    // The crate gives up at once on what is no number below the modulus. Two is one, and never well padded.
    let is_number = encrypted.len() == secret.size() && BigUint::from_bytes_be(encrypted) < *secret.n();
    let mut stand_in = vec![0; secret.size()];
    if let Some(last) = stand_in.last_mut() {
        *last = 2;
    }
    let number = if is_number { encrypted } else { &stand_in };
    let opened = secret.decrypt_blinded(&mut OsRng, Oaep::new::<rsa::sha2::Sha256>(), number).map(Zeroizing::new);
    opened.ok().filter(|_| is_number)
}
