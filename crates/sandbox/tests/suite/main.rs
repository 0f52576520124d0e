//! The sandbox through its router, in process, on a real SQLite file, and on PostgreSQL as well where
//! `PORTICO_TEST_POSTGRES` gives the URL of a server on which databases may be made.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod account_states;
mod activation;
mod agreement_revisions;
mod at_once;
mod at_rest;
mod authorization_codes;
mod card_orders;
mod card_use;
mod cards;
mod catalogue;
mod checks;
mod clock;
mod controls;
mod crashes;
mod cures;
mod device_forgeries;
mod device_matching;
mod device_pages;
mod device_rules;
mod device_step_up;
mod device_verdicts;
mod document_requests;
mod envelope;
mod faults;
mod features;
mod field_rules;
mod forgeries;
mod guide;
mod idempotency;
mod journey;
mod long_lists;
mod marks;
mod openapi;
mod passport;
mod people;
mod person_changes;
mod replay;
mod restart;
mod rotation;
mod sealing;
mod session_needs;
mod sessions;
mod support;
mod token;
mod unkept_texts;
mod unknown_members;
mod webhooks;
