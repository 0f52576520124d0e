//! The rules: pure, without database and clock.

pub(crate) mod acceptance;
pub(crate) mod checks;
pub(crate) mod customer;
pub(crate) mod date;
pub(crate) mod document;
pub(crate) mod field;
pub(crate) mod filter;
pub(crate) mod lifecycle;
pub(crate) mod masking;
pub(crate) mod owners;
pub(crate) mod page;
pub(crate) mod primary;
pub(crate) mod rules;
pub(crate) mod tables;
