//! The last argument of every call.

use portico_core::CallOptions;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::AbortSignal;

use super::signal::aborted;

#[wasm_bindgen]
extern "C" {
    /// What the facade makes of the page's options: a plain object of its own, checked, so that no getter can throw.
    pub type PageOptions;

    #[wasm_bindgen(method, getter, js_name = timeoutMs)]
    fn timeout_ms(this: &PageOptions) -> Option<u32>;

    #[wasm_bindgen(method, getter, js_name = idempotencyKey)]
    fn idempotency_key(this: &PageOptions) -> Option<String>;

    #[wasm_bindgen(method, getter)]
    fn signal(this: &PageOptions) -> Option<AbortSignal>;
}

impl From<PageOptions> for CallOptions {
    fn from(options: PageOptions) -> Self {
        Self {
            timeout_ms: options.timeout_ms(),
            idempotency_key: options.idempotency_key(),
            abort: options.signal().map(aborted),
        }
    }
}
