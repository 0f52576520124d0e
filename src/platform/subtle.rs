//! WebCrypto.

use js_sys::{Promise, Uint8Array};
use portico_core::ports::PortFault;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::SubtleCrypto;

use super::global::{global, property};

/// `crypto.subtle`. Missing where the page is no secure context.
pub(super) fn subtle() -> Result<SubtleCrypto, PortFault> {
    let subtle = global("crypto").and_then(|crypto| property(&crypto, "subtle"));
    subtle.map(JsCast::unchecked_into).ok_or(PortFault::Crypto)
}

/// The operation's result. `fault` says what a refusal means: WebCrypto's own errors are silent about it on purpose.
pub(super) async fn outcome(started: Result<Promise, JsValue>, fault: PortFault) -> Result<JsValue, PortFault> {
    let promise = started.map_err(|_| fault)?;
    JsFuture::from(promise).await.map_err(|_| fault)
}

/// The bytes of an ArrayBuffer.
pub(super) fn bytes(buffer: &JsValue) -> Vec<u8> {
    Uint8Array::new(buffer).to_vec()
}
