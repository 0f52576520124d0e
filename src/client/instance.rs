//! What concerns the whole wasm instance.

use std::cell::RefCell;

use js_sys::Function;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

thread_local! {
    static TOLD_OF_A_FAULT: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Has `told` called, with nothing, when this instance panics. A panic inside an async call settles no promise: without
/// this, the page would wait for ever. The panic's text is dropped, since it can hold personal data.
#[wasm_bindgen(js_name = onFault)]
pub fn on_fault(told: Function) {
    TOLD_OF_A_FAULT.with(|slot| slot.replace(Some(told)));
    std::panic::set_hook(Box::new(|_info| {
        #[cfg(feature = "debug-panics")]
        console_error_panic_hook::hook(_info);
        let told = TOLD_OF_A_FAULT.with(|slot| slot.try_borrow().ok().and_then(|told| told.clone()));
        if let Some(told) = told {
            // Nothing is left to be told of a failure here.
            let _ = told.call0(&JsValue::UNDEFINED);
        }
    }));
}
