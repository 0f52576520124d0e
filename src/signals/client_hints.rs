//! User-agent client hints of low entropy: what Chromium sends to every site unasked.

use super::reading::{Reading, member, navigator, object};

pub(super) fn read() -> Reading {
    let hints = navigator("userAgentData")?;
    object(&[
        ("brands", &member(&hints, "brands")?),
        ("mobile", &member(&hints, "mobile")?),
        ("platform", &member(&hints, "platform")?),
    ])
}
