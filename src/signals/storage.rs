//! Which stores the page may use. A blocked one explains a device that nobody has seen before.

use wasm_bindgen::JsValue;

use super::reading::{Failure, Reading, global, navigator, object};

pub(super) fn read() -> Reading {
    object(&[
        ("cookies", &navigator("cookieEnabled")?),
        ("local", &available("localStorage")),
        ("session", &available("sessionStorage")),
        ("database", &available("indexedDB")),
    ])
}

/// `ok`, or why not. The getters of the first two throw where cookies are blocked.
fn available(name: &str) -> JsValue {
    global(name).map_or_else(Failure::as_str, |_| "ok").into()
}
