//! Moving a session to the account or person that it made.

use portico_model::ErrorCode;
use portico_model::netspend::SourceType;

use super::info::Source;
use crate::call::limit::Scope;
use crate::call::problem::read;
use crate::call::{Call, Work};
use crate::client::Inner;
use crate::encoding::generate_id;
use crate::json::ObjectText;
use crate::ports::Platform;

impl<P: Platform> Inner<P> {
    /// Remembers what this session made: should it end, the next one begins there. An account counts for less than a
    /// person.
    pub(crate) fn remember_made(&self, kind: SourceType, id: &str) {
        let is_person = self.source.borrow().as_ref().is_some_and(|source| source.kind == SourceType::Person);
        if kind == SourceType::Person || !is_person {
            self.remember(&Source { kind, id: id.to_owned() });
        }
    }

    /// What a session that follows this one becomes at once.
    pub(crate) fn remember(&self, source: &Source) {
        if self.source.borrow().as_ref() == Some(source) {
            return;
        }
        *self.source.borrow_mut() = Some(source.clone());
        if let Ok(id) = self.session_id() {
            self.keep_session_id(&id);
        }
    }

    /// Makes the session that of the account or person `source`, unless it is already.
    ///
    /// # Errors
    /// Those of every call.
    pub(crate) fn move_to<'a>(&'a self, source: Source, scope: &'a Scope) -> Work<'a, ()> {
        Box::pin(async move {
            let id = self.session_id()?;
            if self.session_is(&source) {
                return Ok(());
            }
            let mut call = Call::of_sessions("PATCH", id.as_str());
            call.body.clear = Some(source.write(ObjectText::new()));
            call.idempotency_key = Some(generate_id(&self.platform)?);
            let is_lost = match self.deliver(&call, None, scope).await {
                Ok(_) => false,
                Err(fault) if self.ends_session(&fault) => true,
                // A move whose answer was lost in an earlier page view: the session is where it should be. If it belongs
                // to somebody else, this onboarding needs a session of its own.
                Err(fault) if fault.is(ErrorCode::SessionSourceChangeNotAllowed) => {
                    let response = self.deliver(&Call::of_sessions("GET", id.as_str()), None, scope).await?;
                    Source::read(&read(&response)?).as_ref() != Some(&source)
                }
                Err(fault) => return Err(fault),
            };
            self.remember(&source);
            if is_lost {
                self.reopen(&id, true, scope).await?;
            } else if let Some(session) = &mut *self.session.borrow_mut()
                && session.id == id
            {
                session.source = Some(source);
            }
            Ok(())
        })
    }

    fn session_is(&self, source: &Source) -> bool {
        self.session.borrow().as_ref().is_some_and(|session| session.source.as_ref() == Some(source))
    }
}
