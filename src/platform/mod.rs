//! The browser as the core's ports: each asks src/js/platform.js, which does the rest. Nothing that a page patches or
//! blocks is touched here.

mod ask;
mod browser;
mod keys;
mod ports;
mod store;
mod transport;

pub(crate) use ask::{Ask, settle};
pub use browser::Browser;
pub use ports::Ports;
