//! Sending: tries until there is an answer, and goes on once where a session ended or a sealed value was refused.

use portico_model::ErrorCode;
use portico_model::id::SessionId;

use super::exchange::FailedExchange;
use super::limit::Scope;
use super::request::{Body, Call};
use super::retry::{FailedTry, next_wait};
use crate::client::Inner;
use crate::fault::Fault;
use crate::ports::{HttpResponse, Platform};
use crate::session::ends_session;

impl<P: Platform> Inner<P> {
    /// Sends `call`. A session that ended is opened again, and the call goes on once; a sealed value that the platform
    /// can't open is sealed again under a fresh key set and clock, once.
    pub(crate) async fn send(&self, call: &Call, scope: &Scope) -> Result<HttpResponse, Fault> {
        let sealing = matches!(call.body, Body::Sealing(_));
        let (mut reopened, mut resealed) = (false, false);
        loop {
            let sid = if call.session { Some(self.session_id()?) } else { None };
            self.freshen(sealing, scope).await?;
            let fault = match self.deliver(call, sid.as_ref().map(|sid| sid.as_str()), scope).await {
                Ok(response) => return Ok(response),
                Err(fault) => fault,
            };
            match sid {
                Some(ended) if !reopened && self.has_ended(&ended, &fault).await => {
                    reopened = true;
                    self.reopen(&ended, scope).await?;
                }
                _ if sealing && fault.is(ErrorCode::Unsealable) && !resealed => {
                    resealed = true;
                    self.init(scope).await?;
                }
                _ => return Err(fault),
            }
        }
    }

    async fn has_ended(&self, session: &SessionId, fault: &Fault) -> bool {
        ends_session(fault) || (fault.is(ErrorCode::SessionForbidden) && self.is_replaced(session).await)
    }

    /// Tries `call` until it is answered, or may not be tried again.
    pub(crate) async fn deliver(&self, call: &Call, sid: Option<&str>, scope: &Scope) -> Result<HttpResponse, Fault> {
        let (mut attempt, mut proved_again) = (0, false);
        loop {
            attempt += 1;
            let body = self.write_body(call, sid)?;
            let failed = match self.exchange(call, body, sid, attempt, scope).await {
                Ok(response) => return Ok(response),
                Err(failed) => failed,
            };
            if failed.prove_again && !proved_again {
                proved_again = true;
                continue;
            }
            let Some(wait) = next_wait_for(self, &failed, attempt, call.repeatable, scope)? else {
                return Err(failed.fault);
            };
            self.platform.sleep(wait).await;
        }
    }
}

/// Asks the rule, with what it needs from the ports.
pub(crate) fn next_wait_for<P: Platform>(
    inner: &Inner<P>,
    failed: &FailedExchange,
    attempt: u32,
    repeatable: bool,
    scope: &Scope,
) -> Result<Option<u32>, Fault> {
    let mut random = [0; 4];
    inner.platform.fill(&mut random)?;
    Ok(next_wait(&FailedTry {
        fault: &failed.fault,
        attempt,
        retry_after_ms: failed.retry_after_ms,
        repeatable,
        remaining_ms: scope.remaining_ms(inner.platform.monotonic_ms()),
        random: u32::from_be_bytes(random),
    }))
}
