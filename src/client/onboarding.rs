//! The guided way.

use js_sys::Promise;
use portico_core as core;
use portico_model::ErrorCode;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{
    boundary::{
        PageOptions,
        fields::read,
        input, promise,
        view::{self, json},
    },
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
        json(&view::Step::from(&self.onboarding.step()))
    }

    /// `ids` of index.d.ts.
    #[must_use]
    pub fn ids(&self) -> String {
        json(&view::Ids::from(&self.onboarding.ids()))
    }

    /// Does what the current step asks for.
    pub fn submit(&self, input: String, options: PageOptions) -> Promise {
        let onboarding = self.onboarding.clone();
        promise(async move {
            let input = read(input, input::step)?.ok_or(ErrorCode::InvalidOption)?;
            Ok(json(&view::Step::from(&onboarding.submit(input, options.into()).await?)))
        })
    }

    /// Asks the platform where this stands.
    pub fn refresh(&self, options: PageOptions) -> Promise {
        let onboarding = self.onboarding.clone();
        promise(async move { Ok(json(&view::Step::from(&onboarding.refresh(options.into()).await?))) })
    }

    /// Forgets this onboarding in this browser.
    pub fn forget(&self) -> Promise {
        let onboarding = self.onboarding.clone();
        promise(async move {
            onboarding.forget().await;
            Ok(JsValue::UNDEFINED)
        })
    }
}
