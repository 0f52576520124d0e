//! WebCrypto's part, by ring.

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portico_core::ports::{DeviceKeys, PortFault, SessionKeys};
use portico_model::Jwk;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, UnparsedPublicKey,
};

use super::Browser;

/// A new P-256 key.
pub fn generate_device_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap()
}

impl DeviceKeys for Browser {
    async fn device_key(&self) -> Result<Jwk, PortFault> {
        let point = self.device_key.public_key().as_ref();
        Ok(Jwk {
            kty: "EC".into(),
            crv: Some("P-256".into()),
            x: Some(URL_SAFE_NO_PAD.encode(&point[1..33])),
            y: Some(URL_SAFE_NO_PAD.encode(&point[33..])),
            ..Jwk::default()
        })
    }

    async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, PortFault> {
        let signature = self.device_key.sign(&SystemRandom::new(), message).map_err(|_| PortFault::Crypto)?;
        Ok(signature.as_ref().to_vec())
    }

    async fn verify(&self, key: &Jwk, message: &[u8], signature: &[u8]) -> Result<bool, PortFault> {
        let coordinate = |text: &Option<String>| URL_SAFE_NO_PAD.decode(text.as_deref().unwrap_or_default());
        let x = coordinate(&key.x).map_err(|_| PortFault::Rejected)?;
        let y = coordinate(&key.y).map_err(|_| PortFault::Rejected)?;
        let point = [&[4][..], &x, &y].concat();
        Ok(UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature).is_ok())
    }
}

impl SessionKeys for Browser {
    type Key = Rc<[u8; 32]>;

    async fn import(&self, raw: &[u8; 32]) -> Result<Self::Key, PortFault> {
        Ok(Rc::new(*raw))
    }

    async fn open(&self, key: &Self::Key, iv: &[u8; 12], aad: &[u8], ciphertext: &[u8]) -> Result<Vec<u8>, PortFault> {
        let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.as_slice()).unwrap());
        let mut buffer = ciphertext.to_vec();
        let nonce = Nonce::assume_unique_for_key(*iv);
        let opened = cipher.open_in_place(nonce, Aad::from(aad), &mut buffer).map_err(|_| PortFault::Rejected)?;
        Ok(opened.to_vec())
    }

    async fn keep(&self, name: &str, key: &Self::Key) {
        self.session_keys.borrow_mut().insert(name.to_owned(), Rc::clone(key));
    }

    async fn recall(&self, name: &str) -> Option<Self::Key> {
        self.session_keys.borrow().get(name).cloned()
    }

    async fn forget(&self, name: &str) {
        self.session_keys.borrow_mut().remove(name);
    }
}
