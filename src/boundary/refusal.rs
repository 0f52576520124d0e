//! Errors out.

use portico_core::Fault;
use portico_model::ErrorCode;
use wasm_bindgen::JsValue;

use super::view;

/// A failure as the facade takes it: JSON text, of which it makes a `PorticoError`. A thrown text is ours; anything else
/// that is thrown is a fault of the instance.
#[derive(Debug)]
pub struct Refusal(Fault);

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        Self(code.into())
    }
}

impl From<Refusal> for JsValue {
    fn from(refusal: Refusal) -> Self {
        view::fault(&refusal.0).into()
    }
}
