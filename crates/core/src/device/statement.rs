//! The device statement (contract: section 3.2): signed by the device's key, then sealed under the use `device`.

use portico_model::Jwk;
use portico_model::netspend::DeviceStatement;
use zeroize::{Zeroize, Zeroizing};

use crate::call::request::secret_json;
use crate::encoding::base64url;
use crate::fault::Fault;
use crate::ports::DeviceKeys;
use crate::seal::jws;

/// What a statement says.
pub(crate) struct Statement<'a> {
    /// The partner's SDK id.
    pub(crate) sdk_id: &'a str,
    /// Thumbprint of the platform's key-signing key.
    pub(crate) aud: &'a str,
    /// The page's origin.
    pub(crate) origin: &'a str,
    /// From `GET /sessions/init`.
    pub(crate) nonce: &'a str,
    /// Seconds since 1970, by the platform's clock.
    pub(crate) iat: i64,
    /// The key under which the platform answers.
    pub(crate) reply_key: &'a [u8; 32],
    /// The device's signals by name.
    pub(crate) device: &'a serde_json::Value,
}

/// Writes and signs a statement. It holds the reply key: it leaves sealed only, and is wiped.
pub(crate) async fn write_statement<D: DeviceKeys>(
    keys: &D,
    public_key: &Jwk,
    statement: &Statement<'_>,
) -> Result<Zeroizing<String>, Fault> {
    let mut body = DeviceStatement {
        v: 1,
        sdk_id: statement.sdk_id.to_owned(),
        aud: statement.aud.to_owned(),
        origin: statement.origin.to_owned(),
        nonce: statement.nonce.to_owned(),
        iat: statement.iat,
        reply_key: Jwk { kty: "oct".to_owned(), k: Some(base64url(statement.reply_key)), ..Jwk::default() },
        device: statement.device.clone(),
    };
    let payload = secret_json(&body);
    body.reply_key.k.zeroize();
    // Exposed to be signed, and then sealed.
    Ok(Zeroizing::new(jws::sign(keys, "device+jwt", public_key, payload?.expose()).await?))
}
