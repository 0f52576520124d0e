//! A sealer that does as it is told: whatever header it is given, key, tag and associated data fit it. A forgery made
//! with it has one thing wrong with it, and nothing else.
#![allow(dead_code, reason = "each test takes what it needs")]

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::elliptic_curve::sec1::ToSec1Point;
use portico_unseal::{ContentKey, PrivateKey, Suite, Unsealable, jwe::Compact};
use rsa::{BigUint, Oaep, RsaPublicKey, rand_core::OsRng};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

/// Longest text that the tests take.
pub(crate) const MAX: usize = 64 * 1024;

pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn decode(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

/// A receiver: one of the platform's keys, or the session's key.
pub(crate) enum Receiver {
    Platform(PrivateKey),
    Client(ContentKey),
}

impl Receiver {
    /// One of each, with fixed keys: the fixtures', and one for the session.
    pub(crate) fn all() -> Vec<(&'static str, Self)> {
        let fixtures: Value = serde_json::from_str(include_str!("../fixtures/jose.json")).unwrap();
        let key = |index: usize, suite| {
            let secret = fixtures["fixtures"][index]["secret"].as_str().unwrap();
            Self::Platform(PrivateKey::from_text(suite, secret).unwrap())
        };
        vec![
            ("X25519", key(0, Suite::X25519)),
            ("P-256", key(1, Suite::P256)),
            ("RSA", key(2, Suite::Rsa)),
            ("dir", Self::Client(ContentKey::from([5; 32]))),
        ]
    }

    /// Opens as a server does: parse, then open. Why it failed is all one.
    pub(crate) fn open(&self, text: &str) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
        let jwe = Compact::parse(text, MAX)?;
        match self {
            Self::Platform(key) => jwe.open(key),
            Self::Client(key) => jwe.open_dir(key),
        }
    }

    /// What a sealer begins with: the header of a good value, the content key and the key part.
    pub(crate) fn prepare(&self) -> Prepared {
        let mut header =
            json!({"enc": "A256GCM", "kid": "k", "iat": 1_800_000_000, "jti": "j", "sid": "s", "use": "pin:c"});
        let (content_key, encrypted_key) = match self {
            Self::Client(key) => {
                header["alg"] = json!("dir");
                (*key.bytes(), Vec::new())
            }
            Self::Platform(key) => {
                let jwk = key.public_jwk();
                header["alg"] = jwk["alg"].clone();
                let member = |name: &str| decode(jwk[name].as_str().unwrap());
                match key.suite() {
                    Suite::X25519 => {
                        let ours = StaticSecret::from([7; 32]);
                        let theirs: [u8; 32] = member("x").try_into().unwrap();
                        let x = encode(PublicKey::from(&ours).as_bytes());
                        header["epk"] = json!({"kty": "OKP", "crv": "X25519", "x": x});
                        (derive(ours.diffie_hellman(&PublicKey::from(theirs)).as_bytes()), Vec::new())
                    }
                    Suite::P256 => {
                        let ours = p256::SecretKey::from_slice(&[7; 32]).unwrap();
                        let point = ours.public_key().to_sec1_point(false);
                        let theirs = [vec![4], member("x"), member("y")].concat();
                        let theirs = p256::PublicKey::from_sec1_bytes(&theirs).unwrap();
                        let (x, y) = (encode(point.x().unwrap()), encode(point.y().unwrap()));
                        header["epk"] = json!({"kty": "EC", "crv": "P-256", "x": x, "y": y});
                        (derive(ours.diffie_hellman(&theirs).raw_secret_bytes()), Vec::new())
                    }
                    Suite::Rsa => {
                        let number = |name: &str| BigUint::from_bytes_be(&member(name));
                        let public = RsaPublicKey::new(number("n"), number("e")).unwrap();
                        let padding = Oaep::new::<rsa::sha2::Sha256>();
                        ([9; 32], public.encrypt(&mut OsRng, padding, &[9; 32]).unwrap())
                    }
                }
            }
        };
        Prepared { header, content_key, encrypted_key }
    }
}

/// A value that is about to be sealed.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(crate) header: Value,
    pub(crate) content_key: [u8; 32],
    pub(crate) encrypted_key: Vec<u8>,
}

impl Prepared {
    /// Sealed under its header.
    pub(crate) fn seal(&self) -> String {
        self.seal_under(self.header.to_string())
    }

    /// Sealed under any bytes as a header.
    pub(crate) fn seal_under(&self, header: impl AsRef<[u8]>) -> String {
        self.seal_text(header, b"{\"pin\":\"4821\"}")
    }

    pub(crate) fn seal_text(&self, header: impl AsRef<[u8]>, plaintext: &[u8]) -> String {
        let protected = encode(header);
        let iv = [3; 12];
        let payload = Payload { msg: plaintext, aad: protected.as_bytes() };
        let sealed = Aes256Gcm::new(&self.content_key.into()).encrypt(&Nonce::from(iv), payload).unwrap();
        let (ciphertext, tag) = sealed.split_at(sealed.len() - 16);
        [protected, encode(&self.encrypted_key), encode(iv), encode(ciphertext), encode(tag)].join(".")
    }

    /// The header with one member changed, or taken away by `null`.
    pub(crate) fn with(&self, name: &str, value: Value) -> Self {
        let mut changed = self.clone();
        if value.is_null() {
            changed.header.as_object_mut().unwrap().remove(name);
        } else {
            changed.header[name] = value;
        }
        changed
    }
}

/// RFC 7518 section 4.6.2 for `A256GCM` with empty party infos.
pub(crate) fn derive(shared: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update([0, 0, 0, 1]);
    hash.update(shared);
    hash.update([0, 0, 0, 7]);
    hash.update(b"A256GCM");
    hash.update([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
    hash.finalize().into()
}
