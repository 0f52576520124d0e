//! JWS in compact form (RFC 7515 section 7.1): ES256 alone.

use portico_model::Jwk;
use zeroize::Zeroizing;

use crate::encoding::{base64url, from_base64url};
use crate::fault::Fault;
use crate::json::{Json, ObjectText};
use crate::ports::DeviceKeys;

/// Signs `payload` by the device's key, whose public half goes into the header. A payload may hold a key: what is made of
/// it on the way is wiped, also where nobody waits for the signature any more.
pub(crate) async fn sign<D: DeviceKeys>(
    keys: &D,
    typ: &str,
    public_key: &Jwk,
    payload: &[u8],
) -> Result<Zeroizing<String>, Fault> {
    let header = base64url(write_header(typ, public_key).as_bytes());
    let payload = Zeroizing::new(base64url(payload));
    // With room for the signature, so that growing leaves no copy behind.
    let mut token = Zeroizing::new(String::with_capacity(header.len() + payload.len() + 128));
    for part in [header.as_str(), ".", payload.as_str()] {
        token.push_str(part);
    }
    let signature = keys.sign(token.as_bytes()).await?;
    token.push('.');
    token.push_str(&base64url(&signature));
    Ok(token)
}

/// The protected header of everything that is signed here.
fn write_header(typ: &str, Jwk { kty, crv, x, y, .. }: &Jwk) -> String {
    let (crv, x, y) = (crv.as_deref(), x.as_deref(), y.as_deref());
    let key = ObjectText::with_room(256).text("kty", kty).optional("crv", crv).optional("x", x).optional("y", y);
    ObjectText::with_room(256).text("typ", typ).text("alg", "ES256").raw("jwk", &key.end()).end()
}

/// A public key off the wire, as far as ES256 has it. `None` without a type.
pub(crate) fn read_key(key: &Json) -> Option<Jwk> {
    let member = |name| key.text(name).map(ToOwned::to_owned);
    Some(Jwk { kty: member("kty")?, crv: member("crv"), x: member("x"), y: member("y"), ..Jwk::default() })
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
    if header.text("alg") != Some("ES256") || header.text("typ") != Some(typ) || header.get("crit").is_some() {
        return None;
    }
    Some(Parsed {
        signed,
        payload: from_base64url(payload)?,
        signature: from_base64url(signature).filter(|signature| signature.len() == 64)?,
        key: read_key(header.get("jwk")?)?,
    })
}
