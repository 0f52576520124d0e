//! The rules as JSON: what `docs/device-rules.md` is made from.

use serde_json::{Value, json};

use crate::{
    device::{CONTEXT_CAP, DENY_AT, MATCH_AT, MEASURES, STEP_UP_AT, rules},
    http::{Answer, Refusal},
};

/// `GET /sandbox/devices/rules`.
pub(crate) async fn list() -> Result<Answer, Refusal> {
    let rules: Vec<Value> = rules()
        .map(|rule| {
            json!({
                "code": rule.code,
                "class": rule.class.as_str(),
                "weight": rule.weight,
                "compares": rule.compares,
                "why": rule.why,
                "source": rule.source,
            })
        })
        .collect();
    let matching: Vec<Value> = MEASURES
        .iter()
        .map(|measure| json!({"signal": measure.signal, "weight": measure.weight, "how": measure.how}))
        .collect();
    Answer::ok(&json!({
        "rules": rules,
        "matching": matching,
        "thresholds": {
            "step_up": STEP_UP_AT, "deny": DENY_AT, "context_cap": CONTEXT_CAP, "similarity": MATCH_AT,
        },
    }))
}
