//! Proof of possession for one request (RFC 9449).

use portico_model::Jwk;
use serde::Serialize;

use crate::encoding::{json, sha256_base64url};
use crate::fault::Fault;
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

#[derive(Serialize)]
struct Payload<'a> {
    jti: &'a str,
    htm: &'a str,
    htu: &'a str,
    iat: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    ath: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
}

/// Signs a proof: the value of the header `dpop`.
pub(crate) async fn prove<D: DeviceKeys>(keys: &D, public_key: &Jwk, proof: &Proof<'_>) -> Result<String, Fault> {
    let payload = json(&Payload {
        jti: proof.jti,
        htm: proof.htm,
        htu: proof.htu,
        iat: proof.iat,
        ath: proof.session.map(|session| sha256_base64url(session.as_bytes())),
        nonce: proof.nonce,
    })?;
    jws::sign(keys, "dpop+jwt", public_key, payload.as_bytes()).await
}
