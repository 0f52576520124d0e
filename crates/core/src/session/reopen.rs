//! A session that ended while calls still need it.

use portico_model::id::SessionId;

use crate::call::limit::Scope;
use crate::client::{ConnectionState, Inner};
use crate::fault::Fault;
use crate::ports::Platform;

impl<P: Platform> Inner<P> {
    /// Opens a session in the place of `ended`, unless another call did so meanwhile.
    ///
    /// # Errors
    /// Those of `connect`. Then there is no session any more, and the state is `new`.
    pub(crate) async fn reopen(&self, ended: &SessionId, scope: &Scope) -> Result<(), Fault> {
        let _turn = self.opening.take().await;
        if self.session_id().is_ok_and(|id| id != *ended) {
            return Ok(());
        }
        match self.open_session(scope).await {
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
}
