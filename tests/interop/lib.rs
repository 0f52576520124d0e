//! Messages between this repository's two implementations of JOSE and two that are not ours: npm's `jose` and Python's
//! `jwcrypto`. The tests are in `main.rs`; `cargo xtask test --only interop` sets up what they need.
