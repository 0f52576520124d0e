//! Proof of possession (RFC 9449): each call shows that the browser holds the key of its session.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, Method};
use portico_unseal::{json::parse_strict_object, jws::verify_embedded_by};
use reqwest::Url;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// How far a proof's time may be off, either way.
pub(crate) const MAX_SKEW_SECONDS: i64 = 300;
const MAX_PROOF_BYTES: usize = 4_096;
const MAX_JTI_BYTES: usize = 256;
/// Members that a public key doesn't have (RFC 7518 sections 6.2.2, 6.3.2 and 6.4).
const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// What the request is, for the proof to name.
#[derive(Debug)]
pub(crate) struct Expected<'a> {
    /// The request's method.
    pub(crate) method: &'a Method,
    /// The request's address as browsers see it, without query and fragment.
    pub(crate) url: &'a Url,
    /// The value of `ns-session-id`, which stands in the place of RFC 9449's access token.
    pub(crate) session: Option<&'a str>,
    /// Seconds since 1970.
    pub(crate) now: i64,
}

/// A proof that holds, but may have been used before.
#[derive(Debug)]
pub(crate) struct Proof {
    /// Thumbprint of the key that made it.
    pub(crate) jkt: String,
    /// Its name, for one use.
    pub(crate) jti: String,
    /// The nonce in it.
    pub(crate) nonce: Option<String>,
    /// From when on its time alone makes it void, so that its use need not be remembered.
    pub(crate) expires_at: i64,
}

/// Makes every check of RFC 9449 section 4.3 but three: that the nonce is one of ours, that the proof was not used before,
/// and that the key is the caller's. `None` without a reason: the one who sent it learns nothing from a refusal.
pub(crate) fn check(headers: &HeaderMap, expected: &Expected<'_>) -> Option<Proof> {
    let compact = only_header(headers)?;
    // Signature, typ, alg and the form of the key; another crit or a private member "d" are refused there too.
    let verified = verify_embedded_by(compact, "dpop+jwt", MAX_PROOF_BYTES, holds).ok()?;
    if PRIVATE_MEMBERS.iter().any(|member| verified.jwk.get(member).is_some()) {
        return None;
    }
    let claims = parse_strict_object(&verified.payload).ok()?;
    if text(&claims, "htm")? != expected.method.as_str() || !names(text(&claims, "htu")?, expected.url) {
        return None;
    }
    let issued_at = claims.get("iat")?.as_i64()?;
    if expected.now.checked_sub(issued_at)?.checked_abs()? > MAX_SKEW_SECONDS {
        return None;
    }
    if let Some(session) = expected.session
        && text(&claims, "ath")? != URL_SAFE_NO_PAD.encode(Sha256::digest(session))
    {
        return None;
    }
    let jti = text(&claims, "jti")?;
    if jti.is_empty() || jti.len() > MAX_JTI_BYTES {
        return None;
    }
    Some(Proof {
        jkt: verified.thumbprint,
        jti: jti.to_owned(),
        nonce: text(&claims, "nonce").map(str::to_owned),
        expires_at: issued_at + MAX_SKEW_SECONDS,
    })
}

/// By ring, in a fifth of the time that p256 takes: each call has a proof.
fn holds(point: &[u8], signed: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(signed, signature).is_ok()
}

fn only_header(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all("dpop").iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn text<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    claims.get(name)?.as_str()
}

/// Whether `htu` is the address, after the normalisation of RFC 3986 section 6.2.2 and 6.2.3, which parsing does.
fn names(htu: &str, url: &Url) -> bool {
    let Ok(mut named) = htu.parse::<Url>() else { return false };
    named.set_query(None);
    named.set_fragment(None);
    named == *url
}
