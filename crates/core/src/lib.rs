//! The SDK without a browser.

pub mod ports;
