//! Webhooks: written with the change that they tell, delivered afterwards.

mod address;
mod deliver;
mod emit;
mod post;
mod sign;

pub(crate) use address::{PublicResolver, check_literal};
pub(crate) use deliver::Outbox;
pub use deliver::run_deliveries;
pub(crate) use emit::{Event, emit};
pub(crate) use sign::Signer;
