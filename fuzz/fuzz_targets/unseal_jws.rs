//! Any text as a device statement, a proof or a key set that carries its key.
#![no_main]

use libfuzzer_sys::fuzz_target;
use portico_unseal::{jws::verify_embedded, thumbprint};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for typ in ["device+jwt", "dpop+jwt", "jwk-set+jwt"] {
        if let Ok(verified) = verify_embedded(text, typ, 32 * 1024) {
            assert_eq!(verified.header["typ"], typ);
            assert_eq!(verified.header["alg"], "ES256");
            assert_eq!(thumbprint(&verified.jwk), Ok(verified.thumbprint));
            assert!(verified.jwk.get("d").is_none());
        }
    }
});
