//! The session that this page goes on with: that of an earlier page view or of another tab, or a new one.

use portico_model::ErrorCode;
use portico_model::id::SessionId;

use super::info::{OpenSession, SessionInfo, Source};
use crate::call::limit::Scope;
use crate::call::problem::{needed, read};
use crate::call::{Call, Work};
use crate::client::{ConnectionState, Inner};
use crate::fault::{Fault, FaultCode};
use crate::ports::{HttpResponse, Platform, SessionKeys};

impl<P: Platform> Inner<P> {
    /// Goes on with the kept session if it still lives, is this device's and is not the one that `ended`; opens a new one
    /// otherwise. With a `ticket`, a new one whoever was there before. Calls bear it from then on, and it is kept over
    /// reloads.
    ///
    /// # Errors
    /// `login_required` where a ticket opened the kept one and the gateway no longer knows this browser: an anonymous session
    /// in its place would have the customer begin anew.
    pub(crate) fn resume_or_open<'a>(
        &'a self,
        ended: Option<&'a SessionId>,
        ticket: &'a str,
        scope: &'a Scope,
    ) -> Work<'a, SessionInfo> {
        Box::pin(async move {
            let mut session = None;
            if let Some((id, key)) = self.recall_session().await?
                && ended != Some(&id)
                && ticket.is_empty()
            {
                let call = Call::of_sessions("GET", id.as_str());
                session = match self.deliver(&call, None, scope).await {
                    Ok(response) => self.take_resumed(id, key, &response)?,
                    Err(fault)
                        if matches!(fault.status, Some(401 | 403 | 404 | 410))
                            && (self.ends_session(&fault) || !fault.is(ErrorCode::LoginRequired)) =>
                    {
                        None
                    }
                    Err(fault) => return Err(fault),
                };
            }
            let session = match session {
                Some(session) => session,
                None => self.open_session(ticket, scope).await?,
            };
            let info = session.info();
            self.keep_session(&session);
            *self.session.borrow_mut() = Some(session);
            Ok(info)
        })
    }

    /// `None` for a session that is not this device's.
    fn take_resumed(
        &self,
        id: SessionId,
        key: <P as SessionKeys>::Key,
        response: &HttpResponse,
    ) -> Result<Option<OpenSession<<P as SessionKeys>::Key>>, Fault> {
        let session = read(response)?;
        let (their_id, device_jkt) = (needed(&session, "id", response)?, needed(&session, "device_jkt", response)?);
        let expires_at = needed(&session, "expires_at", response)?.to_owned();
        if their_id != id.as_str() || Some(device_jkt) != self.own_thumbprint().as_deref() {
            return Ok(None);
        }
        let source = Source::read(&session);
        if source.is_some() {
            self.source.borrow_mut().clone_from(&source);
        }
        Ok(Some(OpenSession { id, key, expires_at, resumed: true, local: false, source }))
    }

    /// Finds another session in the place of `ended`, unless another call did so meanwhile. One that is not `over` is
    /// replaced only if the gateway may have another one for this browser by now: one that another tab keeps, or one whose
    /// grant did not come. Whether it was.
    ///
    /// # Errors
    /// Those of `connect`. Then there is no session any more, and the state is `new`. `login_required` also where the other
    /// tab's session is another customer's; `not_connected` where another call has met that.
    pub(crate) fn reopen<'a>(&'a self, ended: &'a SessionId, over: bool, scope: &'a Scope) -> Work<'a, bool> {
        Box::pin(async move {
            let _turn = self.opening.take().await;
            if self.session_id()? != *ended {
                return Ok(true);
            }
            let is_kept = self.recall_session().await?.is_none_or(|(kept, _)| kept == *ended);
            if is_kept && !over && !self.awaits_grant.get() {
                return Ok(false);
            }
            match self.resume_or_open(Some(ended), "", scope).await {
                Ok(_) => Ok(true),
                // What may pass leaves the ended session in place, so that the next call tries again.
                Err(fault) if fault.retryable => Err(fault),
                Err(fault) => {
                    self.leave();
                    Err(fault)
                }
            }
        })
    }

    /// Whether a fault says that the session, or the gateway's knowledge of this browser, is gone, and another session may
    /// follow. Where a ticket began the visit, only the partner can say again who the customer is: then there is no session
    /// any more.
    pub(crate) fn ends_session(&self, fault: &Fault) -> bool {
        if !self.visit.borrow().is_empty() && fault.is(ErrorCode::LoginRequired) {
            self.leave();
            return false;
        }
        matches!(
            fault.code,
            FaultCode::Known(
                ErrorCode::SessionExpired
                    | ErrorCode::SessionNotFound
                    | ErrorCode::SessionRequired
                    | ErrorCode::LoginRequired
            )
        )
    }

    /// There is no session any more, and nothing that a next one would follow.
    fn leave(&self) {
        self.drop_session();
        self.forget_session();
    }

    /// The same for this page alone: what is kept stays.
    #[inline(never)]
    pub(crate) fn drop_session(&self) {
        *self.session.borrow_mut() = None;
        self.become_state(ConnectionState::New);
    }
}
