//! The platform's old name, such as `Win32`. Frozen, and still telling where it disagrees with the rest.

use super::reading::{Reading, navigator};

pub(super) fn read() -> Reading {
    navigator("platform")
}
