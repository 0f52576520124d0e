//! The platform's key set, believed only under the signature of the key that the page was given.

use portico_model::ErrorCode;

use super::jws;
use super::public_key::{PublicKey, choose};
use super::thumbprint::thumbprint;
use crate::fault::Fault;
use crate::json::Json;
use crate::ports::DeviceKeys;

/// Checks a signed key set against `platform_key` and picks the key for sealing.
///
/// # Errors
/// `platform_key_mismatch` when the set is not signed by that key; `no_usable_key` when it holds none that we know.
pub(crate) async fn open_key_set<D: DeviceKeys>(
    keys: &D,
    jwks_jws: &str,
    platform_key: &str,
) -> Result<PublicKey, Fault> {
    let parsed = jws::parse(jwks_jws, "jwk-set+jwt").ok_or(ErrorCode::PlatformKeyMismatch)?;
    if thumbprint(&parsed.key).as_deref() != Some(platform_key)
        || !keys.verify(&parsed.key, parsed.signed.as_bytes(), &parsed.signature).await.unwrap_or(false)
    {
        return Err(ErrorCode::PlatformKeyMismatch.into());
    }
    let set = Json::parse(&parsed.payload).unwrap_or_default();
    choose(set.list("keys")).ok_or_else(|| ErrorCode::NoUsableKey.into())
}
