//! Proof of possession for one request (RFC 9449).

use portico_model::Jwk;

use crate::encoding::sha256_base64url;
use crate::fault::Fault;
use crate::json::ObjectText;
use crate::ports::DeviceKeys;
use crate::seal::jws;

/// What a proof is about.
pub(crate) struct Proof<'a> {
    /// The request's method.
    pub(crate) htm: &'a str,
    /// The request's URL without query and fragment.
    pub(crate) htu: &'a str,
    /// Seconds since 1970, by the platform's clock.
    pub(crate) iat: i64,
    /// Never used before.
    pub(crate) jti: &'a str,
    /// The session that the request bears.
    pub(crate) session: Option<&'a str>,
    /// The nonce that the gateway asked for.
    pub(crate) nonce: Option<&'a str>,
}

/// Signs a proof: the value of the header `dpop`.
pub(crate) async fn prove<D: DeviceKeys>(keys: &D, public_key: &Jwk, proof: &Proof<'_>) -> Result<String, Fault> {
    let ath = proof.session.map(|session| sha256_base64url(session.as_bytes()));
    let payload = ObjectText::with_room(256)
        .text("jti", proof.jti)
        .text("htm", proof.htm)
        .text("htu", proof.htu)
        .whole("iat", proof.iat)
        .optional("ath", ath.as_deref())
        .optional("nonce", proof.nonce)
        .end();
    Ok(std::mem::take(&mut *jws::sign(keys, "dpop+jwt", public_key, payload.as_bytes()).await?))
}
