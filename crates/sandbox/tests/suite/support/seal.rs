//! Sealing as a client does it, written here once more, so that neither side's code checks itself.

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::elliptic_curve::sec1::ToSec1Point;
use rsa::{BigUint, Oaep, RsaPublicKey, rand_core::OsRng};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decode(value: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(value.as_str().unwrap()).unwrap()
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

/// To whom: one key of the platform's set.
#[derive(Clone, Debug)]
pub(crate) struct Recipient(pub(crate) Value);

/// What is sealed, and how: the header's members are for the tests to change.
#[derive(Clone, Debug)]
pub(crate) struct Seal {
    pub(crate) header: Value,
    pub(crate) plaintext: String,
}

impl Seal {
    /// As a client that does everything right.
    pub(crate) fn new(recipient: &Recipient, sid: Option<&str>, use_: &str, iat: i64, plaintext: String) -> Self {
        let mut header = json!({
            "alg": recipient.0["alg"], "enc": "A256GCM", "kid": recipient.0["kid"],
            "iat": iat, "jti": encode(random::<16>()), "use": use_,
        });
        if let Some(sid) = sid {
            header["sid"] = json!(sid);
        }
        Self { header, plaintext }
    }

    /// The compact form.
    pub(crate) fn to(self, recipient: &Recipient) -> String {
        self.forge(recipient, |header| header)
    }

    /// The same with the header's text changed before it is protected: everything else about the value is right.
    pub(crate) fn forge(mut self, recipient: &Recipient, change: impl FnOnce(String) -> String) -> String {
        let key = &recipient.0;
        let (content_key, encrypted_key) = match key["kty"].as_str().unwrap() {
            "OKP" => {
                let secret = StaticSecret::from(random::<32>());
                let theirs: [u8; 32] = decode(&key["x"]).try_into().unwrap();
                let epk = encode(PublicKey::from(&secret).as_bytes());
                self.header["epk"] = json!({"kty": "OKP", "crv": "X25519", "x": epk});
                (derive(secret.diffie_hellman(&PublicKey::from(theirs)).as_bytes()), Vec::new())
            }
            "EC" => {
                let secret = p256::SecretKey::from_slice(&random::<32>()).unwrap();
                let point = [vec![4], decode(&key["x"]), decode(&key["y"])].concat();
                let theirs = p256::PublicKey::from_sec1_bytes(&point).unwrap();
                let ours = secret.public_key().to_sec1_point(false);
                self.header["epk"] = json!({"kty": "EC", "crv": "P-256", "x": encode(ours.x().unwrap()), "y": encode(ours.y().unwrap())});
                (derive(secret.diffie_hellman(&theirs).raw_secret_bytes()), Vec::new())
            }
            _ => {
                let number = |name: &str| BigUint::from_bytes_be(&decode(&key[name]));
                let theirs = RsaPublicKey::new(number("n"), number("e")).unwrap();
                let content_key = random::<32>();
                let padding = Oaep::new::<rsa::sha2::Sha256>();
                (content_key, theirs.encrypt(&mut OsRng, padding, &content_key).unwrap())
            }
        };
        let header = change(self.header.to_string());
        self.finish(&header, &content_key, encrypted_key)
    }

    /// What whoever knows the agreement's outcome could seal: `epk` stands in the header, `shared` is what it leads to.
    pub(crate) fn with_known_secret(mut self, epk: Value, shared: &[u8]) -> String {
        self.header["epk"] = epk;
        self.finish(&self.header.to_string(), &derive(shared), Vec::new())
    }

    fn finish(&self, header: &str, content_key: &[u8; 32], encrypted_key: Vec<u8>) -> String {
        let protected = encode(header);
        let iv = random::<12>();
        let payload = Payload { msg: self.plaintext.as_bytes(), aad: protected.as_bytes() };
        let sealed = Aes256Gcm::new(content_key.into()).encrypt(&Nonce::from(iv), payload).unwrap();
        let (ciphertext, tag) = sealed.split_at(sealed.len() - 16);
        [protected, encode(encrypted_key), encode(iv), encode(ciphertext), encode(tag)].join(".")
    }
}

/// RFC 7518 section 4.6.2 for `A256GCM` with empty party infos.
fn derive(shared: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update([0, 0, 0, 1]);
    hash.update(shared);
    hash.update([0, 0, 0, 7]);
    hash.update(b"A256GCM");
    hash.update([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
    hash.finalize().into()
}
