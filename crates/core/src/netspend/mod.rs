//! The calls of the Netspend-style platform (contract: section 1), as one table: what each sends, whom its session belongs
//! to, what is sealed, and what its answer has to be. [`crate::Client::call`] makes them by their names.

mod describe;
mod files;
mod shapes;
mod steps;
mod table;

pub(crate) use describe::{EMPTY, Input, describe};
pub(crate) use shapes::show_step;
pub(crate) use steps::check_step;
pub(crate) use table::{CallForm, find};
#[cfg(any(test, feature = "native"))]
pub(crate) use table::{read, seal, write};
