//! Portico in a browser: the core's client and onboarding, called by the package's scripts.
//!
//! ```text
//! client/    the two exports: one that starts any call, one that tells of an answer
//! boundary/  values in, values out, errors out
//! platform/  the ports of src/js/platform.js as the core's
//! js/        the package's own scripts: loader, facade, ports, signals, errors, types
//! ```
//!
//! Payloads cross the boundary as JSON text: see docs/decisions/0001. What the browser gives is asked for by a script of
//! ours: see docs/decisions/0003. For the browser alone: elsewhere this crate is empty.
#![cfg(target_arch = "wasm32")]

/// Small, and gives back what it takes: the memory of a large document serves the next one.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

mod boundary;
mod client;
mod platform;

pub use client::{begin, seal, start, wake};
pub use platform::{Browser, Ports};
