//! The guided way.

use js_sys::Promise;
use portico_core as core;
use portico_model::ErrorCode;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{
    boundary::{PageOptions, fields::read, input, promise, view},
    platform::Browser,
};

/// One onboarding.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Onboarding {
    onboarding: core::Onboarding<Browser>,
}

impl From<core::Onboarding<Browser>> for Onboarding {
    fn from(onboarding: core::Onboarding<Browser>) -> Self {
        Self { onboarding }
    }
}

#[wasm_bindgen]
impl Onboarding {
    /// `step` of index.d.ts.
    #[must_use]
    pub fn step(&self) -> String {
        self.onboarding.step().shown()
    }

    /// `ids` of index.d.ts.
    #[must_use]
    pub fn ids(&self) -> String {
        view::ids(&self.onboarding.ids())
    }

    /// Does what the current step asks for.
    pub fn submit(&self, input: String, options: PageOptions) -> Promise {
        let onboarding = self.onboarding.clone();
        promise(Box::pin(async move {
            let input = read(input, input::step)?.ok_or(ErrorCode::InvalidOption)?;
            Ok(onboarding.submit(input, options.into()).await?.shown().into())
        }))
    }

    /// Asks the platform where this stands.
    pub fn refresh(&self, options: PageOptions) -> Promise {
        let onboarding = self.onboarding.clone();
        promise(Box::pin(async move { Ok(onboarding.refresh(options.into()).await?.shown().into()) }))
    }

    /// Forgets this onboarding in this browser.
    pub fn forget(&self) -> Promise {
        let onboarding = self.onboarding.clone();
        promise(Box::pin(async move {
            onboarding.forget().await;
            Ok(JsValue::UNDEFINED)
        }))
    }
}
