//! The ports in a real browser: `cargo test -p portico --target wasm32-unknown-unknown`.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod fetch;
mod keys;
mod known_answers;
mod page;
mod sealing;
mod store;
mod timers;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
