//! The session: opened, kept over reloads, moved to an account or person, opened again when it ends.

mod connect;
mod info;
mod init;
mod kept;
mod moves;
mod open;
pub(crate) mod platform_clock;
mod reopen;
mod values;

pub use info::SessionInfo;
pub(crate) use info::{OpenSession, Source, ends_session};
