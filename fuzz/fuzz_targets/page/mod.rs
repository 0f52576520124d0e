//! The SDK in a place without a network, through its public interface.

#[allow(dead_code, reason = "shared with the core's tests")]
#[path = "../../../crates/core/tests/support/offline.rs"]
mod offline;
#[allow(dead_code, reason = "shared with the core's tests")]
#[path = "../../../crates/core/tests/support/webcrypto.rs"]
mod webcrypto;

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use portico_core::{Client, ClientConfig};

pub use offline::Offline;

/// Seconds since 1970 by every clock here.
pub const NOW: u32 = 1_800_000_000;

/// A page that was just loaded.
pub fn page() -> Client<Offline> {
    let config = ClientConfig {
        gateway_url: String::new(),
        origin: "https://bank.example".to_owned(),
        sdk_id: "PT-EXAMPLE".to_owned(),
        platform_key: String::new(),
        gateway_key: String::new(),
        timeout_ms: 30_000,
    };
    Client::new(Offline::at(f64::from(NOW) * 1000.0), config)
}

/// The value of a future that waits for nothing outside.
pub fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits for something, and there is nothing here to wait for"),
    }
}
