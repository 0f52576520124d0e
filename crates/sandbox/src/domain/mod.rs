//! The platform's rules, without database or HTTP.

pub(crate) mod agreements;
pub(crate) mod catalog;
pub(crate) mod checks;
pub(crate) mod expected_use;
pub(crate) mod features;
#[cfg(test)]
mod field_cases;
pub(crate) mod fields;
pub(crate) mod government_id;
pub(crate) mod identity_questions;
pub(crate) mod images;
pub(crate) mod money;
pub(crate) mod pan;
pub(crate) mod states;
pub(crate) mod workflows;
pub(crate) mod zip_codes;
