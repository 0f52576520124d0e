//! The exported classes. Each method parses, delegates and renders. The facade in src/js gives them their public shape.
#![allow(
    clippy::disallowed_methods,
    reason = "the code that #[wasm_bindgen] makes for a class calls throw_str, and the lint can't tell it from ours"
)]

mod instance;
mod onboarding;
mod portico;

pub use instance::on_fault;
pub use onboarding::Onboarding;
pub use portico::Portico;
