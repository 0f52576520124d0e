//! Any bytes as JSON: to the SDK's reader, and to the servers'. Where both read a text, they read the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use portico_core::Json;
use portico_unseal::json::parse_strict;

fuzz_target!(|data: &[u8]| {
    let Some(ours) = Json::parse(data) else { return };
    let text = ours.to_text();
    assert_eq!(Json::parse(text.as_bytes()).as_ref(), Some(&ours), "written and read again, it is another");
    if let Ok(theirs) = parse_strict(data) {
        assert_eq!(parse_strict(text.as_bytes()).as_ref(), Ok(&theirs), "the two sides read two things");
    }
});
