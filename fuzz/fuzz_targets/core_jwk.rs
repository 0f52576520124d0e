//! Any bytes as the initialization data that a page hands over: a JWK set, signed or bare. Whatever key is taken, what is
//! sealed to it has the contract's form.
#![no_main]

mod page;

use libfuzzer_sys::fuzz_target;
use portico_core::Client;
use portico_unseal::jwe::Compact;

thread_local! {
    static PAGE: Client<page::Offline> = page::page();
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    PAGE.with(|page| {
        if let Ok(handshake) = page::ready(page.initialize(text, "{}")) {
            let sealed = Compact::parse(handshake.device_data(), 64 * 1024).expect("the SDK seals what servers read");
            assert_eq!(sealed.header()["use"], "device");
            assert!(sealed.kid().is_some_and(|kid| !kid.is_empty()));
            assert!(sealed.suite().is_some());
        }
    });
});
