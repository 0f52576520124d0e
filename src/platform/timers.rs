//! Waiting.

use js_sys::{Function, Promise};
use portico_core::ports::Timers;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use super::Browser;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(done: &Function, milliseconds: u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue) -> Result<(), JsValue>;
}

/// A timer that is cleared when it is no longer waited for.
struct Timer(JsValue);

impl Drop for Timer {
    fn drop(&mut self) {
        // A page that breaks clearTimeout keeps a timer that resolves a promise nobody waits for.
        let _ = clear_timeout(&self.0);
    }
}

impl Timers for Browser {
    async fn sleep(&self, milliseconds: u32) {
        let (promise, timer) = timeout(milliseconds);
        let _timer = Timer(timer);
        // The promise has no way to be rejected.
        let _ = JsFuture::from(promise).await;
    }
}

/// A promise that resolves to undefined after so many milliseconds, and its timer.
pub(super) fn timeout(milliseconds: u32) -> (Promise, JsValue) {
    let mut timer = JsValue::UNDEFINED;
    let promise = Promise::new(&mut |resolve, _reject| {
        // setTimeout's limit: anything above fires at once.
        let milliseconds = milliseconds.min(i32::MAX.unsigned_abs());
        timer = set_timeout(&resolve, milliseconds).unwrap_or_default();
    });
    (promise, timer)
}
