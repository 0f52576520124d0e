//! What the tests share: servers, a browser's ports, a customer.

mod browser;
mod customer;
mod keys;
mod world;

pub use browser::{Browser, Fate, LIMIT_MS};
pub use customer::{ada, answer_all, home, read_and_accept, run, step_kind};
pub use world::World;
