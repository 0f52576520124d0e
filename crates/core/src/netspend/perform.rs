//! Performing an operation: the only part that waits.

use super::answer::Answer;
use super::operation::{Operation, Session};
use super::plan::{Setting, plan};
use crate::call::limit::Scope;
use crate::call::{Abort, CallOptions};
use crate::client::{Client, Inner};
use crate::encoding::generate_id;
use crate::fault::Fault;
use crate::ports::Platform;

impl<P: Platform> Client<P> {
    /// Performs one operation. The session is moved to the person that it is about, when it has not been moved yet.
    ///
    /// # Errors
    /// `not_connected`; `validation_failed` with all wrong fields, before anything is sent; the codes that the platform
    /// has for the call; and those of every call: `aborted`, `timeout`, `gateway_unreachable`, `offline`,
    /// `unexpected_answer`, `rate_limited`, and the servers' own.
    pub async fn perform<A: Abort>(&self, operation: Operation, options: CallOptions<A>) -> Result<Answer, Fault> {
        let inner = &*self.inner;
        inner.within(options, async |scope| inner.perform(&operation, None, scope).await).await
    }
}

impl<P: Platform> Inner<P> {
    /// Performs `operation`, a write under `key` or else under the caller's own or a new one.
    pub(crate) async fn perform(
        &self,
        operation: &Operation,
        key: Option<String>,
        scope: &Scope,
    ) -> Result<Answer, Fault> {
        let session = operation.session();
        if session != Session::None {
            self.session_id()?;
        }
        self.freshen(operation.needs_platform() || (operation.needs_time() && self.clock.get().is_none()), scope)
            .await?;
        let key = match key.or_else(|| scope.idempotency_key.clone()) {
            Some(key) => key,
            None => generate_id(&self.platform)?,
        };
        let setting = Setting { now_ms: self.now_ms(), gateway_url: &self.config.gateway_url, key };
        let call = plan(operation, setting)?;
        self.move_session(session, scope).await?;
        let response = self.send(&call, scope).await?;
        let answer = Answer::read(operation, &response)?;
        if let Some(made) = answer.made_by(operation) {
            self.remember(made).await;
        }
        Ok(answer)
    }
}
