//! Globals and properties of a window, a worker or another realm, read without trusting that they are there.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// The global called `name`. `None` when it is missing or its getter throws, as storage does where cookies are blocked.
pub(crate) fn global(name: &str) -> Option<JsValue> {
    property(&js_sys::global(), name)
}

/// The property of `object` called `name`. `None` when it is missing, null, or its getter throws.
pub(crate) fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &JsValue::from_str(name)).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// A plain object with these members, as WebCrypto's algorithms are written.
pub(crate) fn object(members: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        // Setting a member of an object that was just made can't fail, unless the page froze Object.prototype's setters;
        // then the call that takes the object fails with its own error.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

/// The origin of the page or worker, such as `https://bank.example`. `None` where there is no location.
pub(crate) fn page_origin() -> Option<String> {
    property(&global("location")?, "origin")?.as_string()
}
