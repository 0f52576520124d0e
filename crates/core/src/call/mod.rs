//! One call: described apart from sending it, tried until it is answered, retried by one pure rule.

mod options;
mod record;

pub use options::{Abort, CallOptions, NeverAborts};
pub use record::{CallRecord, SealedRecord};
