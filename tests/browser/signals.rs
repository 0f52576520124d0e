//! What the device statement tells of the device.

use js_sys::Function;
use serde_json::Value;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::Replaced;

#[wasm_bindgen(module = "/src/js/signals.js")]
extern "C" {
    fn collect() -> String;
}

/// What the statement would hold.
fn collected() -> Value {
    serde_json::from_str(&collect()).unwrap()
}

fn state<'a>(signals: &'a Value, name: &str) -> &'a str {
    signals[name]["state"].as_str().unwrap()
}

#[wasm_bindgen_test]
fn tells_every_signal_with_its_state_and_its_time() {
    let signals = collected();
    let signals = signals.as_object().unwrap();
    assert_eq!(signals.len(), 12);
    for (name, signal) in signals {
        let state = signal["state"].as_str().unwrap();
        assert!(["ok", "absent", "blocked", "error"].contains(&state), "{name}: {state}");
        assert_eq!(signal.get("value").is_some(), state == "ok", "{name}");
        assert!(signal["ms"].as_f64().unwrap() >= 0.0, "{name}");
    }
    assert!(signals["user_agent"]["value"].as_str().unwrap().starts_with("Mozilla/5.0"));
    assert!(signals["time_zone"]["value"]["zone"].is_string());
    assert!(signals["screen"]["value"]["long"].as_f64() >= signals["screen"]["value"]["short"].as_f64());
}

#[wasm_bindgen_test]
fn loses_no_other_signal_to_one_that_throws() {
    let hostile = Function::new_no_args(
        "return new Proxy({}, { get(_, name) {
           if (name === 'platform') throw new DOMException('no', 'SecurityError');
           if (name === 'languages') throw 'a string';
           if (name === 'hardwareConcurrency') return NaN;
           if (name === 'maxTouchPoints') return undefined;
           return name === 'userAgent' ? 'mine' : undefined;
         } })",
    )
    .call0(&JsValue::UNDEFINED)
    .unwrap();
    let _navigator = Replaced::new("navigator", &hostile);
    let signals = collected();
    assert_eq!(state(&signals, "platform"), "blocked");
    assert_eq!(state(&signals, "languages"), "error");
    assert_eq!(state(&signals, "cores"), "error");
    assert_eq!(state(&signals, "touch"), "absent");
    assert_eq!(signals["user_agent"]["value"], "mine");
    assert_eq!(state(&signals, "time_zone"), "ok");
}

#[wasm_bindgen_test]
fn is_a_few_hundred_bytes_and_asks_for_nothing() {
    let _never = Replaced::by_function("fetch", "throw new Error('asked')");
    assert!(collect().len() < 4_096);
}
