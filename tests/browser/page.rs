//! What a page is and does, for the tests.

use js_sys::{Function, Reflect};
use portico::{Browser, Ports};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

#[wasm_bindgen(module = "/src/js/platform.js")]
extern "C" {
    type Platform;

    #[wasm_bindgen(constructor)]
    fn new(gateway: &str, wake: &Function, database: &Database) -> Platform;
}

#[wasm_bindgen(module = "/src/js/database.js")]
extern "C" {
    type Database;

    #[wasm_bindgen(constructor)]
    fn new() -> Database;
}

/// A browser with a scope of its own, so that tests don't see each other's keys.
pub(crate) fn browser(name: &str) -> Browser {
    // The export itself: the glue would add nothing to two numbers.
    let wake = Reflect::get(&wasm_bindgen::exports(), &"wake".into()).unwrap();
    let platform = Platform::new(&["https://gateway.example/", name].concat(), wake.unchecked_ref(), &Database::new());
    Browser::new(platform.unchecked_into::<Ports>())
}

/// A global that a test replaced. Puts the old one back on drop, also when the test fails.
pub(crate) struct Replaced {
    name: &'static str,
    before: JsValue,
}

impl Replaced {
    /// Puts `value` in the place of the global `name`.
    pub(crate) fn new(name: &'static str, value: &JsValue) -> Self {
        let global = js_sys::global();
        let before = Reflect::get(&global, &name.into()).unwrap();
        define(name, value);
        Self { name, before }
    }

    /// Puts a function with this body in the place of the global `name`.
    pub(crate) fn by_function(name: &'static str, body: &str) -> Self {
        Self::new(name, &Function::new_no_args(body))
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        define(self.name, &self.before);
    }
}

/// By definition, since some globals are getters that can't be assigned.
fn define(name: &str, value: &JsValue) {
    let descriptor = js_sys::Object::new();
    for (member, value) in [("value", value), ("configurable", &JsValue::TRUE), ("writable", &JsValue::TRUE)] {
        Reflect::set(&descriptor, &member.into(), value).unwrap();
    }
    js_sys::Object::<JsValue>::define_property(&js_sys::global().unchecked_into(), &name.into(), &descriptor);
}
