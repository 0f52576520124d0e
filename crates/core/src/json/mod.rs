//! JSON (RFC 8259), as far as this wire has it. Not serde's: see docs/decisions/0002.

mod object_text;
mod read;
mod value;

pub use object_text::ObjectText;
pub use value::Json;
