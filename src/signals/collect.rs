//! All signals in one JSON text.

use js_sys::{JSON, Object, Reflect};

use super::{reading, registry::SIGNALS};
use crate::platform::{clock::performance_now, global::object};

/// Every signal by name, as `{state, value, ms}`: `state` is `ok`, `absent`, `blocked` or `error`, and `value` is there
/// with `ok` alone. One that fails is data and never loses the others.
#[must_use]
pub fn collect() -> String {
    let all = Object::new();
    for (name, read) in SIGNALS {
        let started = performance_now();
        let reading = read();
        let ms = rounded(performance_now() - started);
        // Can't fail on a plain object; a signal that did would be missing, which is the least of harm.
        let _ = Reflect::set(&all, &name.into(), &outcome(&reading, ms));
    }
    JSON::stringify(&all).map_or_else(|_| "{}".to_owned(), String::from)
}

fn outcome(reading: &reading::Reading, ms: f64) -> Object {
    match reading {
        Ok(value) => object(&[("state", &"ok".into()), ("value", value), ("ms", &ms.into())]),
        Err(failure) => object(&[("state", &failure.as_str().into()), ("ms", &ms.into())]),
    }
}

/// To a tenth, as browsers blur their clocks to no finer.
fn rounded(ms: f64) -> f64 {
    (ms * 10.0).round() / 10.0
}
