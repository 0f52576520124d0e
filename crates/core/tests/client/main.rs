//! The client against the real gateway in front of the real sandbox, in process, on ports of their own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::needless_pass_by_value,
    unreachable_pub,
    reason = "tests fail by panicking"
)]

mod ahead;
mod answers;
mod connecting;
mod guide_calls;
mod journeys;
mod low_level;
mod nonces;
mod reloads;
mod rotation;
mod support;
mod tampering;
mod trouble;
mod wrong_input;
