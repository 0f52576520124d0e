//! What the tests stand on: a platform of their own, and a customer who visits it.

mod customer;
mod database;
mod platform;
mod reply;
mod seal;

pub(crate) use customer::{Customer, Statement, ssn};
pub(crate) use database::{Database, databases};
pub(crate) use platform::Platform;
pub(crate) use reply::Reply;
pub(crate) use seal::{Recipient, Seal};
