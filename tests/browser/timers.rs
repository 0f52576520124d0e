//! Waiting, time and randomness.

use portico_core::ports::{Clock, Random, Timers};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Replaced, browser};

#[wasm_bindgen_test]
async fn waits_at_least_as_long_as_it_was_told() {
    let browser = browser("waits");
    let before = browser.monotonic_ms();
    browser.sleep(20).await;
    // Browsers blur their clocks by up to a millisecond.
    assert!(browser.monotonic_ms() - before >= 19.0);
}

#[wasm_bindgen_test]
async fn clears_its_timer_when_nobody_waits_any_more() {
    let _clear = Replaced::new(
        "clearTimeout",
        &js_sys::Function::new_with_args("timer", "globalThis.cleared = (globalThis.cleared ?? 0) + 1"),
    );
    let browser = browser("clears");
    {
        let mut sleeping = std::pin::pin!(browser.sleep(60_000));
        std::future::poll_fn(|context| {
            assert!(sleeping.as_mut().poll(context).is_pending());
            std::task::Poll::Ready(())
        })
        .await;
    }
    let cleared = js_sys::Reflect::get(&js_sys::global(), &"cleared".into()).unwrap();
    assert_eq!(cleared.as_f64(), Some(1.0));
}

#[wasm_bindgen_test]
fn tells_the_device_s_time() {
    assert!((browser("time").wall_ms() - js_sys::Date::now()).abs() < 1_000.0);
}

#[wasm_bindgen_test]
fn fills_more_than_the_browser_gives_at_once() {
    let mut bytes = vec![0; 70_000];
    browser("random").fill(&mut bytes).unwrap();
    assert!(bytes[69_000..].iter().any(|byte| *byte != 0));
}

#[wasm_bindgen_test]
fn refuses_to_go_on_without_randomness() {
    let _crypto = Replaced::new("crypto", &wasm_bindgen::JsValue::UNDEFINED);
    assert!(browser("no randomness").fill(&mut [0; 8]).is_err());
}
