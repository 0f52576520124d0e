//! How many fingers the screen can tell apart: zero on a desk, five or ten on a phone.

use super::reading::{Reading, navigator};

pub(super) fn read() -> Reading {
    navigator("maxTouchPoints")
}
