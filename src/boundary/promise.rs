//! Work that goes on after a method has returned.

use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

use super::Refusal;

/// Work in a box.
pub(crate) type Work = Pin<Box<dyn Future<Output = Result<JsValue, Refusal>>>>;

/// The promise of a value or a refusal.
///
/// Not exported `async fn`s: each would bring the promise's machinery once more, some 2 KB a method, and would hold a
/// borrow of its object over every await. Boxed, all methods share one.
pub(crate) fn promise(work: Work) -> Promise {
    future_to_promise(async { work.await.map_err(Into::into) })
}
