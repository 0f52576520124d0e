//! An `AbortSignal` as the core takes it.

use js_sys::{Function, Promise};
use portico_core::Aborted;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// Ends when the page's signal tells of an abort.
pub(crate) fn aborted(signal: AbortSignal) -> Aborted {
    Box::pin(async move {
        // An event that came before we listen is never told again.
        if signal.aborted() {
            return;
        }
        let mut told = None;
        let promise = Promise::new(&mut |resolve, _reject| told = Some(resolve));
        let Some(told) = told else { return };
        let listener = Listener { signal: &signal, told };
        // A listener that could not be added leaves the call with its time limit.
        let _ = signal.add_event_listener_with_callback("abort", &listener.told);
        let _ = JsFuture::from(promise).await;
    })
}

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
