//! What a call is, beside what it is about.

use std::future::ready;

use portico_core::{Aborted, CallOptions};

use crate::{
    boundary::{Refusal, fields::read},
    platform::{Ask, Ports},
};

/// `{operation, target, use, timeoutMs, idempotencyKey, abort}`, all of the facade's own making.
pub(super) struct Head {
    pub(super) operation: String,
    /// The client's or onboarding's number.
    pub(super) target: u32,
    /// What `seal` and `open` are for.
    pub(super) purpose: String,
    pub(super) options: CallOptions,
}

/// Reads it. `abort` is the question that the page's signal settles: 0 where it told before, absent where there is none.
pub(super) fn head(text: Vec<u8>, ports: &Ports) -> Result<Head, Refusal> {
    read(text, |fields| Head {
        operation: fields.text("operation"),
        target: fields.whole("target").unwrap_or_default(),
        purpose: fields.optional_text("use").unwrap_or_default(),
        options: CallOptions {
            timeout_ms: fields.whole("timeoutMs"),
            idempotency_key: fields.optional_text("idempotencyKey"),
            abort: fields.whole("abort").map(|id| -> Aborted {
                // Asked at once, so that a call that is refused before it waits takes the question back as well.
                if id == 0 { Box::pin(ready(())) } else { Box::pin(Ask::new(ports, id, |_, _| ())) }
            }),
        },
    })
}
