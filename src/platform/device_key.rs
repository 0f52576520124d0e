//! The device's key: P-256 for ES256, made once for this origin and gateway, kept by the browser, never readable.

use js_sys::{Array, Object};
use portico_core::ports::{DeviceKeys, PortFault};
use portico_model::Jwk;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKeyPair;

use super::{
    Browser,
    database::Table,
    global::{object, property},
    subtle::{bytes, outcome, subtle},
};

impl DeviceKeys for Browser {
    async fn device_key(&self) -> Result<Jwk, PortFault> {
        let pair = self.pair().await?;
        let exported = outcome(subtle()?.export_key("jwk", &pair.get_public_key()), PortFault::Crypto).await?;
        let member = |name| property(&exported, name).and_then(|value| value.as_string());
        // The public coordinates alone: WebCrypto adds members such as `ext` that would only lengthen every proof.
        Ok(Jwk { kty: "EC".to_owned(), crv: member("crv"), x: member("x"), y: member("y"), ..Jwk::default() })
    }

    async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, PortFault> {
        let pair = self.pair().await?;
        let signed = subtle()?.sign_with_object_and_u8_array(&ecdsa(), &pair.get_private_key(), message);
        Ok(bytes(&outcome(signed, PortFault::Crypto).await?))
    }

    async fn verify(&self, key: &Jwk, message: &[u8], signature: &[u8]) -> Result<bool, PortFault> {
        let member = |value: &Option<String>| JsValue::from(value.as_deref());
        let (kty, crv, x, y) = (JsValue::from(&key.kty), member(&key.crv), member(&key.x), member(&key.y));
        let jwk = object(&[("kty", &kty), ("crv", &crv), ("x", &x), ("y", &y)]);
        let imported = subtle()?.import_key_with_object("jwk", &jwk, &p256(), false, &Array::of1(&"verify".into()));
        let key = outcome(imported, PortFault::Rejected).await?.unchecked_into();
        let verified = subtle()?.verify_with_object_and_u8_array_and_u8_array(&ecdsa(), &key, signature, message);
        Ok(outcome(verified, PortFault::Rejected).await?.is_truthy())
    }
}

impl Browser {
    async fn pair(&self) -> Result<CryptoKeyPair, PortFault> {
        if let Some(pair) = self.device.borrow().clone() {
            return Ok(pair);
        }
        let name = self.scoped("device");
        let kept = match self.database.get(Table::Keys, &name).await {
            Some(kept) => kept,
            None => self.database.put_if_absent(Table::Keys, &name, generate().await?).await,
        };
        let pair: CryptoKeyPair = kept.unchecked_into();
        self.device.replace(Some(pair.clone()));
        Ok(pair)
    }
}

async fn generate() -> Result<JsValue, PortFault> {
    let usages = Array::of2(&"sign".into(), &"verify".into());
    outcome(subtle()?.generate_key_with_object(&p256(), false, &usages), PortFault::Crypto).await
}

fn p256() -> Object {
    object(&[("name", &"ECDSA".into()), ("namedCurve", &"P-256".into())])
}

fn ecdsa() -> Object {
    object(&[("name", &"ECDSA".into()), ("hash", &"SHA-256".into())])
}
