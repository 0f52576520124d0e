//! The device statement (contract: section 3.2): signed by the device's key, then sealed under the use `device`.

use portico_model::Jwk;
use zeroize::Zeroizing;

use crate::call::request::{secret_bytes, secret_object};
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
    /// From `GET /sessions/init`. Absent where the page was given a bare key set.
    pub(crate) nonce: Option<&'a str>,
    /// Seconds since 1970, by the platform's clock.
    pub(crate) iat: i64,
    /// The key under which the platform answers.
    pub(crate) reply_key: &'a [u8; 32],
    /// JSON of the device's signals by name.
    pub(crate) device: &'a str,
}

/// Writes and signs a statement. It holds the reply key: it leaves sealed only, and is wiped.
pub(crate) async fn write_statement<D: DeviceKeys>(
    keys: &D,
    public_key: &Jwk,
    statement: &Statement<'_>,
) -> Result<Zeroizing<String>, Fault> {
    let key = Zeroizing::new(base64url(statement.reply_key));
    let reply_key = Zeroizing::new(secret_object().text("kty", "oct").text("k", &key).end());
    let payload = secret_bytes(
        secret_object()
            .whole("v", 1)
            .text("sdk_id", statement.sdk_id)
            .text("aud", statement.aud)
            .text("origin", statement.origin)
            .optional("nonce", statement.nonce)
            .whole("iat", statement.iat)
            .raw("reply_key", &reply_key)
            .raw("device", statement.device),
    );
    // Exposed to be signed, and then sealed.
    jws::sign(keys, "device+jwt", public_key, payload.expose()).await
}
