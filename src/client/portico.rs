//! The client.

use js_sys::{Function, Promise, Uint8Array};
use portico_core::{Client, ClientConfig};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use zeroize::{Zeroize, Zeroizing};

use super::Onboarding;
use crate::{
    boundary::{PageOptions, fields::read, operation, promise, view},
    platform::Browser,
    signals,
};

/// One client of one page.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Portico {
    client: Client<Browser>,
}

#[wasm_bindgen]
impl Portico {
    /// A client from the checked options `{gatewayUrl, origin, sdkId, platformKey, timeoutMs}`. `observer` is called with
    /// an event's type and its detail.
    ///
    /// # Errors
    /// `invalid_option`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: String, observer: Function) -> Result<Self, JsValue> {
        let config = read(options, |fields| ClientConfig {
            gateway_url: fields.text("gatewayUrl"),
            origin: fields.text("origin"),
            sdk_id: fields.text("sdkId"),
            platform_key: fields.text("platformKey"),
            timeout_ms: fields.milliseconds("timeoutMs"),
        })?;
        let browser = Browser::new(&config.gateway_url, observer);
        Ok(Self { client: Client::new(browser, config) })
    }

    /// `state` of index.d.ts.
    #[must_use]
    pub fn state(&self) -> String {
        view::state(self.client.state()).to_owned()
    }

    /// Opens the session, or goes on with this browser's.
    pub fn connect(&self, options: PageOptions) -> Promise {
        let client = self.client.clone();
        promise(Box::pin(async move {
            let info = client.connect(&signals::collect(), options.into()).await?;
            Ok(view::session(&info).into())
        }))
    }

    /// Ends the session and clears what this browser kept.
    pub fn disconnect(&self, options: PageOptions) -> Promise {
        let client = self.client.clone();
        promise(Box::pin(async move {
            client.disconnect(options.into()).await?;
            Ok(JsValue::UNDEFINED)
        }))
    }

    /// Thumbprint of this browser's key.
    pub fn thumbprint(&self) -> Promise {
        let client = self.client.clone();
        promise(Box::pin(async move { Ok(client.thumbprint().await?.into()) }))
    }

    /// The onboarding of `{providedId, locale}`.
    pub fn onboarding(&self, input: String, options: PageOptions) -> Promise {
        let client = self.client.clone();
        promise(Box::pin(async move {
            let [provided_id, locale] = read(input, |fields| ["providedId", "locale"].map(|name| fields.text(name)))?;
            Ok(Onboarding::from(client.onboarding(&provided_id, &locale, options.into()).await?).into())
        }))
    }

    /// One of the single calls, such as `accounts.create`, with JSON text in and out.
    pub fn call(&self, operation: String, input: String, options: PageOptions) -> Promise {
        let client = self.client.clone();
        promise(Box::pin(async move {
            let plan = operation::plan(&client, &operation, input)?;
            Ok(client.call(plan, options.into()).await?.shown().into())
        }))
    }

    /// Seals bytes for the platform.
    pub fn seal(&self, value: Vec<u8>, purpose: String, options: PageOptions) -> Promise {
        let client = self.client.clone();
        promise(Box::pin(async move {
            let value = Zeroizing::new(value);
            Ok(client.seal(&value, &purpose, options.into()).await?.into())
        }))
    }

    /// Opens what the platform sealed.
    pub fn open(&self, sealed: String, purpose: String, options: PageOptions) -> Promise {
        let client = self.client.clone();
        promise(Box::pin(async move {
            let mut opened = client.open(&sealed, &purpose, options.into()).await?;
            let bytes = Uint8Array::from(opened.as_slice());
            opened.zeroize();
            Ok(bytes.into())
        }))
    }
}
