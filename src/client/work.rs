//! What a page can ask for and has to wait for.

use std::rc::Rc;

use portico_core::{Begun, Client, ClientConfig, ObjectText, Onboarding};
use portico_model::ErrorCode;
use wasm_bindgen::JsValue;
use zeroize::Zeroizing;

use super::{
    handles::{self, Handle},
    head::Head,
};
use crate::{
    boundary::{Refusal, fields::read, input, operation, view},
    platform::{Browser, Ports},
};

/// What a call gives the page.
pub(super) enum Outcome {
    Text(String),
    /// What was sealed for the page, opened.
    Bytes(Zeroizing<Vec<u8>>),
}

/// Does what `head` asks for.
pub(super) async fn work(ports: &Ports, call: u32, head: Head, body: Vec<u8>) -> Result<Outcome, Refusal> {
    // It may hold what a person typed.
    let body = Zeroizing::new(body);
    match handles::find(head.target) {
        None if head.operation == "create" => create(ports, call, body),
        None => Err(ErrorCode::InternalFault.into()),
        Some(Handle::Client(client)) => of_client(ports, &client, call, head, body).await,
        // All that can be done with a handshake.
        Some(Handle::Handshake(handshake)) => {
            handshake.open(text(&body)?).await?;
            Ok(Outcome::Text(String::new()))
        }
        Some(Handle::Onboarding(onboarding)) => of_onboarding(&onboarding, head, body).await.map(Outcome::Text),
    }
}

/// A client from the checked options `{gatewayUrl, origin, sdkId, platformKey, timeoutMs}`.
fn create(ports: &Ports, call: u32, options: Zeroizing<Vec<u8>>) -> Result<Outcome, Refusal> {
    #[cfg(feature = "debug-panics")]
    console_error_panic_hook::set_once();
    let config = read(options, |fields| ClientConfig {
        // Both absent at the low level.
        gateway_url: fields.optional_text("gatewayUrl").unwrap_or_default(),
        platform_key: fields.optional_text("platformKey").unwrap_or_default(),
        origin: fields.optional_text("origin").unwrap_or_default(),
        sdk_id: fields.text("sdkId"),
        timeout_ms: fields.milliseconds("timeoutMs"),
    })?;
    Ok(Outcome::Text(handles::keep(call, Handle::Client(Client::new(Browser::new(ports.clone()), config)))))
}

/// Hands the key over under the call's number, and gives the head of the value that is sealed with it.
pub(super) fn hand(ports: &Ports, call: u32, begun: &Begun<JsValue>) -> String {
    match &begun.handle {
        Some(handle) => ports.hand(call, handle, &[]),
        None => ports.hand(call, &JsValue::UNDEFINED, begun.content_key()),
    }
    begun.head.clone()
}

async fn of_client(
    ports: &Ports,
    client: &Client<Browser>,
    call: u32,
    head: Head,
    body: Zeroizing<Vec<u8>>,
) -> Result<Outcome, Refusal> {
    let options = head.options;
    let text = match head.operation.as_str() {
        "connect" => view::session(&client.connect(text(&body)?, options).await?),
        "disconnect" => {
            client.disconnect(options).await?;
            String::new()
        }
        "thumbprint" => client.thumbprint().await?,
        "onboarding" => {
            let [provided_id, locale] = read(body, |fields| ["providedId", "locale"].map(|name| fields.text(name)))?;
            let onboarding = client.onboarding(&provided_id, &locale, options).await?;
            handles::keep(call, Handle::Onboarding(onboarding))
        }
        "initialize" => {
            let [data, device] = read(body, |fields| ["data", "device"].map(|name| fields.text(name)))?;
            let handshake = Rc::new(client.initialize(&data, &device).await?);
            let number = handles::keep(call, Handle::Handshake(Rc::clone(&handshake)));
            ObjectText::new().text("target", &number).text("deviceData", handshake.device_data()).end()
        }
        "prepare" => {
            client.prepare().await;
            String::new()
        }
        "seal" => client.seal(&body, &head.purpose, options).await?,
        "begin" => hand(ports, call, &client.begin_sealing(&head.purpose, options).await?),
        "open" => {
            let opened = client.open(text(&body)?, &head.purpose, options).await?;
            return Ok(Outcome::Bytes(opened.into()));
        }
        single => client.call(operation::plan(client, single, body)?, options).await?.shown(),
    };
    Ok(Outcome::Text(text))
}

async fn of_onboarding(
    onboarding: &Onboarding<Browser>,
    head: Head,
    body: Zeroizing<Vec<u8>>,
) -> Result<String, Refusal> {
    Ok(match head.operation.as_str() {
        "submit" => {
            let input = read(body, input::step)?.ok_or(ErrorCode::InvalidOption)?;
            onboarding.submit(input, head.options).await?.shown()
        }
        "refresh" => onboarding.refresh(head.options).await?.shown(),
        _ => {
            onboarding.forget().await;
            String::new()
        }
    })
}

fn text(body: &[u8]) -> Result<&str, Refusal> {
    std::str::from_utf8(body).map_err(|_| ErrorCode::InvalidOption.into())
}
