//! How a customer's page makes its calls.

use std::pin::pin;
use std::time::Duration;

use portico_core::{CallOptions, Fault};
use tokio::time::{sleep, timeout};

/// What a call may be late by, counted from a timer of ours that was set for the same time just before. Whatever holds up
/// this process holds up both, so that a loaded machine counts for nothing but the little work between the two: 12 ms at
/// most in a debug build with three busy processes for each core, and twenty times that here.
const LATE: Duration = Duration::from_millis(250);

/// The options of its calls, and the time limit that is watched from outside.
pub struct Manner<'a> {
    pub options: &'a dyn Fn() -> CallOptions,
    pub limit_ms: Option<u32>,
}

impl Manner<'_> {
    /// As a page does that says nothing about its calls.
    pub const PLAIN: Manner<'static> = Manner { options: &CallOptions::default, limit_ms: None };

    /// A call with these options, within its time.
    pub async fn call<T, C: Future<Output = Result<T, Fault>>>(
        &self,
        call: impl FnOnce(CallOptions) -> C,
    ) -> Result<T, Fault> {
        let Some(limit_ms) = self.limit_ms else { return call((self.options)()).await };
        let mut call = pin!(call((self.options)()));
        let mut time_up = pin!(sleep(Duration::from_millis(limit_ms.into())));
        tokio::select! {
            biased;
            result = &mut call => result,
            () = &mut time_up => timeout(LATE, call).await.expect("a call went on after its time limit"),
        }
    }
}
