//! The limits of one logical call: its time, its abort signal, and `disconnect`. Whatever ends it first drops all of
//! its futures, so every await in the core is covered by this one race.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;

use portico_model::{ErrorCode, FieldCode};

use super::{Abort, CallOptions};
use crate::client::Inner;
use crate::fault::{Fault, FieldFault};
use crate::ports::Platform;

/// What the work of one logical call has to know of its limits.
pub(crate) struct Scope {
    /// How long it may take.
    limit_ms: u32,
    /// When it ends, by the monotonic clock.
    deadline_ms: f64,
    /// The caller's own idempotency key.
    pub(crate) idempotency_key: Option<String>,
    /// Why it was ended, once it was.
    ended: Cell<Option<ErrorCode>>,
}

impl Scope {
    /// Milliseconds that are left at `now_ms`.
    pub(crate) fn remaining_ms(&self, now_ms: f64) -> f64 {
        self.deadline_ms - now_ms
    }

    /// The code of what ended it: `aborted` unless it was its time.
    pub(crate) fn end_code(&self) -> ErrorCode {
        self.ended.get().unwrap_or(ErrorCode::Aborted)
    }
}

impl<P: Platform> Inner<P> {
    /// Does `work` within the limits of `options`.
    ///
    /// # Errors
    /// `timeout`, `aborted`, `invalid_option` for a malformed idempotency key, and whatever `work` ends with.
    pub(crate) async fn within<A: Abort, T>(
        &self,
        options: CallOptions<A>,
        work: impl AsyncFnOnce(&Scope) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let scope = self.begin(&options)?;
        let mut result = Err(ErrorCode::InternalFault.into());
        // The race is one function for every kind of work: inlined into each, it would be a third of the wasm's calls.
        self.race(&scope, options, pin!(async { result = work(&scope).await })).await?;
        result
    }

    fn begin<A: Abort>(&self, options: &CallOptions<A>) -> Result<Scope, Fault> {
        if options.idempotency_key.as_deref().is_some_and(|key| !is_idempotency_key(key)) {
            let errors = vec![FieldFault::new("idempotencyKey", FieldCode::WrongType)];
            return Err(Fault { errors, ..Fault::new(ErrorCode::InvalidOption) });
        }
        if options.abort.as_ref().is_some_and(Abort::is_aborted) {
            return Err(ErrorCode::Aborted.into());
        }
        let limit_ms = options.timeout_ms.unwrap_or(self.config.timeout_ms);
        Ok(Scope {
            limit_ms,
            deadline_ms: self.platform.monotonic_ms() + f64::from(limit_ms),
            idempotency_key: options.idempotency_key.clone(),
            ended: Cell::new(None),
        })
    }

    /// Polls `work` until it is done, or until one of its limits is met.
    async fn race<A: Abort>(
        &self,
        scope: &Scope,
        options: CallOptions<A>,
        mut work: Pin<&mut dyn Future<Output = ()>>,
    ) -> Result<(), Fault> {
        let visit = self.visits.enter();
        let mut time_up = pin!(self.platform.sleep(scope.limit_ms));
        let mut aborted = pin!(async {
            match &options.abort {
                Some(abort) => abort.aborted().await,
                None => std::future::pending().await,
            }
        });
        poll_fn(|context| {
            let code = if visit.is_over(context) || aborted.as_mut().poll(context).is_ready() {
                ErrorCode::Aborted
            } else if work.as_mut().poll(context).is_ready() {
                return Poll::Ready(Ok(()));
            } else if time_up.as_mut().poll(context).is_ready() {
                ErrorCode::Timeout
            } else {
                return Poll::Pending;
            };
            scope.ended.set(Some(code));
            Poll::Ready(Err(code.into()))
        })
        .await
    }
}

/// 1 to 255 visible characters that need no quoting.
fn is_idempotency_key(key: &str) -> bool {
    (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
}
