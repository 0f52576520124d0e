//! Opening a session: key set and nonce, device statement, grant (contract: sections 1.4 and 3.2).

use portico_model::ErrorCode;
use portico_model::netspend::{NewSession, Sealed, Session, SessionGrant};
use zeroize::{Zeroize, Zeroizing};

use super::info::{OpenSession, Source};
use crate::call::limit::Scope;
use crate::call::next_wait_for;
use crate::call::problem::{read, unexpected};
use crate::call::request::{Body, Call, Sealing};
use crate::client::Inner;
use crate::device::{Statement, write_statement};
use crate::encoding::{array_from_base64url, json};
use crate::fault::Fault;
use crate::json::from_bytes;
use crate::pii::Pii;
use crate::ports::{HttpResponse, Platform, SessionKeys};
use crate::seal::envelope::{Expected, check};
use crate::seal::thumbprint::thumbprint;

type Opened<P> = OpenSession<<P as SessionKeys>::Key>;

impl<P: Platform> Inner<P> {
    /// Opens a new session, as what the last one was. When the platform or the gateway no longer knows that account or
    /// person for this browser, an anonymous one.
    pub(crate) async fn open_session(&self, scope: &Scope) -> Result<Opened<P>, Fault> {
        let source = self.source.borrow().clone();
        match self.open_as(source.as_ref(), scope).await {
            Err(fault) if source.is_some() && is_about_the_source(&fault) => {}
            other => return other,
        }
        *self.source.borrow_mut() = None;
        self.open_as(None, scope).await
    }

    /// Opens a session. Every try is a new statement over a new nonce: a lost answer can't be asked for again, and a
    /// nonce that is stale is met once by a fresh one.
    async fn open_as(&self, source: Option<&Source>, scope: &Scope) -> Result<Opened<P>, Fault> {
        let (mut attempt, mut again) = (0, true);
        loop {
            attempt += 1;
            let nonce = self.init(scope).await?;
            let mut reply_key = Zeroizing::new([0; 32]);
            self.platform.fill(&mut *reply_key)?;
            let call = self.statement_call(&nonce, &reply_key, source).await?;
            let body = self.write_body(&call, None)?;
            let failed = match self.exchange(&call, body, None, attempt, scope).await {
                Ok(response) => return self.take_grant(&response, &reply_key, source).await,
                Err(failed) => failed,
            };
            let stale =
                failed.fault.is(ErrorCode::DeviceNotAuthentic) && failed.fault.reason.as_deref() == Some("stale_nonce");
            if again && (stale || failed.prove_again || failed.fault.is(ErrorCode::Unsealable)) {
                again = false;
                continue;
            }
            let Some(wait) = next_wait_for(self, &failed, attempt, true, scope)? else {
                return Err(failed.fault);
            };
            self.platform.sleep(wait).await;
        }
    }

    async fn statement_call(&self, nonce: &str, reply_key: &[u8; 32], source: Option<&Source>) -> Result<Call, Fault> {
        let device = self.device.borrow().clone().ok_or(ErrorCode::NotConnected)?;
        let statement = Statement {
            sdk_id: &self.config.sdk_id,
            aud: &self.config.platform_key,
            origin: &self.config.origin,
            nonce,
            iat: self.now_seconds(),
            reply_key,
            device: &device,
        };
        let signed = write_statement(&self.platform, &*self.device_key().await?, &statement).await?;
        let (source_type, source_id) = (source.map(|source| source.kind), source.map(|source| source.id.clone()));
        let write = move |sealed: Sealed| {
            json(&NewSession {
                encrypted_data: Some(sealed),
                device_data: None,
                source_type,
                source_id: source_id.clone(),
            })
        };
        let sealing =
            Sealing { use_: "device".to_owned(), secret: Pii::new(signed.as_bytes().to_vec()), write: Box::new(write) };
        Ok(Call {
            method: "POST",
            body: Body::Sealing(sealing),
            repeatable: false,
            ..Call::get(&["sessions"]).sessionless()
        })
    }

    /// Opens the grant under the reply key and takes the session key in.
    async fn take_grant(
        &self,
        response: &HttpResponse,
        reply_key: &[u8; 32],
        source: Option<&Source>,
    ) -> Result<Opened<P>, Fault> {
        let session: Session = read(response)?;
        let sealed = session.encrypted_data.as_ref().ok_or_else(|| unexpected(response))?;
        let expected = Expected { kid: "reply", use_: "session", sid: None, now: self.now_seconds() };
        let unopened = check(&sealed.0, &expected).ok_or_else(|| unexpected(response))?;
        let key = self.platform.import(reply_key).await?;
        let opened = self.platform.open(&key, &unopened.iv, unopened.aad.as_bytes(), &unopened.ciphertext).await;
        let grant = Zeroizing::new(opened.map_err(|_| unexpected(response))?);
        let mut grant: SessionGrant = from_bytes(&grant).ok_or_else(|| unexpected(response))?;
        let ours = thumbprint(&*self.device_key().await?);
        let raw = grant.session_key.k.as_deref().and_then(array_from_base64url).map(Zeroizing::new);
        grant.session_key.k.zeroize();
        let fits = grant.session_id == session.id && Some(&session.device_jkt) == ours.as_ref();
        let (true, Some(raw)) = (fits, raw) else {
            return Err(unexpected(response));
        };
        Ok(OpenSession {
            id: session.id,
            key: self.platform.import(&raw).await?,
            expires_at: session.expires_at,
            resumed: false,
            source: source.cloned(),
        })
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
