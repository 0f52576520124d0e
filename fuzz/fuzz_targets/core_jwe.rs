//! Any text as the platform's answer to a handshake: nothing opens, since nobody else has the reply key.
#![no_main]

mod page;

use libfuzzer_sys::fuzz_target;
use portico_core::session::Handshake;

/// RFC 8037's example of an X25519 key: whose private half has nothing to do here.
const SET: &str = r#"{"keys":[{"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08","use":"enc","alg":"ECDH-ES","kid":"k"}]}"#;

thread_local! {
    static HANDSHAKE: Handshake<page::Offline> = page::ready(page::page().initialize(SET, "{}")).unwrap();
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    HANDSHAKE.with(|handshake| assert!(page::ready(handshake.open(text)).is_err(), "a forgery opened"));
});
