//! Opening a session: key set and nonce, device statement, grant (contract: sections 1.4 and 3.2).

use portico_model::ErrorCode;

use super::info::{OpenSession, Source};
use crate::call::Call;
use crate::call::limit::Scope;
use crate::call::problem::{needed, read, unexpected};
use crate::client::Inner;
use crate::fault::Fault;
use crate::json::ObjectText;
use crate::onboarding;
use crate::ports::{HttpResponse, Platform, SessionKeys};
use crate::seal::content_key::ContentKey;
use crate::unsaved::Change;

type Opened<P> = OpenSession<<P as SessionKeys>::Key>;

impl<P: Platform> Inner<P> {
    /// Opens a new session, as what the last one was. When the platform or the gateway no longer knows that account or
    /// person for this browser, an anonymous one. With a `ticket`, as what the gateway says. Every try is a new statement over a new nonce: a lost answer can't be
    /// asked for again, and a nonce that is stale is met once by a fresh one.
    pub(crate) async fn open_session(&self, ticket: &str, scope: &Scope) -> Result<Opened<P>, Fault> {
        let (mut attempt, mut again) = (0, true);
        if !ticket.is_empty() {
            *self.source.borrow_mut() = None;
        }
        loop {
            attempt += 1;
            let nonce = self.init(None, scope).await?;
            let source = self.source.borrow().clone();
            let reply_key = ContentKey::generate(&self.platform)?;
            let mut call = self.statement_call(&nonce, &reply_key, source.as_ref()).await?;
            ticket.clone_into(&mut call.ticket);
            let body = self.write_body(&call, None).await?;
            self.awaits_grant.set(true);
            let failed = match self.exchange(&call, body, None, attempt, scope).await {
                Ok(response) => {
                    let session = self.take_grant(&response, &reply_key).await?;
                    self.awaits_grant.set(false);
                    if !ticket.is_empty() {
                        self.visit.borrow_mut().clone_from(&session.id.0);
                    }
                    return Ok(session);
                }
                Err(failed) => failed,
            };
            let stale =
                failed.fault.is(ErrorCode::DeviceNotAuthentic) && failed.fault.reason.as_deref() == Some("stale_nonce");
            if again && (stale || failed.prove_again.is_some() || failed.fault.is(ErrorCode::Unsealable)) {
                again = false;
            } else if source.is_some() && self.visit.borrow().is_empty() && is_about_the_source(&failed.fault) {
                *self.source.borrow_mut() = None;
                (attempt, again) = (0, true);
            } else if !self.wait_after(&failed, attempt, true, scope).await? {
                return Err(failed.fault);
            }
        }
    }

    async fn statement_call(
        &self,
        nonce: &str,
        reply_key: &ContentKey,
        source: Option<&Source>,
    ) -> Result<Call, Fault> {
        let statement = self.statement(Some(nonce), reply_key).await?;
        let mut body = ObjectText::new();
        if let Some(source) = source {
            body = source.write(body);
        }
        let mut call = Call::of_sessions("POST", "");
        call.repeatable = false;
        call.body.clear = Some(body);
        Ok(call.sealing("device".to_owned(), statement))
    }

    /// Opens the grant under the reply key and takes the session key in.
    async fn take_grant(&self, response: &HttpResponse, reply_key: &ContentKey) -> Result<Opened<P>, Fault> {
        let session = read(response)?;
        let (id, sealed) = (needed(&session, "id", response)?, needed(&session, "encrypted_data", response)?);
        let grant = self.open_grant(sealed, reply_key).await.map_err(|_| unexpected(response))?;
        let ours = self.own_thumbprint();
        if grant.id.as_str() != id || session.text("device_jkt") != ours.as_deref() || ours.is_none() {
            return Err(unexpected(response));
        }
        let expires_at = needed(&session, "expires_at", response)?.to_owned();
        let source = Source::read(&session);
        self.source.borrow_mut().clone_from(&source);
        // After a ticket. The ids that this browser keeps may be somebody else's: those of the ticket's customer came along.
        if let Some(theirs) = session.get(onboarding::NAME) {
            let kept = ObjectText::new().value(onboarding::NAME, theirs).end();
            self.unsaved.add(Change::Text(onboarding::NAME, Some(kept)));
        }
        Ok(OpenSession { expires_at, source, ..grant })
    }
}

/// Whether a session was refused for what it was to belong to, and not for the device.
fn is_about_the_source(fault: &Fault) -> bool {
    matches!(fault.status, Some(403 | 404 | 422))
        && !fault.is(ErrorCode::DeviceNotAuthentic)
        && !fault.is(ErrorCode::OriginNotAllowed)
        && !fault.is(ErrorCode::UnknownSdkId)
        && !fault.is(ErrorCode::Unsealable)
}
