//! What the device says of itself, and proves.

mod proof;
mod statement;

pub(crate) use proof::{Proof, prove};
pub(crate) use statement::{Statement, write_statement};
