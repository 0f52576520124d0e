//! How many cores the browser admits to. Above 16 they are rare enough to single a device out.

use super::reading::{Reading, global, number};

pub(super) fn read() -> Reading {
    Ok(number(&global("navigator")?, "hardwareConcurrency")?.min(16.0).into())
}
