//! The calls by themselves, as the Netspend-style platform has them (contract: section 1): plain functions that describe
//! a call and send nothing. [`crate::Client::call`] makes it. Each says which person it is about, or that it is about
//! what the session made, so that the session is moved there first.

mod accounts;
mod agreements;
mod cards;
mod expected_use;
mod files;
mod people;
mod shapes;

pub use accounts::{account, create_account};
pub use agreements::{accept_agreement, accepted_agreements, agreement, search_agreements};
pub(crate) use agreements::{accept_now, is_sha256};
pub(crate) use cards::order_with;
pub use cards::{brands, card, order_physical_card, set_pin, verify_card};
pub use expected_use::{answer_expected_use, expected_use};
pub(crate) use people::create_checked;
pub use people::{create_person, person};
pub(crate) use shapes::show_step;
