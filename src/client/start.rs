//! The exports: calls, the answers of the ports, and sealing at once.

use portico_core::decimal;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use super::{
    handles::{self, Handle},
    head::head,
    tasks,
    work::{Outcome, hand, work},
};
use crate::{
    boundary::{Refusal, view},
    platform::{Ports, settle},
};

/// Begins the call that `head` describes: see [`super::head::Head`]. `ports.finish` ends it under the number `call`,
/// which no other call had before.
///
/// What only reads ends before this returns.
#[wasm_bindgen]
pub fn start(ports: Ports, call: u32, head: Vec<u8>, body: Vec<u8>) {
    let head = match self::head(head, &ports) {
        Ok(head) => head,
        Err(refusal) => return finish(&ports, call, Err(refusal)),
    };
    if let Some(read) = read(&head.operation, head.target) {
        return finish(&ports, call, Ok(Outcome::Text(read)));
    }
    tasks::add(Box::pin(async move {
        let outcome = work(&ports, call, head, body).await;
        finish(&ports, call, outcome);
    }));
    tasks::run();
}

/// Seals a short value at once; `None` when something is missing, which the call `seal` fetches.
#[wasm_bindgen]
#[must_use]
pub fn seal(target: u32, purpose: Vec<u8>, value: Vec<u8>) -> Option<String> {
    let value = Zeroizing::new(value);
    let purpose = String::from_utf8(purpose).ok()?;
    match handles::find(target)? {
        Handle::Client(client) => client.seal_at_once(&value, &purpose),
        _ => None,
    }
}

/// Gives what a value is sealed with outside, at once: the head, and the key by `ports.hand` under the number `call`.
/// `None` when something is missing, which the call `begin` fetches.
#[wasm_bindgen]
#[must_use]
pub fn begin(ports: &Ports, call: u32, target: u32, purpose: Vec<u8>) -> Option<String> {
    let purpose = String::from_utf8(purpose).ok()?;
    match handles::find(target)? {
        Handle::Client(client) => client.begin_at_once(&purpose).map(|begun| hand(ports, call, &begun)),
        _ => None,
    }
}

/// Tells the outcome of what a port was asked for.
#[wasm_bindgen]
pub fn wake(id: u32, outcome: u32) {
    settle(id, outcome);
    tasks::run();
}

/// What is there at once, by the names that the facade has for it.
fn read(operation: &str, target: u32) -> Option<String> {
    match (operation, handles::find(target)?) {
        ("step", Handle::Onboarding(onboarding)) => Some(onboarding.step().shown()),
        // Nothing where the platform was not asked yet.
        ("now", Handle::Client(client)) => Some(client.platform_ms().map_or_else(String::new, decimal)),
        ("ids", Handle::Onboarding(onboarding)) => Some(view::ids(&onboarding.ids())),
        ("free", _) => {
            handles::forget(target);
            Some(String::new())
        }
        _ => None,
    }
}

fn finish(ports: &Ports, call: u32, outcome: Result<Outcome, Refusal>) {
    match outcome {
        Ok(Outcome::Text(text)) => ports.finish(call, 1, text.as_bytes()),
        Ok(Outcome::Bytes(bytes)) => ports.finish(call, 2, &bytes),
        Err(Refusal(fault)) => ports.finish(call, 0, view::fault(&fault).as_bytes()),
    }
}
