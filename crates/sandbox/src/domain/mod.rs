//! The platform's rules, without database or HTTP.

pub(crate) mod agreements;
pub(crate) mod catalog;
pub(crate) mod checks;
pub(crate) mod expected_use;
pub(crate) mod fields;
pub(crate) mod government_id;
pub(crate) mod states;
pub(crate) mod workflows;
