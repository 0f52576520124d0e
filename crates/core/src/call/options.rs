//! What every call takes as its last argument.

/// Tells a call that its caller has lost interest.
pub trait Abort {
    /// Whether it was told already.
    fn is_aborted(&self) -> bool;
    /// Ends when it is told; at once when it was told before. Dropping the future unhooks it.
    fn aborted(&self) -> impl Future<Output = ()>;
}

/// For callers that never lose interest.
#[derive(Clone, Copy, Debug)]
pub struct NeverAborts;

impl Abort for NeverAborts {
    fn is_aborted(&self) -> bool {
        false
    }

    async fn aborted(&self) {
        std::future::pending::<()>().await;
    }
}

/// What every call takes as its last argument.
#[derive(Clone, Debug)]
pub struct CallOptions<A = NeverAborts> {
    /// Time limit of the call in milliseconds, its retries included. The client's when absent.
    pub timeout_ms: Option<u32>,
    /// The caller's own key for a write. Made by the SDK when absent, one for each logical call.
    pub idempotency_key: Option<String>,
    /// Ends the call with the code `aborted`. Absent: nobody aborts it.
    pub abort: Option<A>,
}

impl Default for CallOptions<NeverAborts> {
    fn default() -> Self {
        Self { timeout_ms: None, idempotency_key: None, abort: None }
    }
}
