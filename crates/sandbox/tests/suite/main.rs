//! The sandbox through its router, in process, on a real SQLite file, and on PostgreSQL as well where
//! `PORTICO_TEST_POSTGRES` gives the URL of a server on which databases may be made.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod activation;
mod at_rest;
mod cards;
mod checks;
mod clock;
mod controls;
mod envelope;
mod forgeries;
mod idempotency;
mod journey;
mod people;
mod replay;
mod restart;
mod rotation;
mod sealing;
mod sessions;
mod support;
mod token;
mod webhooks;
