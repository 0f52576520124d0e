//! Global Privacy Control. Told so that the platform can honour it, never held against anybody.

use super::reading::{Reading, navigator};

pub(super) fn read() -> Reading {
    navigator("globalPrivacyControl")
}
