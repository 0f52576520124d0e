//! The client against the real gateway in front of the real sandbox, in process, on ports of their own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::needless_pass_by_value,
    clippy::print_stdout,
    unreachable_pub,
    reason = "tests fail by panicking"
)]

mod aborts;
mod ahead;
mod answers;
mod connecting;
mod cures;
mod faults;
mod guide_calls;
mod journeys;
mod low_level;
mod nonces;
mod passport;
mod reloads;
mod rotation;
mod support;
mod tabs;
mod tampering;
mod tickets;
mod trouble;
mod wrong_input;
