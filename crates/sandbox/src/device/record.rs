//! A signal's record as it travels: a state, a value, and what it cost.

use serde_json::Value;

/// The groups of consent that signals belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// Tells a device that came before from another.
    Matching,
    /// The circumstances of this visit.
    Context,
    /// Traces of automation and of tampering.
    Automation,
    /// What the visitor asked for; always travels.
    Privacy,
}

/// Every signal that the check reads, in the catalogue's order.
pub(crate) const SIGNALS: &[(&str, Group)] = &[
    ("time_zone", Group::Matching),
    ("languages", Group::Matching),
    ("platform", Group::Matching),
    ("client_hints", Group::Matching),
    ("screen", Group::Matching),
    ("display", Group::Matching),
    ("cores", Group::Matching),
    ("memory", Group::Matching),
    ("touch", Group::Matching),
    ("webgl", Group::Matching),
    ("audio", Group::Matching),
    ("canvas", Group::Matching),
    ("fonts", Group::Matching),
    ("user_agent", Group::Context),
    ("window", Group::Context),
    ("available", Group::Context),
    ("offsets", Group::Context),
    ("attention", Group::Context),
    ("frame", Group::Context),
    ("storage", Group::Context),
    ("webdriver", Group::Automation),
    ("headless", Group::Automation),
    ("globals", Group::Automation),
    ("worker", Group::Automation),
    ("engine", Group::Automation),
    ("lies", Group::Automation),
    ("gpc", Group::Privacy),
];

/// How a signal's reading ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignalState {
    Ok,
    Absent,
    Blocked,
    Timeout,
    Error,
    Noised,
    Skipped,
}

/// One signal as received.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    pub(crate) state: SignalState,
    /// There with the state `ok` alone.
    pub(crate) value: Option<&'a Value>,
    /// Milliseconds; `None` for a bare value, which says nothing about its cost.
    pub(crate) ms: Option<f64>,
}

impl Group {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Matching => "matching",
            Self::Context => "context",
            Self::Automation => "automation",
            Self::Privacy => "privacy",
        }
    }
}

impl SignalState {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "ok" => Self::Ok,
            "absent" => Self::Absent,
            "blocked" => Self::Blocked,
            "timeout" => Self::Timeout,
            "error" => Self::Error,
            "noised" => Self::Noised,
            "skipped" => Self::Skipped,
            _ => return None,
        })
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Absent => "absent",
            Self::Blocked => "blocked",
            Self::Timeout => "timeout",
            Self::Error => "error",
            Self::Noised => "noised",
            Self::Skipped => "skipped",
        }
    }
}

/// The record that `received` is, or a bare value; `None` when it is neither.
pub(crate) fn read_record(received: &Value) -> Option<Record<'_>> {
    let record = received.as_object().filter(|members| {
        !members.is_empty() && members.keys().all(|name| matches!(name.as_str(), "state" | "value" | "ms"))
    });
    let Some(record) = record else {
        return (!received.is_null()).then_some(Record { state: SignalState::Ok, value: Some(received), ms: None });
    };
    let state = match record.get("state") {
        None => SignalState::Ok,
        Some(text) => SignalState::parse(text.as_str()?)?,
    };
    let ms = match record.get("ms") {
        None => 0.0,
        Some(ms) => ms.as_f64().filter(|ms| *ms >= 0.0)?,
    };
    let value = record.get("value");
    (value.is_some() == (state == SignalState::Ok)).then_some(Record { state, value, ms: Some(ms) })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_records_and_bare_values_and_refuses_what_is_neither() {
        for (received, expected) in [
            (json!({"value": 8}), Some((SignalState::Ok, Some(json!(8)), Some(0.0)))),
            (json!({"value": [1], "ms": 2.5}), Some((SignalState::Ok, Some(json!([1])), Some(2.5)))),
            (json!({"state": "noised", "ms": 1}), Some((SignalState::Noised, None, Some(1.0)))),
            (json!(false), Some((SignalState::Ok, Some(json!(false)), None))),
            (json!({"long": 1920}), Some((SignalState::Ok, Some(json!({"long": 1920})), None))),
            (json!(null), None),
            (json!({"state": "strange"}), None),
            (json!({"state": "noised", "value": 1}), None),
            (json!({"state": 7}), None),
            (json!({"ms": 1}), None),
            (json!({"value": 1, "ms": -1}), None),
            (json!({"value": 1, "ms": "1"}), None),
        ] {
            let read = read_record(&received).map(|record| (record.state, record.value.cloned(), record.ms));
            assert_eq!(read, expected, "{received}");
        }
    }
}
