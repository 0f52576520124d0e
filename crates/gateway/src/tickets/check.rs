//! Whether a ticket holds.

use portico_unseal::{json::parse_strict_object, signer::verify_by};
use serde_json::{Map, Value};

use super::TicketSettings;

const MAX_TICKET_BYTES: usize = 4_096;
const MAX_JTI_BYTES: usize = 256;
const MAX_LIFE_SECONDS: i64 = 60;
/// How far the partner's clock may be ahead of ours.
const MAX_AHEAD_SECONDS: i64 = 5;

/// What the ticket has to be for.
#[derive(Debug)]
pub(crate) struct Expected<'a> {
    /// This gateway's origin.
    pub(crate) audience: &'a str,
    /// Thumbprint of the key that the request's proof shows.
    pub(crate) jkt: &'a str,
    /// Seconds since 1970.
    pub(crate) now: i64,
}

/// A ticket that holds, but may have been used before.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Checked {
    pub(super) partner_ref: String,
    pub(super) jti: String,
    /// From when on its time alone makes it void.
    pub(super) expires_at: i64,
}

/// Makes every check but the one that it was not used with another key. `None` without a reason: whoever sent it learns
/// nothing from a refusal.
pub(super) fn check(settings: &TicketSettings, compact: &str, expected: &Expected<'_>) -> Option<Checked> {
    let payload = verify_by(&settings.keys, compact, MAX_TICKET_BYTES).ok()?;
    let claims = parse_strict_object(&payload).ok()?;
    let (issued_at, expires_at) = (claims.get("iat")?.as_i64()?, claims.get("exp")?.as_i64()?);
    let life = expires_at.checked_sub(issued_at)?;
    let bound = claims.get("cnf")?.get("jkt")?.as_str()?;
    let (partner_ref, jti) = (text(&claims, "partner_ref")?, text(&claims, "jti")?);
    let starts_at = claims.get("nbf").map_or(Some(issued_at), Value::as_i64)?.max(issued_at);
    let holds = text(&claims, "iss")? == settings.issuer
        && is_for(claims.get("aud")?, expected.audience)
        && (1..=MAX_LIFE_SECONDS).contains(&life)
        && starts_at <= expected.now.saturating_add(MAX_AHEAD_SECONDS)
        && expected.now < expires_at
        && bound == expected.jkt
        && is_partner_ref(partner_ref)
        && (1..=MAX_JTI_BYTES).contains(&jti.len());
    holds.then(|| Checked { partner_ref: partner_ref.to_owned(), jti: jti.to_owned(), expires_at })
}

/// The partner's name for a customer: a lasting id, which tells nothing of a person. Its characters stand in an address as
/// they are (RFC 3986 section 2.3) and make no e-mail address.
pub(super) fn is_partner_ref(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b':');
    (1..=128).contains(&text.len()) && text.bytes().all(plain)
}

/// A text, or a list of one (RFC 7519 section 4.1.3). For us alone: what others may use as well, they may use here.
fn is_for(audience: &Value, own: &str) -> bool {
    match audience {
        Value::Array(list) => matches!(list.as_slice(), [only] if only == own),
        only => only == own,
    }
}

fn text<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    claims.get(name)?.as_str()
}
