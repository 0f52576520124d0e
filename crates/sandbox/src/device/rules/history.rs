//! What is known about the device. `known_device.rs` finds these.

use super::{Class, Rule};

const fn history(code: &'static str, weight: u32, compares: &'static str, why: &'static str) -> Rule {
    let source = "contract 3.2: the device key, and the matching set of signals";
    Rule { code, class: Class::History, weight, compares, why, source, check: None }
}

pub(super) const RULES: &[Rule] = &[
    history("known_device", 0, "the device key with those that came before", "The same key was here before."),
    history(
        "known_device_new_key",
        0,
        "the matching set with those of devices that came before",
        "It looks like a device that was here before, whose key was lost or never kept; identical phones look alike too.",
    ),
    history("new_device", 0, "key and matching set with all before", "Nothing like it was here before."),
    history(
        "key_moved",
        20,
        "the matching set with the one that this key had before",
        "The key came with a quite different machine: a copied profile, or a browser made over.",
    ),
    history(
        "near_duplicate",
        5,
        "the whole matching set with that of another key of the last ten minutes",
        "Every signal is equal to the last digit under another key: a recording, or the same visitor with cleared storage.",
    ),
];
