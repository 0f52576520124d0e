//! Moving a session to the account or person that it made.

use portico_model::ErrorCode;
use portico_model::netspend::{Session, SessionPatch, SourceType};

use super::info::{Source, ends_session};
use crate::call::limit::Scope;
use crate::call::problem::read;
use crate::call::request::{Body, Call};
use crate::client::Inner;
use crate::encoding::{generate_id, json};
use crate::fault::Fault;
use crate::netspend::Needed;
use crate::ports::Platform;

impl<P: Platform> Inner<P> {
    /// Remembers what a session made: should it end, the next one begins there. A person counts for more than an
    /// account.
    pub(crate) async fn remember(&self, source: Source) {
        let known = self.source.borrow().clone();
        let is_less =
            source.kind == SourceType::Account && known.as_ref().is_some_and(|known| known.kind == SourceType::Person);
        if is_less || known.as_ref() == Some(&source) {
            return;
        }
        *self.source.borrow_mut() = Some(source);
        if let Ok(id) = self.session_id() {
            self.keep_session_id(&id).await;
        }
    }

    /// Makes the session what an operation needs, unless it is already.
    ///
    /// # Errors
    /// Those of every call.
    pub(crate) async fn move_session(&self, to: Needed<'_>, scope: &Scope) -> Result<(), Fault> {
        let source = match to {
            Needed::None | Needed::Any => None,
            Needed::Known => self.source.borrow().clone(),
            Needed::Person(id) => Some(Source { kind: SourceType::Person, id: id.to_owned() }),
        };
        match source {
            Some(source) => self.move_to(source, scope).await,
            None => Ok(()),
        }
    }

    async fn move_to(&self, source: Source, scope: &Scope) -> Result<(), Fault> {
        let id = self.session_id()?;
        if self.session_is(&source) {
            return Ok(());
        }
        let patch = SessionPatch { source_type: source.kind, source_id: source.id.clone() };
        let body = Body::Clear(json(&patch)?);
        let call = Call::write("PATCH", &["sessions", id.as_str()], body, generate_id(&self.platform)?).sessionless();
        match self.deliver(&call, None, scope).await {
            Ok(_) => {}
            Err(fault) if ends_session(&fault) => {
                self.remember(source).await;
                return self.reopen(&id, scope).await;
            }
            // A move whose answer was lost in an earlier page view: the session is where it should be. If it belongs to
            // somebody else, this onboarding needs a session of its own.
            Err(fault) if fault.is(ErrorCode::SessionSourceChangeNotAllowed) => {
                let read_call = Call::get(&["sessions", id.as_str()]).sessionless();
                let session: Session = read(&self.deliver(&read_call, None, scope).await?)?;
                if session.source_type != Some(source.kind) || session.source_id.as_ref() != Some(&source.id) {
                    self.remember(source).await;
                    return self.reopen(&id, scope).await;
                }
            }
            Err(fault) => return Err(fault),
        }
        if let Some(session) = &mut *self.session.borrow_mut()
            && session.id == id
        {
            session.source = Some(source.clone());
        }
        self.remember(source).await;
        Ok(())
    }

    fn session_is(&self, source: &Source) -> bool {
        self.session.borrow().as_ref().is_some_and(|session| session.source.as_ref() == Some(source))
    }
}
