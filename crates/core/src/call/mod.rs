//! One call: described apart from sending it, tried until it is answered, retried by one pure rule.

mod body;
mod exchange;
pub(crate) mod limit;
pub(crate) mod notation;
mod options;
pub(crate) mod problem;
mod record;
pub(crate) mod request;
mod retry;
mod send;
pub(crate) mod shape;
pub(crate) mod turn;
pub(crate) mod visit;

pub use limit::{Limited, Shown};
pub use options::{Aborted, CallOptions};
pub use record::{CallRecord, SealedRecord};
pub(crate) use request::{Call, Now};
pub use send::Answer;
pub(crate) use send::Work;
