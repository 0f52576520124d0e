//! Portico in a browser: the core's client and onboarding as classes for JavaScript.
//!
//! ```text
//! client/    the exported classes: parse, delegate, render
//! boundary/  values in, values out, errors out, signals to abort
//! platform/  the browser as the core's ports
//! signals/   what the device statement tells of the device
//! js/        the package's own scripts: loader, facade, errors, types
//! ```
//!
//! Payloads cross the boundary as JSON text: see docs/decisions/0001. For the browser alone: elsewhere this crate is
//! empty.
#![cfg(target_arch = "wasm32")]

mod boundary;
mod client;
mod platform;
mod signals;

pub use boundary::{PageOptions, Refusal};
pub use client::{Onboarding, Portico, on_fault};
pub use platform::Browser;
pub use signals::collect;
