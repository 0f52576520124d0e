//! Faults on demand: the next calls of a kind fail, stall or break off, so that a client's way out can be tried.

use http::Method;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use crate::http::BASE;

/// What goes wrong, and how often. Kept in memory: a restart of the sandbox heals everything.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    /// Such as `POST`; `*` for every method.
    pub(crate) method: String,
    /// Such as `/cards/physical` or `/cards/*/pin`, with or without the platform's base path. A `*` is one segment.
    pub(crate) path: String,
    /// How many calls it still hits.
    #[serde(default = "once")]
    pub(crate) times: u32,
    pub(crate) kind: FaultKind,
    /// Whether the call has its effect before it goes wrong.
    #[serde(default)]
    pub(crate) when: When,
    /// Of the kind `status`: which one.
    #[serde(default = "unavailable")]
    pub(crate) status: u16,
    /// Of the kind `stall`: for how long, in milliseconds.
    #[serde(default = "half_a_minute")]
    pub(crate) ms: u64,
    /// How many calls it has hit so far.
    #[serde(default, skip_deserializing)]
    pub(crate) hits: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FaultKind {
    /// An answer with this status and a problem body.
    Status,
    /// The answer comes late.
    Stall,
    /// The connection ends without an answer.
    Close,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum When {
    /// Instead of the call, or ahead of it.
    #[default]
    Before,
    /// When it is done and its answer stands: what a lost answer looks like.
    After,
}

/// The faults that wait for their calls, in the order in which they were set.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(crate) async fn add(&self, fault: Fault) {
        self.0.lock().await.push(fault);
    }

    /// All of them, with those that are used up.
    pub(crate) async fn list(&self) -> Vec<Fault> {
        self.0.lock().await.clone()
    }

    pub(crate) async fn clear(&self) {
        self.0.lock().await.clear();
    }

    /// The fault that hits this call at this moment, which counts as a hit.
    pub(crate) async fn take(&self, method: &Method, path: &str, when: When) -> Option<Fault> {
        let mut faults = self.0.lock().await;
        let hits = |fault: &&mut Fault| fault.times > 0 && fault.when == when && fault.is_for(method, path);
        let fault = faults.iter_mut().find(hits)?;
        fault.times -= 1;
        fault.hits += 1;
        Some(fault.clone())
    }
}

impl Fault {
    fn is_for(&self, method: &Method, path: &str) -> bool {
        let is_path = |path: &str| {
            let (mut asked, mut given) = (self.path.split('/'), path.split('/'));
            loop {
                match (asked.next(), given.next()) {
                    (None, None) => return true,
                    (Some(asked), Some(given)) if asked == "*" || asked == given => {}
                    _ => return false,
                }
            }
        };
        let is_method = self.method == "*" || self.method.eq_ignore_ascii_case(method.as_str());
        is_method && (is_path(path) || path.strip_prefix(BASE).is_some_and(is_path))
    }
}

fn once() -> u32 {
    1
}

fn unavailable() -> u16 {
    503
}

fn half_a_minute() -> u64 {
    30_000
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fault(method: &str, path: &str) -> Fault {
        serde_json::from_value(json!({"method": method, "path": path, "kind": "close"})).unwrap()
    }

    #[test]
    fn is_for_its_method_and_path_with_or_without_the_base() {
        let pin = fault("put", "/cards/*/pin");
        assert!(pin.is_for(&Method::PUT, "/netspend-api/v1/cards/1/pin"));
        assert!(pin.is_for(&Method::PUT, "/cards/1/pin"));
        for (method, path) in [
            (Method::GET, "/netspend-api/v1/cards/1/pin"),
            (Method::PUT, "/netspend-api/v1/cards/1"),
            (Method::PUT, "/netspend-api/v1/cards/1/2/pin"),
            (Method::PUT, "/netspend-api/v1/cards/1/pin/"),
        ] {
            assert!(!pin.is_for(&method, path), "{method} {path}");
        }
        assert!(fault("*", "/v1/customer").is_for(&Method::POST, "/v1/customer"));
    }

    #[tokio::test]
    async fn hits_as_often_as_it_was_told() {
        let faults = Faults::default();
        faults.add(Fault { times: 2, ..fault("POST", "/accounts") }).await;
        faults.add(Fault { when: When::After, ..fault("POST", "/accounts") }).await;
        for (when, expected) in [(When::Before, [true, true, false]), (When::After, [true, false, false])] {
            for is_hit in expected {
                assert_eq!(faults.take(&Method::POST, "/accounts", when).await.is_some(), is_hit, "{when:?}");
            }
        }
        let counts: Vec<_> = faults.list().await.iter().map(|fault| (fault.times, fault.hits)).collect();
        assert_eq!(counts, [(0, 2), (0, 1)]);
    }
}
