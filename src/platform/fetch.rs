//! Requests. `fetch` is an import of our own that catches whatever a page's patched one throws: see
//! docs/decisions/0002.

use js_sys::{Promise, Uint8Array};
use portico_core::ports::{HttpRequest, HttpResponse, NoAnswer, Transport};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, Request, RequestCache, RequestInit, RequestRedirect, Response};

use super::{
    Browser,
    global::{global, property},
};

#[wasm_bindgen]
extern "C" {
    /// Looked up at each call, as a page may patch it after we were loaded.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(request: &Request) -> Result<JsValue, JsValue>;
}

/// The answer's headers that the core asks for.
const HEADERS: [&str; 5] = ["content-type", "retry-after", "ns-request-id", "dpop-nonce", "date"];

/// Aborts the request unless it is over by then; aborting a finished one does nothing.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Transport for Browser {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let was_offline = is_offline();
        // Whatever was thrown is dropped here: its text may hold the page's data, and says nothing we can rely on.
        self.exchange(request).await.map_err(|_| if was_offline { NoAnswer::Offline } else { NoAnswer::Lost })
    }
}

impl Browser {
    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, JsValue> {
        let guard = AbortOnDrop(AbortController::new()?);
        let request = self.build(request, &guard.0)?;
        // A patched fetch may give something that is no promise.
        let answer = JsFuture::from(Promise::resolve(&fetch(&request)?)).await?;
        let answer: Response = answer.dyn_into()?;
        let mut headers = Vec::new();
        for name in HEADERS {
            if let Some(value) = answer.headers().get(name)? {
                headers.push((name.to_owned(), value));
            }
        }
        let body = Uint8Array::new(&JsFuture::from(answer.array_buffer()?).await?).to_vec();
        Ok(HttpResponse { status: answer.status(), headers, body })
    }

    fn build(&self, request: HttpRequest, controller: &AbortController) -> Result<Request, JsValue> {
        let headers = Headers::new()?;
        for (name, value) in &request.headers {
            headers.set(name, value)?;
        }
        let init = RequestInit::new();
        init.set_method(request.method);
        init.set_headers(&headers);
        init.set_credentials(self.credentials);
        init.set_redirect(RequestRedirect::Error);
        init.set_cache(RequestCache::NoStore);
        init.set_signal(Some(&controller.signal()));
        if let Some(body) = request.body {
            init.set_body(&body.into());
        }
        Request::new_with_str_and_init(&request.url, &init)
    }
}

/// Whether the browser says that it has no network. It may have one all the same, so the request is tried.
fn is_offline() -> bool {
    global("navigator").and_then(|navigator| property(&navigator, "onLine")).and_then(|on| on.as_bool()) == Some(false)
}
