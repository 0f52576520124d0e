//! What crosses between JavaScript and the core: JSON text in and out, a signal to abort, and refusals.

pub(crate) mod fields;
pub(crate) mod input;
pub(crate) mod operation;
mod options;
mod promise;
mod refusal;
mod signal;
pub(crate) mod view;

pub use options::PageOptions;
pub(crate) use promise::promise;
pub use refusal::Refusal;
