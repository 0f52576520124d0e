//! Small texts that outlive a reload.

use portico_core::ports::Store;
use wasm_bindgen::JsValue;

use super::{Ask, Browser};

const TEXTS: &str = "texts";

impl Store for Browser {
    fn read(&self, name: &str) -> impl Future<Output = Option<String>> {
        Ask::new(&self.ports, self.ports.get(TEXTS, name), |question, _| question.text())
    }

    fn put(&self, name: &str, before: Option<&str>, text: Option<&str>) -> impl Future<Output = String> {
        let asked = self.ports.put(TEXTS, name, &text.map_or(JsValue::UNDEFINED, JsValue::from), before);
        Ask::new(&self.ports, asked, |question, _| question.text().unwrap_or_default())
    }
}
