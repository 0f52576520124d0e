//! The Passport-style platform.

mod accounts;
mod at_rest;
pub(crate) mod client;
mod customers;
mod errors;
mod guide;
mod guide_documents;
mod guide_rows;
mod lifecycle;
mod lists;
mod primary;
mod receiver;
mod replay;
mod webhooks;

pub(crate) use client::{Client, deposit, individual};
