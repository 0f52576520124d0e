//! What crosses between JavaScript and the core: JSON text in and out, and refusals.

pub(crate) mod fields;
mod refusal;
pub(crate) mod view;

pub(crate) use refusal::Refusal;
