//! Work that goes on after a method has returned.

use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

use super::Refusal;

/// The promise of a value or a refusal.
///
/// Not exported `async fn`s: each would bring the promise's machinery once more, some 2 KB a method, and would hold a
/// borrow of its object over every await. Boxed, all methods share one.
pub(crate) fn promise<T: Into<JsValue>>(work: impl Future<Output = Result<T, Refusal>> + 'static) -> Promise {
    let work: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>> =
        Box::pin(async { work.await.map(Into::into).map_err(Into::into) });
    future_to_promise(work)
}
