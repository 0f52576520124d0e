//! What every call takes as its last argument.

use std::fmt;
use std::pin::Pin;

/// Ends when a call's caller has lost interest; at once when that was so before. Dropping it unhooks it.
pub type Aborted = Pin<Box<dyn Future<Output = ()>>>;

/// What every call takes as its last argument.
#[derive(Default)]
pub struct CallOptions {
    /// Time limit of the call in milliseconds, its retries included. The client's when absent.
    pub timeout_ms: Option<u32>,
    /// The caller's own key for a write. Made by the SDK when absent, one for each logical call.
    pub idempotency_key: Option<String>,
    /// Ends the call with the code `aborted`. Absent: nobody aborts it.
    pub abort: Option<Aborted>,
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CallOptions")
    }
}
