//! The gateway before the real sandbox's Passport-style platform.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::needless_pass_by_value, reason = "values are written where they are used")]
#![allow(unreachable_pub, reason = "modules of one test binary")]

#[path = "../support/mod.rs"]
mod support;

#[allow(dead_code, reason = "the sandbox's tests use more of it")]
#[path = "../../../sandbox/tests/suite/support/seal.rs"]
mod seal;

mod accounts;
mod agreements;
mod customers;
mod keys;
mod lost;
mod notices;
mod page;
mod program;
mod reach;
mod sandbox;
mod secrets;
mod walk;
