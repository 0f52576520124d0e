//! Judging a device statement (contract section 3.2).
//!
//! What can only be a forgery or a mistake is refused under every policy. What merely looks odd is recorded, and
//! refused where the policy is to enforce. The caller learns `stale_nonce` or `refused`, and never the rule.

use portico_model::netspend::DeviceStatement;
use portico_unseal::{ContentKey, LEEWAY, json::parse_strict, jws::verify_embedded};
use serde_json::Value;
use sqlx::AnyConnection;

use crate::{State, config::Policy, store::handshake};

/// A statement with every signal there is takes some 8 KB.
const MAX_STATEMENT: usize = 32 * 1024;
const MAX_SIGNALS: usize = 200;
const MAX_ORIGIN: usize = 300;

/// What was found.
pub(crate) enum Verdict {
    /// The device may have a session.
    Accepted {
        /// Thumbprint of the device's key.
        device_jkt: String,
        reply_key: ContentKey,
        /// Rules that looked odd.
        rules: Vec<&'static str>,
    },
    /// The nonce was used, is over or was never given.
    StaleNonce { device_jkt: String },
    /// No SDK has this id.
    UnknownSdk { device_jkt: String },
    /// Not accepted, by these rules.
    Refused { device_jkt: Option<String>, rules: Vec<&'static str> },
}

/// Judges the statement, and uses its nonce up.
pub(crate) async fn judge(
    state: &State,
    connection: &mut AnyConnection,
    statement: &[u8],
    now: i64,
) -> sqlx::Result<Verdict> {
    let refused = |device_jkt, rule| Ok(Verdict::Refused { device_jkt, rules: vec![rule] });
    let Ok(text) = std::str::from_utf8(statement) else { return refused(None, "form") };
    if text.len() > MAX_STATEMENT {
        return refused(None, "size");
    }
    let Ok(signed) = verify_embedded(text, "device+jwt", MAX_STATEMENT) else { return refused(None, "signature") };
    let device_jkt = signed.thumbprint;
    let Some((body, reply_key)) = read_statement(&signed.payload) else { return refused(Some(device_jkt), "schema") };
    if body.aud != state.keys.platform_key() {
        return refused(Some(device_jkt), "audience");
    }
    if body.sdk_id != state.keys.partner.sdk_id {
        return Ok(Verdict::UnknownSdk { device_jkt });
    }
    if !handshake::spend_nonce(connection, &body.nonce, now).await? {
        return Ok(Verdict::StaleNonce { device_jkt });
    }
    if body.iat.abs_diff(now) > LEEWAY.unsigned_abs() {
        return refused(Some(device_jkt), "time");
    }
    let rules = odd(&body.device);
    if !rules.is_empty() && state.config.policy == Policy::Enforce {
        return Ok(Verdict::Refused { device_jkt: Some(device_jkt), rules });
    }
    Ok(Verdict::Accepted { device_jkt, reply_key, rules })
}

/// The payload, if it has the documented form.
fn read_statement(payload: &[u8]) -> Option<(DeviceStatement, ContentKey)> {
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

/// What a person's own browser does not look like. A robot that hides passes: these are the ones that say so.
fn odd(device: &Value) -> Vec<&'static str> {
    let mut rules = Vec::new();
    if device.as_object().is_none_or(serde_json::Map::is_empty) {
        rules.push("no_signals");
    }
    // A signal is its value, or an object that holds the value beside what it cost.
    let signal = device.get("webdriver");
    let value = signal.and_then(|signal| signal.get("value")).or(signal);
    if value == Some(&Value::Bool(true)) {
        rules.push("automation");
    }
    rules
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn finds_robots_that_say_so_and_statements_without_signals() {
        assert_eq!(odd(&json!({"webdriver": false, "cores": 8})), Vec::<&str>::new());
        assert_eq!(odd(&json!({"webdriver": true})), ["automation"]);
        assert_eq!(odd(&json!({"webdriver": {"value": true, "ms": 0}})), ["automation"]);
        assert_eq!(odd(&json!({})), ["no_signals"]);
    }
}
