//! The device's key, the session's, and those of sealing: all stay with the browser.

use portico_core::{
    ObjectText,
    ports::{Agreement, DeviceKeys, Idle, PortFault, Sealing, SessionKeys, Signals},
};
use portico_model::Jwk;
use wasm_bindgen::JsValue;

use super::{Ask, Browser, ask::Question};

const KEYS: &str = "keys";

/// What a cryptographic port's outcome means.
const fn verdict(outcome: u32) -> Result<(), PortFault> {
    match outcome {
        0 => Err(PortFault::Crypto),
        1 => Err(PortFault::Rejected),
        _ => Ok(()),
    }
}

fn bytes(question: &Question, outcome: u32) -> Result<Vec<u8>, PortFault> {
    verdict(outcome).map(|()| question.bytes().unwrap_or_default())
}

fn value(question: &Question, outcome: u32) -> Result<JsValue, PortFault> {
    verdict(outcome).map(|()| question.value())
}

impl DeviceKeys for Browser {
    fn device_key(&self) -> impl Future<Output = Result<Jwk, PortFault>> {
        Ask::new(&self.ports, self.ports.device_key(), |question, outcome| {
            verdict(outcome)?;
            let [crv, x, y] = [question.text(), question.text(), question.text()];
            Ok(Jwk { kty: "EC".to_owned(), crv, x, y, ..Jwk::default() })
        })
    }

    fn sign(&self, message: &[u8]) -> impl Future<Output = Result<Vec<u8>, PortFault>> {
        Ask::new(&self.ports, self.ports.sign(message), bytes)
    }

    fn verify(&self, key: &Jwk, message: &[u8], signature: &[u8]) -> impl Future<Output = Result<bool, PortFault>> {
        let jwk = ObjectText::new()
            .text("kty", &key.kty)
            .optional("crv", key.crv.as_deref())
            .optional("x", key.x.as_deref())
            .optional("y", key.y.as_deref())
            .end();
        Ask::new(&self.ports, self.ports.verify(&jwk, message, signature), |_, outcome| {
            verdict(outcome).map(|()| outcome == 3)
        })
    }
}

impl Signals for Browser {
    fn signals(&self) -> impl Future<Output = String> {
        Ask::new(&self.ports, self.ports.signals(), |question, _| question.text().unwrap_or_else(|| "{}".to_owned()))
    }
}

impl SessionKeys for Browser {
    type Key = JsValue;

    fn import(&self, raw: &[u8; 32]) -> impl Future<Output = Result<JsValue, PortFault>> {
        Ask::new(&self.ports, self.ports.import_key(raw, "decrypt"), value)
    }

    fn open(
        &self,
        key: &JsValue,
        iv: &[u8; 12],
        aad: &[u8],
        ciphertext: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, PortFault>> {
        Ask::new(&self.ports, self.ports.open(key, iv, aad, ciphertext), bytes)
    }

    fn keep(&self, name: &str, key: Option<&JsValue>) -> impl Future<Output = ()> {
        Ask::new(&self.ports, self.ports.put(KEYS, name, key.unwrap_or(&JsValue::UNDEFINED), None), |_, _| ())
    }

    fn recall(&self, name: &str) -> impl Future<Output = Option<JsValue>> {
        Ask::new(&self.ports, self.ports.get(KEYS, name), |question, outcome| (outcome > 1).then(|| question.value()))
    }
}

impl Sealing for Browser {
    type Handle = JsValue;

    fn import_public_key(&self, jwk: &str) -> impl Future<Output = Result<JsValue, PortFault>> {
        Ask::new(&self.ports, self.ports.import_public_key(jwk), value)
    }

    fn agree(&self, key: &JsValue) -> impl Future<Output = Result<Agreement, PortFault>> {
        Ask::new(&self.ports, self.ports.agree(key), |question, outcome| {
            let secret = bytes(question, outcome)?.into();
            Ok(Agreement { secret, public: question.bytes().unwrap_or_default() })
        })
    }

    fn import_content_key(&self, raw: &[u8; 32]) -> impl Future<Output = Result<JsValue, PortFault>> {
        Ask::new(&self.ports, self.ports.import_key(raw, "encrypt"), value)
    }

    fn encrypt(
        &self,
        key: &JsValue,
        iv: &[u8; 12],
        aad: &[u8],
        plaintext: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, PortFault>> {
        Ask::new(&self.ports, self.ports.encrypt(key, iv, aad, plaintext), bytes)
    }

    fn encrypts_from(&self) -> usize {
        usize::try_from(self.ports.encrypts_from()).unwrap_or(usize::MAX)
    }
}

impl Idle for Browser {
    fn when_idle(&self, after_ms: u32) {
        self.ports.when_idle(after_ms);
    }
}
