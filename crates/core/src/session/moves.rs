//! Moving a session to the account or person that it made.

use portico_model::ErrorCode;
use portico_model::netspend::SourceType;

use super::info::{Source, ends_session};
use crate::call::Call;
use crate::call::limit::Scope;
use crate::call::problem::read;
use crate::call::shape::NOTHING;
use crate::client::Inner;
use crate::encoding::generate_id;
use crate::fault::Fault;
use crate::json::ObjectText;
use crate::ports::Platform;

impl<P: Platform> Inner<P> {
    /// Remembers what this session made: should it end, the next one begins there. An account counts for less than a
    /// person.
    pub(crate) async fn remember_made(&self, kind: SourceType, id: &str) {
        let is_person = self.source.borrow().as_ref().is_some_and(|source| source.kind == SourceType::Person);
        if kind == SourceType::Person || !is_person {
            self.remember(Source { kind, id: id.to_owned() }).await;
        }
    }

    async fn remember(&self, source: Source) {
        if self.source.borrow().as_ref() == Some(&source) {
            return;
        }
        *self.source.borrow_mut() = Some(source);
        if let Ok(id) = self.session_id() {
            self.keep_session_id(&id).await;
        }
    }

    /// Makes the session a person's, unless it is already.
    ///
    /// # Errors
    /// Those of every call.
    pub(crate) async fn move_to_person(&self, person_id: &str, scope: &Scope) -> Result<(), Fault> {
        self.move_to(Source { kind: SourceType::Person, id: person_id.to_owned() }, scope).await
    }

    /// Makes an anonymous session that of the account or person that it made, for calls that name neither.
    ///
    /// # Errors
    /// Those of every call.
    pub(crate) async fn move_to_known(&self, scope: &Scope) -> Result<(), Fault> {
        let known = self.source.borrow().clone();
        match known {
            Some(source) => self.move_to(source, scope).await,
            None => Ok(()),
        }
    }

    async fn move_to(&self, source: Source, scope: &Scope) -> Result<(), Fault> {
        let id = self.session_id()?;
        if self.session_is(&source) {
            return Ok(());
        }
        let patch = ObjectText::new().text("source_type", source.kind.word()).text("source_id", &source.id);
        let path = ["sessions", id.as_str()];
        let idempotency_key = Some(generate_id(&self.platform)?);
        let call = Call { session: false, idempotency_key, ..Call::write("PATCH", &path, patch, NOTHING) };
        match self.deliver(&call, None, scope).await {
            Ok(_) => {}
            Err(fault) if ends_session(&fault) => {
                self.remember(source).await;
                return self.reopen(&id, scope).await;
            }
            // A move whose answer was lost in an earlier page view: the session is where it should be. If it belongs to
            // somebody else, this onboarding needs a session of its own.
            Err(fault) if fault.is(ErrorCode::SessionSourceChangeNotAllowed) => {
                let session = read(&self.deliver(&Call::sessionless("GET", &path), None, scope).await?)?;
                let is = |name, value| session.text(name) == Some(value);
                if !is("source_type", source.kind.word()) || !is("source_id", &source.id) {
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
