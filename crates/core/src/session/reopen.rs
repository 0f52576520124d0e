//! A session that ended while calls still need it.

use portico_model::id::SessionId;

use super::info::OpenSession;
use crate::call::Work;
use crate::call::limit::Scope;
use crate::client::{ConnectionState, Inner};
use crate::fault::Fault;
use crate::ports::{Platform, SessionKeys};

impl<P: Platform> Inner<P> {
    /// Opens a session in the place of `ended`, unless another call or another tab did so meanwhile.
    ///
    /// # Errors
    /// Those of `connect`. Then there is no session any more, and the state is `new`.
    pub(crate) fn reopen<'a>(&'a self, ended: &'a SessionId, scope: &'a Scope) -> Work<'a, ()> {
        Box::pin(self.reopen_in_turn(ended, scope))
    }

    async fn reopen_in_turn(&self, ended: &SessionId, scope: &Scope) -> Result<(), Fault> {
        let _turn = self.opening.take().await;
        if self.session_id().is_ok_and(|id| id != *ended) {
            return Ok(());
        }
        let opened = match self.resume_another(ended, scope).await? {
            Some(session) => Ok(session),
            None => self.open_session(scope).await,
        };
        match opened {
            Ok(session) => {
                self.take_session(session).await;
                Ok(())
            }
            // What may pass leaves the ended session in place, so that the next call tries again.
            Err(fault) if fault.retryable => Err(fault),
            Err(fault) => {
                *self.session.borrow_mut() = None;
                self.forget_session().await;
                self.become_state(ConnectionState::New);
                Err(fault)
            }
        }
    }

    /// Whether another tab keeps another session than `id` by now: the gateway has one for each browser.
    pub(crate) async fn is_replaced(&self, id: &SessionId) -> bool {
        self.recall_session().await.is_some_and(|(kept, _)| kept != *id)
    }

    async fn resume_another(
        &self,
        ended: &SessionId,
        scope: &Scope,
    ) -> Result<Option<OpenSession<<P as SessionKeys>::Key>>, Fault> {
        if self.is_replaced(ended).await { self.resume(scope).await } else { Ok(None) }
    }
}
