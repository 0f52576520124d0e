//! The page's inputs, checked before anything is sent.

mod input;

pub use input::{AddressInput, GovernmentIdInput, PersonInput};
