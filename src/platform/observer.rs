//! Tells the page what happens.

use portico_core::{ConnectionState, call::CallRecord, ports::Observer};
use wasm_bindgen::JsValue;

use super::Browser;
use crate::boundary::view;

impl Observer for Browser {
    fn call(&self, record: &CallRecord) {
        self.tell("call", &view::record(record));
    }

    fn state_changed(&self, state: ConnectionState) {
        self.tell("statechange", view::state(state));
    }
}

impl Browser {
    fn tell(&self, event: &str, detail: &str) {
        // A listener that throws is the page's own fault, and no reason for a call to fail.
        let _ = self.observer.call2(&JsValue::UNDEFINED, &event.into(), &detail.into());
    }
}
