//! What can only be a forgery or a mistake, checked in the order of `rules/hard.rs`.

use portico_model::netspend::DeviceStatement;
use portico_unseal::{ContentKey, LEEWAY, json::parse_strict, jws::verify_embedded};

use crate::{
    State,
    store::{Connection, handshake},
};

/// The whole statement before it is sealed (contract section 3.2).
const MAX_STATEMENT: usize = 4_096;
const MAX_SIGNALS: usize = 100;
const MAX_ORIGIN: usize = 300;

/// A statement of the documented form, signed by the device's key.
pub(crate) struct Statement {
    /// Thumbprint of the device's key.
    pub(super) device_jkt: String,
    pub(super) reply_key: ContentKey,
    pub(super) body: DeviceStatement,
}

/// Refused, by this rule.
pub(crate) struct Forged {
    /// Known once the signature holds.
    pub(super) device_jkt: Option<String>,
    pub(super) rule: &'static str,
}

/// Checks the statement's members, and uses its nonce up. The inner result is the check's, the outer one the database's.
pub(super) async fn verify(
    state: &State,
    connection: &mut Connection,
    statement: Statement,
    now: i64,
) -> sqlx::Result<Result<Statement, Forged>> {
    let body = &statement.body;
    let rule = if body.aud != state.keys.platform_key() {
        "audience"
    } else if body.sdk_id != state.keys.partner.sdk_id {
        "sdk_id"
    } else if !handshake::spend_nonce(connection, &body.nonce, now).await? {
        "nonce"
    } else if body.iat.abs_diff(now) > LEEWAY.unsigned_abs() {
        "time"
    } else {
        return Ok(Ok(statement));
    };
    Ok(Err(Forged { device_jkt: Some(statement.device_jkt), rule }))
}

/// Reads a statement and checks its signature. That takes its time, so nobody should wait for it: no transaction is needed.
pub(crate) fn read(statement: &[u8]) -> Result<Statement, Forged> {
    let nobody = |rule| Forged { device_jkt: None, rule };
    if statement.len() > MAX_STATEMENT {
        return Err(nobody("size"));
    }
    let text = std::str::from_utf8(statement).map_err(|_| nobody("form"))?;
    let signed = verify_embedded(text, "device+jwt", MAX_STATEMENT).map_err(|_| nobody("signature"))?;
    match read_payload(&signed.payload) {
        Some((body, reply_key)) => Ok(Statement { device_jkt: signed.thumbprint, reply_key, body }),
        None => Err(Forged { device_jkt: Some(signed.thumbprint), rule: "schema" }),
    }
}

/// The payload, if it has the documented form.
fn read_payload(payload: &[u8]) -> Option<(DeviceStatement, ContentKey)> {
    let value = parse_strict(payload).ok()?;
    let reply_key = ContentKey::from_jwk(value.get("reply_key")?).ok()?;
    let body: DeviceStatement = serde_json::from_value(value).ok()?;
    let is_origin = |text: &str| {
        (text.starts_with("https://") || text.starts_with("http://"))
            && text.len() <= MAX_ORIGIN
            && text.bytes().all(|byte| byte.is_ascii_graphic())
    };
    let has_signals = body.device.as_object().is_some_and(|signals| signals.len() <= MAX_SIGNALS);
    (body.v == 1 && is_origin(&body.origin) && has_signals).then_some((body, reply_key))
}
