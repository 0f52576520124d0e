//! JWS in compact form (RFC 7515 section 7.1): ES256 alone.

use portico_model::Jwk;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::encoding::{base64url, from_base64url, json};
use crate::fault::Fault;
use crate::json::{Json, Read};
use crate::ports::DeviceKeys;

/// The protected header of everything that is signed here.
#[derive(Serialize)]
struct Header<'a> {
    typ: &'a str,
    alg: &'a str,
    jwk: &'a Jwk,
}

/// Signs `payload` by the device's key, whose public half goes into the header.
pub(crate) async fn sign<D: DeviceKeys>(
    keys: &D,
    typ: &str,
    public_key: &Jwk,
    payload: &[u8],
) -> Result<String, Fault> {
    let header = base64url(json(&Header { typ, alg: "ES256", jwk: public_key })?.as_bytes());
    // A payload may hold a key. What is made of it on the way is wiped, and the token has room for its signature, so
    // that growing leaves no copy behind.
    let payload = Zeroizing::new(base64url(payload));
    let mut token = String::with_capacity(header.len() + payload.len() + 128);
    for part in [header.as_str(), ".", payload.as_str()] {
        token.push_str(part);
    }
    let signature = keys.sign(token.as_bytes()).await?;
    token.push('.');
    token.push_str(&base64url(&signature));
    Ok(token)
}

/// A signed text that was taken apart, and not yet believed.
pub(crate) struct Parsed<'a> {
    /// What is signed.
    pub(crate) signed: &'a str,
    /// The payload's bytes.
    pub(crate) payload: Vec<u8>,
    /// The signature's bytes.
    pub(crate) signature: Vec<u8>,
    /// The public key that the header carries.
    pub(crate) key: Jwk,
}

/// Takes a compact ES256 JWS of type `typ` apart. `None` for anything else.
pub(crate) fn parse<'a>(token: &'a str, typ: &str) -> Option<Parsed<'a>> {
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    let header = Json::parse(&from_base64url(header)?)?;
    // Extensions that we don't know must not be ignored (RFC 7515 section 4.1.11).
    if header.str("alg")? != "ES256" || header.str("typ")? != typ || header.member("crit").is_some() {
        return None;
    }
    Some(Parsed {
        signed,
        payload: from_base64url(payload)?,
        signature: from_base64url(signature).filter(|signature| signature.len() == 64)?,
        key: Jwk::read(header.member("jwk")?)?,
    })
}
