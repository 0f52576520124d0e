//! Writes that must not happen twice, over retries and reloads.

use portico_model::ErrorCode;

use super::handle::Engine;
use crate::call::limit::Scope;
use crate::encoding::generate_id;
use crate::fault::Fault;
use crate::netspend::{Answer, Operation};
use crate::ports::Platform;

impl<P: Platform> Engine<P> {
    /// Does a write under a key that is kept from before the first try until there is an answer. A page that is
    /// reloaded in between and asks for the same again meets the first answer.
    pub(crate) async fn once(&self, write: &str, operation: Operation, scope: &Scope) -> Result<Answer, Fault> {
        let begun = self.kept.borrow().pending(write);
        let key = match (&scope.idempotency_key, begun) {
            (Some(key), _) => key.clone(),
            (None, Some(key)) => key,
            (None, None) => generate_id(&self.client.inner.platform)?,
        };
        self.kept.borrow_mut().begin(write, &key);
        self.keep().await;
        let result = self.client.inner.perform(&operation, Some(key), scope).await;
        let answered = match &result {
            Ok(_) => true,
            Err(fault) => is_answer(fault),
        };
        if answered {
            self.kept.borrow_mut().end(write);
            self.unsaved.set(true);
            // What was made is kept together with the end of its write, by whoever takes the answer: a reload in
            // between must find one or the other.
            if result.is_err() {
                self.keep().await;
            }
        }
        result
    }
}

/// Whether a fault is the platform's word on this write. Anything else leaves open whether it took effect.
fn is_answer(fault: &Fault) -> bool {
    match fault.status {
        // The answer of a write that did take effect, in a form that can't be read.
        Some(200..=299) | None => false,
        Some(409 | 429 | 500..=599) => false,
        // Refused at the door: whether an earlier try took effect is still open.
        Some(401 | 403 | 410) => false,
        Some(404) => !fault.is(ErrorCode::UnexpectedAnswer),
        Some(_) => !fault.is(ErrorCode::Unsealable) && !fault.is(ErrorCode::UnexpectedAnswer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_key_of_a_write_until_the_platform_has_spoken() {
        for (status, code, answered) in [
            (None, ErrorCode::GatewayUnreachable, false),
            (Some(201), ErrorCode::UnexpectedAnswer, false),
            (Some(500), ErrorCode::InternalError, false),
            (Some(409), ErrorCode::RequestInProgress, false),
            (Some(401), ErrorCode::LoginRequired, false),
            (Some(410), ErrorCode::SessionExpired, false),
            (Some(404), ErrorCode::UnexpectedAnswer, false),
            (Some(422), ErrorCode::Unsealable, false),
            (Some(422), ErrorCode::VerificationFailed, true),
            (Some(422), ErrorCode::IdempotencyKeyReused, true),
            (Some(422), ErrorCode::ValidationFailed, true),
            (Some(404), ErrorCode::CardNotFound, true),
        ] {
            assert_eq!(is_answer(&Fault { status, ..Fault::new(code) }), answered, "{status:?} {code:?}");
        }
    }
}
