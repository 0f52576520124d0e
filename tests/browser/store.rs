//! Small texts.

use portico_core::ports::Store;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Replaced, browser};

#[wasm_bindgen_test]
async fn keeps_a_text_over_a_reload_and_forgets_it_when_told() {
    let before = browser("text");
    before.put("onboarding", None, Some("first")).await;
    before.put("onboarding", None, Some("second")).await;
    assert_eq!(browser("text").read("onboarding").await.as_deref(), Some("second"));
    assert_eq!(browser("text of another gateway").read("onboarding").await, None);
    browser("text").put("onboarding", None, None).await;
    assert_eq!(before.read("onboarding").await, None);
}

#[wasm_bindgen_test]
async fn replaces_a_text_only_where_it_is_the_one_that_was_seen() {
    let page = browser("swap");
    assert_eq!(page.put("name", Some(""), Some("first")).await, "");
    assert_eq!(page.put("name", Some(""), Some("never")).await, "first");
    assert_eq!(page.read("name").await.as_deref(), Some("first"));
    assert_eq!(page.put("name", Some("first"), Some("second")).await, "first");
    assert_eq!(page.put("name", Some("first"), None).await, "second");
    assert_eq!(page.put("name", Some("second"), None).await, "second");
    assert_eq!(page.read("name").await, None);
}

#[wasm_bindgen_test]
async fn of_pages_that_write_at_once_one_comes_first_and_all_others_are_told() {
    let pages = ["a", "b", "c"].map(|text| (browser("at once"), text));
    let written = pages.each_ref().map(|(page, text)| page.put("name", Some(""), Some(text)));
    let mut found = Vec::new();
    for answer in written {
        found.push(answer.await);
    }
    let kept = pages[0].0.read("name").await.unwrap();
    assert_eq!(found.iter().filter(|found| found.is_empty()).count(), 1, "{found:?}");
    assert_eq!(found.iter().filter(|found| **found == kept).count(), 2, "{found:?}");
}

#[wasm_bindgen_test]
async fn makes_a_whole_database_when_the_first_call_is_aborted() {
    delete_database().await;
    let browser = browser("aborted");
    {
        let mut writing = std::pin::pin!(browser.put("name", None, Some("lost")));
        std::future::poll_fn(|context| {
            assert!(writing.as_mut().poll(context).is_pending());
            std::task::Poll::Ready(())
        })
        .await;
    }
    browser.put("name", None, Some("kept")).await;
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
        browser.put("name", None, Some("text")).await;
        assert_eq!(browser.read("name").await.as_deref(), Some("text"));
        assert_eq!(browser.put("name", Some("other"), Some("never")).await, "text");
        assert_eq!(browser.put("name", Some("text"), Some("next")).await, "text");
        assert_eq!(browser.read("name").await.as_deref(), Some("next"));
        browser.put("name", None, None).await;
        assert_eq!(browser.read("name").await, None);
    }
}

#[wasm_bindgen_test]
async fn goes_on_when_the_database_is_deleted_under_it() {
    let browser = browser("deleted");
    browser.put("name", None, Some("before")).await;
    delete_database().await;
    assert_eq!(browser.read("name").await, None);
    browser.put("name", None, Some("after")).await;
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
