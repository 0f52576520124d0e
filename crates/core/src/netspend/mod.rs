//! The calls by themselves, as the Netspend-style platform has them (contract: section 1).
//!
//! A call is an [`Operation`]: what it needs, what it sends and how its answer is read are plain functions of it. Only
//! performing it waits, and that is one function for all: sixteen of them would be most of the wasm.

mod answer;
mod files;
mod methods;
mod operation;
mod perform;
mod plan;

pub use answer::Answer;
pub use files::AgreementText;
pub use operation::Operation;
pub(crate) use operation::Session as Needed;
pub(crate) use plan::is_sha256;
