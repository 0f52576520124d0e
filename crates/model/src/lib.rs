//! What goes over the wire, as types: ids, enums, bodies, problems and the one catalogue of error codes.
//!
//! Shared by the SDK and by both servers, so nothing here does I/O, reads a clock or knows a browser. Inputs refuse
//! members that they don't know; answers ignore them, so that a platform may grow.

pub mod catalogue;
pub mod field;
pub mod id;
pub mod jwk;
mod lines;
pub mod netspend;
pub mod passport;
pub mod problem;

pub use catalogue::ErrorCode;
pub use field::FieldCode;
pub use jwk::{Jwk, JwkSet};
pub use problem::{FieldError, Problem};
