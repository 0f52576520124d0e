//! AES-256-GCM keys that can't be read back.

use js_sys::{Array, Object, Uint8Array};
use portico_core::ports::{PortFault, SessionKeys};
use wasm_bindgen::JsCast;
use web_sys::CryptoKey;

use super::{
    Browser,
    database::Table,
    global::object,
    subtle::{bytes, outcome, subtle},
};

impl SessionKeys for Browser {
    type Key = CryptoKey;

    async fn import(&self, raw: &[u8; 32]) -> Result<CryptoKey, PortFault> {
        let copy = Uint8Array::from(raw.as_slice());
        let usages = Array::of1(&"decrypt".into());
        let imported = subtle()?.import_key_with_str("raw", &copy, "AES-GCM", false, &usages);
        let key = outcome(imported, PortFault::Crypto).await;
        // The one copy outside wasm's memory; WebCrypto took its own before the promise.
        copy.fill(0, 0, copy.length());
        key.map(JsCast::unchecked_into)
    }

    async fn open(&self, key: &CryptoKey, iv: &[u8; 12], aad: &[u8], ciphertext: &[u8]) -> Result<Vec<u8>, PortFault> {
        let opened = subtle()?.decrypt_with_object_and_u8_array(&gcm(iv, aad), key, ciphertext);
        let plain = outcome(opened, PortFault::Rejected).await?;
        let opened = bytes(&plain);
        Uint8Array::new(&plain).fill(0, 0, u32::MAX);
        Ok(opened)
    }

    async fn keep(&self, name: &str, key: &CryptoKey) {
        self.database.put(Table::Keys, &self.scoped(name), key).await;
    }

    async fn recall(&self, name: &str) -> Option<CryptoKey> {
        self.database.get(Table::Keys, &self.scoped(name)).await?.dyn_into().ok()
    }

    async fn forget(&self, name: &str) {
        self.database.remove(Table::Keys, &self.scoped(name)).await;
    }
}

fn gcm(iv: &[u8; 12], aad: &[u8]) -> Object {
    let (iv, aad) = (Uint8Array::from(iv.as_slice()), Uint8Array::from(aad));
    object(&[("name", &"AES-GCM".into()), ("iv", &iv), ("additionalData", &aad)])
}
