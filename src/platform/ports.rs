//! The imports.

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// The `Platform` of src/js/platform.js. What takes time gives a number, under which [`wake`](crate::wake) tells its
    /// outcome and `take` gives what came of it.
    #[derive(Clone, Debug)]
    pub type Ports;

    #[wasm_bindgen(method)]
    pub(super) fn send(this: &Ports, method: &str, url: &str, headers: &str, body: Option<&str>) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn online(this: &Ports) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn sleep(this: &Ports, milliseconds: u32) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn get(this: &Ports, table: &str, name: &str) -> u32;
    /// Without a value, what there is under the name is forgotten. With a `before`, only in its place.
    #[wasm_bindgen(method)]
    pub(super) fn put(this: &Ports, table: &str, name: &str, value: &JsValue, before: Option<&str>) -> u32;
    #[wasm_bindgen(method, js_name = deviceKey)]
    pub(super) fn device_key(this: &Ports) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn signals(this: &Ports) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn sign(this: &Ports, message: &[u8]) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn verify(this: &Ports, jwk: &str, message: &[u8], signature: &[u8]) -> u32;
    #[wasm_bindgen(method, js_name = importKey)]
    pub(super) fn import_key(this: &Ports, raw: &[u8], usage: &str) -> u32;
    #[wasm_bindgen(method, js_name = importPublicKey)]
    pub(super) fn import_public_key(this: &Ports, jwk: &str) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn agree(this: &Ports, key: &JsValue) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn encrypt(this: &Ports, key: &JsValue, iv: &[u8], aad: &[u8], plaintext: &[u8]) -> u32;
    #[wasm_bindgen(method, js_name = encryptsFrom)]
    pub(super) fn encrypts_from(this: &Ports) -> u32;
    #[wasm_bindgen(method, js_name = whenIdle)]
    pub(super) fn when_idle(this: &Ports, milliseconds: u32);
    #[wasm_bindgen(method)]
    pub(super) fn open(this: &Ports, key: &JsValue, iv: &[u8], aad: &[u8], ciphertext: &[u8]) -> u32;

    /// The next part of an answer: bytes, or a text in UTF-8. `None` where a part is missing, and after the last.
    #[wasm_bindgen(method)]
    pub(super) fn take(this: &Ports, id: u32) -> Option<Vec<u8>>;
    /// The same, where the part is something of the browser's own.
    #[wasm_bindgen(method, js_name = take)]
    pub(super) fn take_value(this: &Ports, id: u32) -> JsValue;
    /// Nobody waits for it any more, or all of it was taken.
    #[wasm_bindgen(method)]
    pub(super) fn drop(this: &Ports, id: u32);

    #[wasm_bindgen(method)]
    pub(super) fn monotonic(this: &Ports) -> f64;
    #[wasm_bindgen(method)]
    pub(super) fn wall(this: &Ports) -> f64;
    #[wasm_bindgen(method, js_name = readTime)]
    pub(super) fn read_time(this: &Ports, text: &str) -> f64;
    /// False where there is no randomness.
    #[wasm_bindgen(method)]
    pub(super) fn random(this: &Ports, buffer: &mut [u8]) -> bool;

    /// Tells the page of an event.
    #[wasm_bindgen(method)]
    pub(super) fn tell(this: &Ports, event: &str, detail: &str);
    /// Hands a content key over under the number of a call: as the browser has it, or its bytes.
    #[wasm_bindgen(method)]
    pub(crate) fn hand(this: &Ports, call: u32, handle: &JsValue, raw: &[u8]);
    /// Ends the call that the page began under this number: 0 for a refusal, 1 for a text, 2 for bytes.
    #[wasm_bindgen(method)]
    pub(crate) fn finish(this: &Ports, call: u32, outcome: u32, answer: &[u8]);
}
