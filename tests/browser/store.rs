//! Small texts.

use portico_core::ports::Store;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Replaced, browser};

#[wasm_bindgen_test]
async fn keeps_a_text_over_a_reload_and_forgets_it_when_told() {
    let before = browser("text");
    before.write("onboarding", "first").await;
    before.write("onboarding", "second").await;
    assert_eq!(browser("text").read("onboarding").await.as_deref(), Some("second"));
    assert_eq!(browser("text of another gateway").read("onboarding").await, None);
    browser("text").remove("onboarding").await;
    assert_eq!(before.read("onboarding").await, None);
}

#[wasm_bindgen_test]
async fn makes_a_whole_database_when_the_first_call_is_aborted() {
    delete_database().await;
    let browser = browser("aborted");
    {
        let mut writing = std::pin::pin!(browser.write("name", "lost"));
        std::future::poll_fn(|context| {
            assert!(writing.as_mut().poll(context).is_pending());
            std::task::Poll::Ready(())
        })
        .await;
    }
    browser.write("name", "kept").await;
    assert_eq!(crate::page::browser("aborted").read("name").await.as_deref(), Some("kept"));
}

#[wasm_bindgen_test]
async fn keeps_a_text_while_the_page_is_open_where_storage_is_missing_or_throws() {
    let throwing = js_sys::Function::new_no_args("return { open() { throw new DOMException('no', 'SecurityError') } }")
        .call0(&JsValue::UNDEFINED)
        .unwrap();
    for blocked in [&JsValue::UNDEFINED, &JsValue::NULL, &throwing] {
        let _blocked = Replaced::new("indexedDB", blocked);
        let browser = browser("blocked");
        browser.write("name", "text").await;
        assert_eq!(browser.read("name").await.as_deref(), Some("text"));
        browser.remove("name").await;
        assert_eq!(browser.read("name").await, None);
    }
}

#[wasm_bindgen_test]
async fn goes_on_when_the_database_is_deleted_under_it() {
    let browser = browser("deleted");
    browser.write("name", "before").await;
    delete_database().await;
    assert_eq!(browser.read("name").await, None);
    browser.write("name", "after").await;
    assert_eq!(browser.read("name").await.as_deref(), Some("after"));
}

/// As a person does in the browser's settings. Would wait for ever if a connection of ours stayed open.
async fn delete_database() {
    let deleted = js_sys::Function::new_no_args(
        "return new Promise((resolve, reject) => {
           const request = indexedDB.deleteDatabase('portico');
           request.onsuccess = () => resolve();
           request.onerror = reject;
         })",
    );
    let promise = js_sys::Promise::from(deleted.call0(&JsValue::UNDEFINED).unwrap());
    wasm_bindgen_futures::JsFuture::from(promise).await.unwrap();
}
