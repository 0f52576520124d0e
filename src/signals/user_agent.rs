//! What the browser calls itself. Has to be what it sends as a header.

use super::reading::{Reading, navigator};

pub(super) fn read() -> Reading {
    navigator("userAgent")
}
