//! A stand-in for the banking platforms: a real server with a real database, for trying and testing.
//!
//! It speaks the contract's Netspend-style calls, opens what the SDK seals with its own implementation, keeps its
//! state over restarts, and encrypts at rest what a bank would. [`router`] is the whole server as an axum `Router`.

mod calls;
mod clock;
mod config;
mod controls;
mod device;
mod domain;
mod faults;
mod http;
mod key_ring;
mod keys;
mod outbox;
mod passport;
mod random;
mod reference;
mod router;
mod state;
mod store;
mod vault;

pub use config::{Config, Policy};
pub use keys::generate_keys;
pub use outbox::run_deliveries;
pub use passport::{PassportConfig, run_passport};
pub use router::router;
pub use state::{Parts, State};
