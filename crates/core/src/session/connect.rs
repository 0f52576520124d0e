//! `connect` and `disconnect`.

use portico_model::ErrorCode;

use super::info::{OpenSession, SessionInfo};
use crate::call::limit::{Limited, Scope};
use crate::call::{Call, CallOptions};
use crate::client::{Client, ConnectionState, Inner};
use crate::fault::Fault;
use crate::onboarding;
use crate::ports::Platform;
use crate::unsaved::Change;

impl<P: Platform> Client<P> {
    /// Opens the user session, or goes on with this browser's when it still lives. Calls that overlap
    /// join: there is one session, and one failure for all.
    ///
    /// # Errors
    /// `unknown_sdk_id`, `platform_key_mismatch`, `no_usable_key`, `device_not_authentic`, `gateway_unreachable`,
    /// `crypto_unavailable`, and those of every call.
    pub fn connect(&self, options: CallOptions) -> Limited<'_, SessionInfo> {
        self.connect_with("", options)
    }

    /// The same with the partner's ticket for a customer who has signed in there: a session of theirs, whoever was here
    /// before. What is under way for them is aborted. Without a ticket, empty, it is [`Self::connect`].
    ///
    /// # Errors
    /// `invalid_ticket`, and those of [`Self::connect`].
    pub fn connect_with<'a>(&'a self, ticket: &'a str, options: CallOptions) -> Limited<'a, SessionInfo> {
        let inner = &*self.inner;
        if !ticket.is_empty() {
            // Nobody opens another one in between: whoever would is aborted.
            inner.visits.end_all();
            *inner.session.borrow_mut() = None;
        }
        inner.within(options, async move |scope| inner.connect(ticket, scope).await)
    }

    /// Signs out: aborts what is under way, ends the session and clears what this browser kept, whatever the platform
    /// answers. The device's key stays.
    ///
    /// # Errors
    /// Those of every call, when the platform could not be told; this browser has forgotten the session all the same.
    pub fn disconnect(&self, options: CallOptions) -> Limited<'_, ()> {
        let inner = &*self.inner;
        inner.visits.end_all();
        inner.within(options, async |scope| inner.disconnect(scope).await)
    }

    /// Thumbprint (RFC 7638) of this browser's key.
    ///
    /// # Errors
    /// `crypto_unavailable`.
    pub async fn thumbprint(&self) -> Result<String, Fault> {
        self.inner.device_key().await?;
        self.inner.own_thumbprint().ok_or_else(|| ErrorCode::CryptoUnavailable.into())
    }
}

impl<P: Platform> Inner<P> {
    async fn connect(&self, ticket: &str, scope: &Scope) -> Result<SessionInfo, Fault> {
        if let Some(info) = self.session_info() {
            return Ok(info);
        }
        let failures = self.last_failure.borrow().0;
        let _turn = self.opening.take().await;
        if let Some(info) = self.session_info() {
            return Ok(info);
        }
        // Whoever waited for a try that failed gets its failure: ten callers are not ten tries.
        if let (count, Some(fault)) = &*self.last_failure.borrow()
            && *count != failures
        {
            return Err(fault.clone());
        }
        let starting = Starting::begin(self);
        // Nobody has vouched for this one yet, whatever was tried before.
        self.visit.borrow_mut().clear();
        match self.resume_or_open(None, ticket, scope).await {
            Ok(info) => {
                starting.done();
                Ok(info)
            }
            Err(fault) => {
                let count = self.last_failure.borrow().0.wrapping_add(1);
                *self.last_failure.borrow_mut() = (count, Some(fault.clone()));
                Err(fault)
            }
        }
    }

    fn session_info(&self) -> Option<SessionInfo> {
        self.session.borrow().as_ref().map(OpenSession::info)
    }

    async fn disconnect(&self, scope: &Scope) -> Result<(), Fault> {
        let _turn = self.opening.take().await;
        let local = self.is_local();
        let kept = match self.session_id() {
            Ok(id) => Some(id),
            Err(_) => self.recall_session().await.unwrap_or_default().map(|(id, _)| id),
        };
        *self.session.borrow_mut() = None;
        *self.source.borrow_mut() = None;
        self.recipient.take();
        self.gateway.take();
        self.opened.borrow_mut().clear();
        self.forget_session();
        self.unsaved.add(Change::Text(onboarding::NAME, None));
        self.become_state(ConnectionState::Closed);
        let Some(id) = kept.filter(|_| !local) else {
            return Ok(());
        };
        let call = Call::of_sessions("DELETE", id.as_str());
        match self.deliver(&call, None, scope).await {
            // Gone already: that is what was asked for.
            Err(fault) if !matches!(fault.status, Some(401 | 404 | 410)) => Err(fault),
            _ => Ok(()),
        }
    }
}

/// The state while connecting: `initializing`, and back to `new` unless it is done, also when the future is dropped.
pub(crate) struct Starting<'a, P: Platform>(&'a Inner<P>, ConnectionState);

impl<'a, P: Platform> Starting<'a, P> {
    pub(crate) fn begin(inner: &'a Inner<P>) -> Self {
        inner.become_state(ConnectionState::Initializing);
        Self(inner, ConnectionState::New)
    }

    fn done(self) {
        self.end_as(ConnectionState::Ready);
    }

    pub(crate) fn end_as(mut self, state: ConnectionState) {
        self.1 = state;
    }
}

impl<P: Platform> Drop for Starting<'_, P> {
    fn drop(&mut self) {
        self.0.become_state(self.1);
    }
}
