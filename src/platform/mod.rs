//! The browser as the core's ports. What may be missing, blocked or patched by the page is read through [`global`] and
//! called through imports that catch, so that nothing a page does can panic here.

mod browser;
pub(crate) mod clock;
mod database;
mod device_key;
mod fetch;
pub(crate) mod global;
mod observer;
mod random;
mod session_key;
mod store;
mod subtle;
mod timers;

pub use browser::Browser;
