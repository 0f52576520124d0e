//! The exports. `start` begins whatever a page asks for: it parses, delegates and renders. The facade in src/js gives it
//! its public shape.

mod handles;
mod head;
mod start;
mod tasks;
mod work;

pub use start::{begin, seal, start, wake};
