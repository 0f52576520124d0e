//! Time.

use portico_core::ports::Clock;
use wasm_bindgen::prelude::wasm_bindgen;

use super::Browser;

#[wasm_bindgen]
extern "C" {
    /// Not web-sys' window().performance(): a worker has no window.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub(crate) fn performance_now() -> f64;
}

impl Clock for Browser {
    fn monotonic_ms(&self) -> f64 {
        performance_now()
    }

    fn wall_ms(&self) -> f64 {
        js_sys::Date::now()
    }
}
