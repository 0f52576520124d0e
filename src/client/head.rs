//! What a call is, beside what it is about.

use std::future::ready;

use portico_core::{Aborted, CallOptions};

use crate::{
    boundary::{
        Refusal,
        fields::{self, read, whole},
    },
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
    let head = read(text)?;
    Ok(Head {
        operation: fields::text(&head, "operation")?,
        target: whole(&head, "target").unwrap_or_default(),
        purpose: head.text("use").unwrap_or_default().to_owned(),
        options: CallOptions {
            timeout_ms: whole(&head, "timeoutMs"),
            idempotency_key: head.text("idempotencyKey").map(ToOwned::to_owned),
            abort: whole(&head, "abort").map(|id| -> Aborted {
                // Asked at once, so that a call that is refused before it waits takes the question back as well.
                if id == 0 { Box::pin(ready(())) } else { Box::pin(Ask::new(ports, id, |_, _| ())) }
            }),
        },
    })
}
