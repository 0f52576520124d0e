//! What opening a session is made of, whoever carries it to the platform: a signed statement there, a grant back
//! (contract: section 3.2).

use portico_model::ErrorCode;
use portico_model::id::SessionId;
use zeroize::Zeroizing;

use super::info::OpenSession;
use crate::client::Inner;
use crate::device::{Statement, write_statement};
use crate::encoding::from_base64url;
use crate::fault::Fault;
use crate::json::Json;
use crate::pii::Pii;
use crate::ports::{Platform, SessionKeys};
use crate::seal::content_key::ContentKey;
use crate::seal::envelope::{Expected, check};

impl<P: Platform> Inner<P> {
    /// The device's statement, signed and not sealed yet.
    pub(crate) async fn statement(&self, nonce: Option<&str>, reply_key: &ContentKey) -> Result<Pii<Vec<u8>>, Fault> {
        let device = self.platform.signals().await;
        let statement = Statement {
            sdk_id: &self.config.sdk_id,
            aud: &self.config.platform_key,
            origin: &self.config.origin,
            nonce,
            iat: self.now_seconds(),
            reply_key: reply_key.bytes(),
            device: &device,
        };
        let signed = write_statement(&self.platform, &*self.device_key().await?, &statement).await?;
        Ok(Pii::new(signed.as_bytes().to_vec()))
    }

    /// Opens a grant under the reply key, and takes the session key in.
    ///
    /// # Errors
    /// `unsealable`; `crypto_unavailable`.
    pub(crate) async fn open_grant(
        &self,
        sealed: &str,
        reply_key: &ContentKey,
    ) -> Result<OpenSession<<P as SessionKeys>::Key>, Fault> {
        let expected = Expected { kid: "reply", use_: "session", sid: None, now: self.now_seconds() };
        let unopened = check(sealed, &expected).ok_or(ErrorCode::Unsealable)?;
        let key = self.platform.import(reply_key.bytes()).await?;
        let opened = self.platform.open(&key, &unopened.iv, unopened.aad.as_bytes(), &unopened.ciphertext).await;
        let grant = Zeroizing::new(opened.map_err(|_| ErrorCode::Unsealable)?);
        let grant = Zeroizing::new(Json::parse(&grant).ok_or(ErrorCode::Unsealable)?);
        let raw = grant.get("session_key").and_then(|key| from_base64url(key.text("k")?)).map(Zeroizing::new);
        let session_key = raw.and_then(|raw| ContentKey::from_slice(&raw)).ok_or(ErrorCode::Unsealable)?;
        let member = |name| grant.text(name).map(ToOwned::to_owned).ok_or(ErrorCode::Unsealable);
        Ok(OpenSession {
            id: SessionId(member("session_id")?),
            expires_at: member("expires_at")?,
            key: self.platform.import(session_key.bytes()).await?,
            resumed: false,
            local: false,
            source: None,
        })
    }
}
