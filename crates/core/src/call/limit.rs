//! The limits of one logical call: its time, its abort signal, and `disconnect`. Whatever ends it first drops all of
//! its futures, so every await in the core is covered by this one race.

use std::cell::Cell;
use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use portico_model::{ErrorCode, FieldCode};

use super::{Aborted, CallOptions, Work};
use crate::client::Inner;
use crate::encoding::all_bytes;
use crate::fault::{Fault, FieldFault};
use crate::ports::Platform;

/// What the work of one logical call has to know of its limits.
pub(crate) struct Scope {
    limit_ms: u32,
    /// When it ends, by the monotonic clock.
    deadline_ms: f64,
    /// The caller's own idempotency key.
    pub(crate) idempotency_key: Option<String>,
    /// Whether it waits for a network.
    pub(crate) offline: Cell<bool>,
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
    pub(crate) fn within<'a, T: 'a>(
        &'a self,
        options: CallOptions,
        work: impl AsyncFnOnce(&Scope) -> Result<T, Fault> + 'a,
    ) -> Limited<'a, T> {
        let (scope, abort) = self.limits(options);
        let result = Rc::new(Cell::new(None));
        let (its_scope, its_result) = (Rc::clone(&scope), Rc::clone(&result));
        let work = Box::pin(async move {
            its_result.set(Some(work(&its_scope).await?));
            Ok(())
        });
        Limited { race: self.boxed(work, scope, abort), result }
    }

    // These two are apart and never inlined: there is one `within` for each kind of work.
    #[inline(never)]
    fn boxed<'a>(&'a self, work: Work<'a, ()>, scope: Rc<Scope>, abort: Option<Aborted>) -> Work<'a, ()> {
        Box::pin(self.race(work, scope, abort))
    }

    #[inline(never)]
    fn limits(&self, options: CallOptions) -> (Rc<Scope>, Option<Aborted>) {
        let limit_ms = options.timeout_ms.unwrap_or(self.config.timeout_ms);
        let scope = Scope {
            limit_ms,
            deadline_ms: self.platform.monotonic_ms() + f64::from(limit_ms),
            idempotency_key: options.idempotency_key,
            offline: Cell::new(false),
            ended: Cell::new(None),
        };
        (Rc::new(scope), options.abort)
    }

    /// The race itself: once for all kinds of work, which come boxed and leave their result behind.
    async fn race(&self, work: Work<'_, ()>, scope: Rc<Scope>, mut abort: Option<Aborted>) -> Result<(), Fault> {
        if scope.idempotency_key.as_deref().is_some_and(|key| !is_idempotency_key(key)) {
            let errors = vec![FieldFault::new("idempotencyKey", FieldCode::WrongType)];
            return Err(Fault::of_fields(ErrorCode::InvalidOption, errors));
        }
        let visit = self.visits.enter();
        let mut work = pin!(async {
            let result = work.await;
            // What it changed is kept, also where it failed.
            self.save().await;
            result
        });
        let mut time_up = pin!(self.platform.sleep(scope.limit_ms));
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
                let code = if scope.offline.get() { ErrorCode::Offline } else { ErrorCode::Timeout };
                scope.ended.set(Some(code));
                return Poll::Ready(Err(code.into()));
            }
            Poll::Pending
        })
        .await
    }
}

/// A call that is under way within its limits. Dropping it ends it.
///
/// By hand: an `async fn` for each kind of call would hold and poll the same states once more.
pub struct Limited<'a, T> {
    race: Work<'a, ()>,
    result: Rc<Cell<Option<T>>>,
}

impl<'a, T: 'a> Limited<'a, T> {
    /// The same call for whoever waits for calls of many kinds as one: what is made of its result.
    pub fn shown<U>(self, show: impl FnOnce(T) -> U + 'a) -> Shown<'a, U> {
        let Self { race, result } = self;
        Shown { race, show: Some(Box::new(move || result.take().map(show))) }
    }
}

impl<T> fmt::Debug for Limited<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Limited")
    }
}

impl<T> Future for Limited<'_, T> {
    type Output = Result<T, Fault>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let ended = ready!(self.race.as_mut().poll(context));
        Poll::Ready(ended.and_then(|()| self.result.take().ok_or_else(|| ErrorCode::InternalFault.into())))
    }
}

/// A [`Limited`] whose result is made into something else. Dropping it ends the call.
pub struct Shown<'a, U> {
    race: Work<'a, ()>,
    show: Option<Box<dyn FnOnce() -> Option<U> + 'a>>,
}

impl<U> fmt::Debug for Shown<'_, U> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Shown")
    }
}

impl<U> Future for Shown<'_, U> {
    type Output = Result<U, Fault>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let ended = ready!(self.race.as_mut().poll(context));
        let show = self.show.take();
        Poll::Ready(ended.and_then(|()| show.and_then(|show| show()).ok_or_else(|| ErrorCode::InternalFault.into())))
    }
}

/// 1 to 255 visible characters that need no quoting.
fn is_idempotency_key(key: &str) -> bool {
    (1..=255).contains(&key.len()) && all_bytes(key, |byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
}
