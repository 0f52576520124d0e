//! One statement from its bytes to a verdict.
//!
//! A forgery is refused under every policy. What scores too high is recorded, and refused where the policy is to
//! enforce. The caller learns `stale_nonce` or `refused`, and never the rule.

use portico_unseal::ContentKey;
use serde_json::Map;

use super::{
    browser_headers::BrowserHeaders,
    evidence::Evidence,
    facts::Facts,
    known_device,
    report::{Check, Report},
    score::{Decision, Reason, decide, find_reasons},
    statement::{Forged, Statement, verify},
};
use crate::{State, config::Policy, http::Refusal, store::Write};

/// What the caller is told.
pub(crate) enum Verdict {
    /// The device may have a session.
    Accepted {
        /// Thumbprint of the device's key.
        device_jkt: String,
        reply_key: ContentKey,
    },
    /// The nonce was used, is over or was never given.
    StaleNonce,
    /// No SDK has this id.
    UnknownSdk,
    /// Not accepted.
    Refused,
}

/// Judges the statement, uses its nonce up, and remembers a device that is accepted. The check is the caller's to record.
pub(crate) async fn judge(
    state: &State,
    write: &mut Write,
    statement: Result<Statement, Forged>,
    headers: &BrowserHeaders,
    now: i64,
) -> Result<(Verdict, Check), Refusal> {
    let checked = match statement {
        Ok(statement) => verify(state, write.connection(), statement, now).await?,
        Err(forged) => Err(forged),
    };
    let Statement { device_jkt, reply_key, body } = match checked {
        Ok(statement) => statement,
        Err(forged) => return Ok(refuse(forged, headers)),
    };
    let signals = body.device.as_object().cloned().unwrap_or_else(Map::new);
    let facts = Facts::read(&signals);
    let evidence = Evidence::new(&facts, headers, &body.origin, now - state.clock.offset());
    let mut reasons = find_reasons(&evidence);
    let found = known_device::look_up(state, write, &evidence, &device_jkt, now).await?;
    reasons.extend(found.reasons.iter().cloned());
    let (score, decision) = decide(&reasons);
    let is_refused = decision == Decision::Deny && state.config.policy == Policy::Enforce;
    let matched = Some(found.matched.clone());
    if !is_refused {
        found.remember(state, write.connection(), &device_jkt, now).await?;
    }
    let check = Check {
        device_jkt: Some(device_jkt.clone()),
        outcome: if is_refused { "refused" } else { "accepted" },
        decision,
        score,
        report: Report { reasons, matched, signals, headers: headers.clone() },
    };
    let verdict = if is_refused { Verdict::Refused } else { Verdict::Accepted { device_jkt, reply_key } };
    Ok((verdict, check))
}

fn refuse(forged: Forged, headers: &BrowserHeaders) -> (Verdict, Check) {
    let (verdict, outcome) = match forged.rule {
        "nonce" => (Verdict::StaleNonce, "stale_nonce"),
        "sdk_id" => (Verdict::UnknownSdk, "unknown_sdk"),
        _ => (Verdict::Refused, "refused"),
    };
    let check = Check {
        device_jkt: forged.device_jkt,
        outcome,
        decision: Decision::Deny,
        score: 100,
        report: Report {
            reasons: vec![Reason::named(forged.rule, String::new())],
            headers: headers.clone(),
            ..Report::default()
        },
    };
    (verdict, check)
}
