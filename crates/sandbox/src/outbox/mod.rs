//! Webhooks: written with the change that they tell, delivered afterwards.

mod deliver;
mod sign;

pub(crate) use deliver::Outbox;
pub use deliver::run_deliveries;
