//! The signals in the order in which they are read.

use super::{
    client_hints, cores, languages, memory, platform, privacy_control, reading::Reading, screen, storage, time_zone,
    touch, user_agent, webdriver,
};

/// A signal's name and how it is read.
type Signal = (&'static str, fn() -> Reading);

/// Names as the platform knows them. The time zone first: the first use of Intl loads its tables, and what comes after
/// would be blamed for that time. Storage last: it alone may touch the disk.
pub(super) const SIGNALS: [Signal; 12] = [
    ("time_zone", time_zone::read),
    ("user_agent", user_agent::read),
    ("client_hints", client_hints::read),
    ("platform", platform::read),
    ("languages", languages::read),
    ("screen", screen::read),
    ("cores", cores::read),
    ("memory", memory::read),
    ("touch", touch::read),
    ("webdriver", webdriver::read),
    ("privacy_control", privacy_control::read),
    ("storage", storage::read),
];
