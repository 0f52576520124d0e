//! The Passport-style platform: customers, and accounts for them.

mod calls;
mod config;
mod controls;
mod domain;
mod http;
mod key;
mod progress;
mod records;
mod runtime;
mod store;
mod webhook;
mod wire;

pub(crate) use calls::routes;
pub use config::PassportConfig;
pub(crate) use controls::{routes as controls, webhook_status};
pub(crate) use progress::step;
pub(crate) use runtime::Passport;
pub use runtime::run_passport;
