//! `connect` and `disconnect`.

use std::rc::Rc;

use portico_model::ErrorCode;
use portico_model::netspend::SourceType;

use super::info::{OpenSession, SessionInfo, Source};
use crate::call::limit::Scope;
use crate::call::problem::{needed, read};
use crate::call::{Call, CallOptions};
use crate::client::{Client, ConnectionState, Inner};
use crate::fault::Fault;
use crate::onboarding::forget_all;
use crate::ports::{Platform, SessionKeys};
use crate::seal::thumbprint::thumbprint;

impl<P: Platform> Client<P> {
    /// Opens the user session, or goes on with this browser's when it still lives. `device` is JSON of the device's
    /// signals by name. Calls that overlap join: there is one session, and one failure for all.
    ///
    /// # Errors
    /// `unknown_sdk_id`, `platform_key_mismatch`, `no_usable_key`, `device_not_authentic`, `gateway_unreachable`,
    /// `crypto_unavailable`, and those of every call.
    pub async fn connect(&self, device: &str, options: CallOptions) -> Result<SessionInfo, Fault> {
        let inner = &*self.inner;
        *inner.device.borrow_mut() = Some(Rc::from(device));
        inner.within(options, async |scope| inner.connect(scope).await).await
    }

    /// Signs out: aborts what is under way, ends the session and clears what this browser kept, whatever the platform
    /// answers. The device's key stays.
    ///
    /// # Errors
    /// Those of every call, when the platform could not be told; this browser has forgotten the session all the same.
    pub async fn disconnect(&self, options: CallOptions) -> Result<(), Fault> {
        let inner = &*self.inner;
        inner.visits.end_all();
        inner.within(options, async |scope| inner.disconnect(scope).await).await
    }

    /// Thumbprint (RFC 7638) of this browser's key.
    ///
    /// # Errors
    /// `crypto_unavailable`.
    pub async fn thumbprint(&self) -> Result<String, Fault> {
        let key = self.inner.device_key().await?;
        thumbprint(&key).ok_or_else(|| ErrorCode::CryptoUnavailable.into())
    }
}

impl<P: Platform> Inner<P> {
    async fn connect(&self, scope: &Scope) -> Result<SessionInfo, Fault> {
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
        match self.resume_or_open(scope).await {
            Ok(session) => {
                let info = session.info();
                self.take_session(session).await;
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

    async fn resume_or_open(&self, scope: &Scope) -> Result<OpenSession<<P as SessionKeys>::Key>, Fault> {
        match self.resume(scope).await? {
            Some(session) => Ok(session),
            None => self.open_session(scope).await,
        }
    }

    /// The session of an earlier page view, if it still lives and is this device's.
    pub(crate) async fn resume(&self, scope: &Scope) -> Result<Option<OpenSession<<P as SessionKeys>::Key>>, Fault> {
        let Some((id, key)) = self.recall_session().await else {
            return Ok(None);
        };
        let call = Call::sessionless("GET", &["sessions", id.as_str()]);
        let response = match self.deliver(&call, None, scope).await {
            Ok(response) => response,
            Err(fault) if matches!(fault.status, Some(401 | 403 | 404 | 410)) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let session = read(&response)?;
        let (their_id, device_jkt) = (needed(&session, "id", &response)?, needed(&session, "device_jkt", &response)?);
        let expires_at = needed(&session, "expires_at", &response)?.to_owned();
        if their_id != id.as_str() || Some(device_jkt) != thumbprint(&*self.device_key().await?).as_deref() {
            return Ok(None);
        }
        let kind = session.text("source_type").and_then(SourceType::from_word);
        let source = kind.zip(session.text("source_id")).map(|(kind, id)| Source { kind, id: id.to_owned() });
        if source.is_some() {
            self.source.borrow_mut().clone_from(&source);
        }
        Ok(Some(OpenSession { id, key, expires_at, resumed: true, source }))
    }

    /// Keeps an open session over reloads, then lets calls bear it.
    pub(crate) async fn take_session(&self, session: OpenSession<<P as SessionKeys>::Key>) {
        if session.resumed {
            self.keep_session_id(&session.id).await;
        } else {
            self.keep_session(&session).await;
        }
        *self.session.borrow_mut() = Some(session);
    }

    async fn disconnect(&self, scope: &Scope) -> Result<(), Fault> {
        let _turn = self.opening.take().await;
        let kept = match self.session_id() {
            Ok(id) => Some(id),
            Err(_) => self.recall_session().await.map(|(id, _)| id),
        };
        *self.session.borrow_mut() = None;
        *self.source.borrow_mut() = None;
        self.opened.borrow_mut().clear();
        self.forget_session().await;
        forget_all(&self.platform).await;
        self.become_state(ConnectionState::Closed);
        let Some(id) = kept else {
            return Ok(());
        };
        let call = Call::sessionless("DELETE", &["sessions", id.as_str()]);
        match self.deliver(&call, None, scope).await {
            // Gone already: that is what was asked for.
            Err(fault) if !matches!(fault.status, Some(401 | 404 | 410)) => Err(fault),
            _ => Ok(()),
        }
    }
}

/// The state while connecting: `initializing`, and back to `new` unless it is done, also when the future is dropped.
struct Starting<'a, P: Platform>(&'a Inner<P>, ConnectionState);

impl<'a, P: Platform> Starting<'a, P> {
    fn begin(inner: &'a Inner<P>) -> Self {
        inner.become_state(ConnectionState::Initializing);
        Self(inner, ConnectionState::New)
    }

    fn done(mut self) {
        self.1 = ConnectionState::Ready;
    }
}

impl<P: Platform> Drop for Starting<'_, P> {
    fn drop(&mut self) {
        self.0.become_state(self.1);
    }
}
