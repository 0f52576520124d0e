//! Compact JWE (RFC 7516 section 7.1): parse, open, seal.

mod compact;
pub(crate) mod content_key;
mod open;
mod seal;

pub use compact::{Algorithm, Compact};
pub use seal::seal_dir;
