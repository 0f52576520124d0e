//! What the tests stand on: a platform of their own, and a customer who visits it.

mod contract;
mod cures;
pub(crate) mod customer;
mod database;
pub(crate) mod platform;
mod process;
mod reply;
mod seal;
mod visit;

pub(crate) use cures::{JPEG, PDF, PNG, front, steps};
pub(crate) use customer::{Customer, Statement, ssn};
pub(crate) use database::{Database, databases};
pub(crate) use platform::Platform;
pub(crate) use process::Process;
pub(crate) use reply::Reply;
pub(crate) use seal::{Recipient, Seal};
pub(crate) use visit::{PEOPLE, ROBOTS, Visit, codes, newest_check};
