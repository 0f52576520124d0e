//! What crosses between JavaScript and the core: JSON text in and out, and refusals.

pub(crate) mod fields;
pub(crate) mod input;
pub(crate) mod operation;
mod refusal;
pub(crate) mod view;

pub(crate) use refusal::Refusal;
