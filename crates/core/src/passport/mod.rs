//! The calls of the Passport-style platform (contract: section 2), in the notation of the other one's.
//!
//! Most pages open no account there. So the rows are no part of the wasm: the script that offers these calls brings them
//! (`src/js/passport-calls.mjs`, made from the table here), see [`learn`].

mod learned;
#[cfg(any(test, feature = "native"))]
mod table;

pub(crate) use learned::{learn, rows};
