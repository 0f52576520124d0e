//! Nothing but a test lives here: `arrows.rs`.
