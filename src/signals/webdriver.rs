//! Whether a program drives the browser, where the browser says so.

use super::reading::{Reading, navigator};

pub(super) fn read() -> Reading {
    navigator("webdriver")
}
