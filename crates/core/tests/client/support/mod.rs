//! What the tests share: servers, a browser's ports, a customer.

mod browser;
mod calls;
mod customer;
mod inputs;
mod keys;
mod manner;
mod proxy;
#[path = "../../support/webcrypto.rs"]
pub mod webcrypto;
mod world;

pub use browser::{Browser, Fate, LIMIT_MS, Seen};
pub use calls::Calls;
pub use customer::{
    ada, answer_all, brand_names, home, read_and_accept, review, right_answers, run, scan, send_documents, shown_card,
    step_kind, step_on,
};
pub use inputs::{AddressInput, PersonInput, ShownAgreement, StepInput, page};
pub use manner::Manner;
pub use proxy::{Break, Dice, Proxy};
pub use world::World;
