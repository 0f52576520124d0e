//! Mints a ticket for a customer who has just signed in at the partner: docs/tickets.md says what each member is for.
//!
//! Copy [`mint_ticket`] into your server. It takes `p256` (0.14, with `ecdsa` and `pem`), `base64` (0.22), `serde_json` and
//! `uuid` (with `v4`). As a program: `PARTNER_KEY` names the private key (PKCS#8 in PEM), `GATEWAY_TICKET_ISSUER` and
//! `GATEWAY_PUBLIC_URL` are the gateway's settings; it takes the customer's reference and the page's thumbprint.

use std::{
    env,
    error::Error,
    fs,
    io::{Write, stdout},
    time::{SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::{
    ecdsa::{Signature, SigningKey, signature::Signer},
    pkcs8::DecodePrivateKey,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// How long a ticket is good, in seconds. The gateway takes no longer ones.
const LIFE: u64 = 60;

/// For whom, and for which gateway.
#[derive(Clone, Copy, Debug)]
pub struct NewTicket<'a> {
    /// `GATEWAY_TICKET_ISSUER` of the gateway.
    pub issuer: &'a str,
    /// `GATEWAY_PUBLIC_URL` of the gateway, with no slash at its end.
    pub audience: &'a str,
    /// Your own lasting name for this customer: no e-mail address, nothing of a person.
    pub partner_ref: &'a str,
    /// What the customer's page got from `portico.device.thumbprint()`.
    pub jkt: &'a str,
}

/// A ticket: a JWT by ES256. `now` is in seconds since 1970.
pub fn mint_ticket(key: &SigningKey, ticket: NewTicket<'_>, now: u64) -> String {
    let NewTicket { issuer, audience, partner_ref, jkt } = ticket;
    let header = json!({"alg": "ES256", "typ": "JWT"});
    let claims = json!({
        "iss": issuer, "aud": audience, "partner_ref": partner_ref, "iat": now, "exp": now + LIFE,
        "jti": Uuid::new_v4().to_string(), "cnf": {"jkt": jkt},
    });
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let signed = [encode(&header), encode(&claims)].join(".");
    let signature: Signature = key.sign(signed.as_bytes());
    [signed.as_str(), &URL_SAFE_NO_PAD.encode(signature.to_bytes())].join(".")
}

/// `mint_ticket <partner_ref> <jkt>`
#[allow(clippy::disallowed_methods, reason = "this is the partner's clock")]
pub fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(partner_ref), Some(jkt)) = (arguments.next(), arguments.next()) else {
        return Err("mint_ticket <partner_ref> <jkt>".into());
    };
    let key = SigningKey::from_pkcs8_pem(&fs::read_to_string(env::var("PARTNER_KEY")?)?)?;
    let (issuer, audience) = (env::var("GATEWAY_TICKET_ISSUER")?, env::var("GATEWAY_PUBLIC_URL")?);
    let ticket =
        NewTicket { issuer: &issuer, audience: audience.trim_end_matches('/'), partner_ref: &partner_ref, jkt: &jkt };
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    writeln!(stdout(), "{}", mint_ticket(&key, ticket, now))?;
    Ok(())
}
