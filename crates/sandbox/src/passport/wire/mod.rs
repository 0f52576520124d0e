//! Resources as answers have them.

mod account;
mod customer;

pub(crate) use account::{account, account_path};
pub(crate) use customer::{customer, customer_path};
