//! An `AbortSignal` as the core's abort port.

use js_sys::{Function, Promise};
use portico_core::Abort;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// The page's signal.
#[derive(Debug)]
pub(crate) struct PageSignal(AbortSignal);

/// Unhooks its listener on drop, so that a signal that outlives thousands of calls keeps none of them.
struct Listener<'a> {
    signal: &'a AbortSignal,
    told: Function,
}

impl Drop for Listener<'_> {
    fn drop(&mut self) {
        // A listener that could not be removed resolves a promise that nobody waits for.
        let _ = self.signal.remove_event_listener_with_callback("abort", &self.told);
    }
}

impl From<AbortSignal> for PageSignal {
    fn from(signal: AbortSignal) -> Self {
        Self(signal)
    }
}

impl Abort for PageSignal {
    fn is_aborted(&self) -> bool {
        self.0.aborted()
    }

    async fn aborted(&self) {
        // An event that came before we listen is never told again.
        if self.is_aborted() {
            return;
        }
        let mut told = None;
        let promise = Promise::new(&mut |resolve, _reject| told = Some(resolve));
        let Some(told) = told else { return };
        let listener = Listener { signal: &self.0, told };
        // A listener that could not be added leaves the call with its time limit.
        let _ = self.0.add_event_listener_with_callback("abort", &listener.told);
        let _ = JsFuture::from(promise).await;
    }
}
