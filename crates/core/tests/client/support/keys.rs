//! WebCrypto's part of a browser.

use std::rc::Rc;

use portico_core::ports::{Agreement, DeviceKeys, Idle, PortFault, Sealing, SessionKeys, Signals};
use portico_model::Jwk;

use super::Browser;
use super::webcrypto::{self, Handle};

impl DeviceKeys for Browser {
    async fn device_key(&self) -> Result<Jwk, PortFault> {
        self.ask().await;
        Ok(webcrypto::public_jwk(&self.device_key))
    }

    async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, PortFault> {
        self.ask().await;
        webcrypto::sign(&self.device_key, message)
    }

    async fn verify(&self, key: &Jwk, message: &[u8], signature: &[u8]) -> Result<bool, PortFault> {
        self.ask().await;
        webcrypto::verify(key, message, signature)
    }
}

impl Signals for Browser {
    async fn signals(&self) -> String {
        self.ask().await;
        r#"{"cores": {"value": 8}}"#.to_owned()
    }
}

impl SessionKeys for Browser {
    type Key = Rc<[u8; 32]>;

    async fn import(&self, raw: &[u8; 32]) -> Result<Self::Key, PortFault> {
        self.ask().await;
        Ok(Rc::new(*raw))
    }

    async fn open(&self, key: &Self::Key, iv: &[u8; 12], aad: &[u8], ciphertext: &[u8]) -> Result<Vec<u8>, PortFault> {
        self.ask().await;
        webcrypto::decrypt(key, iv, aad, ciphertext)
    }

    async fn keep(&self, name: &str, key: Option<&Self::Key>) {
        self.ask().await;
        let mut kept = self.session_keys.borrow_mut();
        match key {
            Some(key) => kept.insert(name.to_owned(), Rc::clone(key)),
            None => kept.remove(name),
        };
    }

    async fn recall(&self, name: &str) -> Option<Self::Key> {
        self.ask().await;
        self.session_keys.borrow().get(name).cloned()
    }
}

/// Values of some hundred bytes are encrypted in the core, device statements and documents here.
const ENCRYPTS_FROM: usize = 256;

impl Sealing for Browser {
    type Handle = Handle;

    async fn import_public_key(&self, jwk: &str) -> Result<Handle, PortFault> {
        self.ask().await;
        webcrypto::import_public_key(jwk)
    }

    async fn agree(&self, key: &Handle) -> Result<Agreement, PortFault> {
        self.ask().await;
        webcrypto::agree(key)
    }

    async fn import_content_key(&self, raw: &[u8; 32]) -> Result<Handle, PortFault> {
        self.ask().await;
        Ok(Handle::Content(Rc::new(*raw)))
    }

    async fn encrypt(&self, key: &Handle, iv: &[u8; 12], aad: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, PortFault> {
        self.ask().await;
        webcrypto::encrypt(key, iv, aad, plaintext)
    }

    fn encrypts_from(&self) -> usize {
        ENCRYPTS_FROM
    }
}

impl Idle for Browser {
    fn when_idle(&self, after_ms: u32) {
        self.idle_asks.borrow_mut().push(after_ms);
    }
}
