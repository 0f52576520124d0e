//! Small texts that outlive a reload.

use portico_core::ports::Store;
use wasm_bindgen::JsValue;

use super::{Ask, Browser};

const TEXTS: &str = "texts";

impl Store for Browser {
    fn read(&self, name: &str) -> impl Future<Output = Option<String>> {
        Ask::new(&self.ports, self.ports.get(TEXTS, name), |question, _| question.text())
    }

    fn write(&self, name: &str, text: &str) -> impl Future<Output = ()> {
        Ask::new(&self.ports, self.ports.put(TEXTS, name, &text.into()), |_, _| ())
    }

    fn remove(&self, name: &str) -> impl Future<Output = ()> {
        Ask::new(&self.ports, self.ports.put(TEXTS, name, &JsValue::UNDEFINED), |_, _| ())
    }
}
