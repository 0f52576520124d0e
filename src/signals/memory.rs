//! Memory in GB, which browsers round and cap by themselves.

use super::reading::{Reading, navigator};

pub(super) fn read() -> Reading {
    navigator("deviceMemory")
}
