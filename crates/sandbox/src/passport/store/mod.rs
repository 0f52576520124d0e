//! What the platform keeps.

pub(crate) mod accounts;
pub(crate) mod customers;
pub(crate) mod endpoint;
pub(crate) mod ids;
pub(crate) mod notices;

/// A flag as its column has it.
pub(crate) fn encode_flag(flag: bool) -> i64 {
    i64::from(flag)
}
