//! The limits of one logical call: its time, its abort signal, and `disconnect`. Whatever ends it first drops all of
//! its futures, so every await in the core is covered by this one race.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;

use portico_model::{ErrorCode, FieldCode};

use super::{Aborted, CallOptions};
use crate::client::Inner;
use crate::fault::{Fault, FieldFault};
use crate::ports::Platform;

/// What the work of one logical call has to know of its limits.
pub(crate) struct Scope {
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
    pub(crate) async fn within<T>(
        &self,
        options: CallOptions,
        work: impl AsyncFnOnce(&Scope) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let limit_ms = options.timeout_ms.unwrap_or(self.config.timeout_ms);
        let scope = Scope {
            deadline_ms: self.platform.monotonic_ms() + f64::from(limit_ms),
            idempotency_key: options.idempotency_key,
            ended: Cell::new(None),
        };
        let mut result = None;
        let work = Box::pin(async {
            result = Some(work(&scope).await?);
            Ok(())
        });
        self.race(work, &scope, limit_ms, options.abort).await?;
        result.ok_or_else(|| ErrorCode::InternalFault.into())
    }

    /// The race itself: once for all kinds of work, which come boxed and leave their result behind.
    async fn race(
        &self,
        mut work: Pin<Box<dyn Future<Output = Result<(), Fault>> + '_>>,
        scope: &Scope,
        limit_ms: u32,
        mut abort: Option<Aborted>,
    ) -> Result<(), Fault> {
        if scope.idempotency_key.as_deref().is_some_and(|key| !is_idempotency_key(key)) {
            let errors = vec![FieldFault::new("idempotencyKey", FieldCode::WrongType)];
            return Err(Fault { errors, ..Fault::new(ErrorCode::InvalidOption) });
        }
        let visit = self.visits.enter();
        let mut time_up = pin!(self.platform.sleep(limit_ms));
        poll_fn(|context| {
            // Asked before the work, so that a call that was aborted before it began does nothing.
            if visit.is_over(context) || abort.as_mut().is_some_and(|abort| abort.as_mut().poll(context).is_ready()) {
                scope.ended.set(Some(ErrorCode::Aborted));
                return Poll::Ready(Err(ErrorCode::Aborted.into()));
            }
            if let Poll::Ready(result) = work.as_mut().poll(context) {
                return Poll::Ready(result);
            }
            if time_up.as_mut().poll(context).is_ready() {
                scope.ended.set(Some(ErrorCode::Timeout));
                return Poll::Ready(Err(ErrorCode::Timeout.into()));
            }
            Poll::Pending
        })
        .await
    }
}

/// 1 to 255 visible characters that need no quoting.
fn is_idempotency_key(key: &str) -> bool {
    (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
}
