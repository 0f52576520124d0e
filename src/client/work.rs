//! What a page can ask for and has to wait for.

use std::rc::Rc;

use portico_core::{Begun, Client, ClientConfig, Json, ObjectText, Onboarding};
use portico_model::ErrorCode;
use wasm_bindgen::JsValue;
use zeroize::Zeroizing;

use super::{
    handles::{self, Handle},
    head::Head,
};
use crate::{
    boundary::{
        Refusal,
        fields::{self, read, whole},
        view,
    },
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

/// A client from the checked options `{gatewayUrl, origin, sdkId, platformKey, gatewayKey, timeoutMs}`.
fn create(ports: &Ports, call: u32, options: Zeroizing<Vec<u8>>) -> Result<Outcome, Refusal> {
    #[cfg(feature = "debug-panics")]
    console_error_panic_hook::set_once();
    let options = read(options)?;
    // Absent at the low level.
    let [gateway_url, platform_key, gateway_key, origin] = ["gatewayUrl", "platformKey", "gatewayKey", "origin"]
        .map(|name| options.text(name).unwrap_or_default().to_owned());
    let sdk_id = fields::text(&options, "sdkId")?;
    let timeout_ms = whole(&options, "timeoutMs").ok_or(ErrorCode::InvalidOption)?;
    let config = ClientConfig { gateway_url, origin, sdk_id, platform_key, gateway_key, timeout_ms };
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
    let input;
    // One kind of result, so that there is one await for all of them.
    let call = match head.operation.as_str() {
        "connect" => client.connect_with(text(&body)?, options).shown(|info| Outcome::Text(view::session(&info))),
        "disconnect" => client.disconnect(options).shown(|()| Outcome::Text(String::new())),
        "thumbprint" => return Ok(Outcome::Text(client.thumbprint().await?)),
        "onboarding" => {
            let argument = read(body)?;
            input = (fields::text(&argument, "providedId")?, fields::text(&argument, "locale")?);
            let features = argument.get("features") == Some(&Json::Flag(true));
            let onboarding = client.onboarding_with(&input.0, &input.1, features, options);
            onboarding.shown(move |onboarding| Outcome::Text(handles::keep(call, Handle::Onboarding(onboarding))))
        }
        "initialize" => {
            let handshake = Rc::new(client.initialize(text(&body)?).await?);
            let number = handles::keep(call, Handle::Handshake(Rc::clone(&handshake)));
            let told = ObjectText::new().text("target", &number).text("deviceData", handshake.device_data());
            return Ok(Outcome::Text(told.end()));
        }
        "prepare" => {
            client.prepare().await;
            return Ok(Outcome::Text(String::new()));
        }
        "learn" => {
            client.learn(text(&body)?.to_owned());
            return Ok(Outcome::Text(String::new()));
        }
        "begin" => {
            client.begin_sealing(&head.purpose, options).shown(move |begun| Outcome::Text(hand(ports, call, &begun)))
        }
        "open" => client.open(text(&body)?, &head.purpose, options).shown(|opened| Outcome::Bytes(opened.into())),
        single => client.call(single, read(body)?, options).shown(|answer| Outcome::Text(answer.shown())),
    };
    Ok(call.await?)
}

async fn of_onboarding(
    onboarding: &Onboarding<Browser>,
    head: Head,
    body: Zeroizing<Vec<u8>>,
) -> Result<String, Refusal> {
    let step = match head.operation.as_str() {
        "submit" => onboarding.submit(read(body)?, head.options),
        "refresh" => onboarding.refresh(head.options),
        _ => {
            onboarding.forget().await;
            return Ok(String::new());
        }
    };
    Ok(step.await?.shown())
}

fn text(body: &[u8]) -> Result<&str, Refusal> {
    std::str::from_utf8(body).map_err(|_| ErrorCode::InvalidOption.into())
}
