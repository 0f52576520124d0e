//! What the device statement tells of the device: what a browser says of itself without asking anybody.
//!
//! Left out on purpose: whatever would need a permission or a prompt, draws or plays something, lists fonts or plugins,
//! or tells of a person's health (the media queries about motion, contrast and colours). Nothing is hashed here: a
//! signal that comes or goes must not give every device a new name.

mod client_hints;
mod collect;
mod cores;
mod languages;
mod memory;
mod platform;
mod privacy_control;
mod reading;
mod registry;
mod screen;
mod storage;
mod time_zone;
mod touch;
mod user_agent;
mod webdriver;

pub use collect::collect;
