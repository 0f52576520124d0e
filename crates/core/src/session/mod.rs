//! The session: opened, kept over reloads, moved to an account or person, opened again when it ends.

mod connect;
mod grant;
mod handshake;
mod info;
mod init;
mod kept;
mod moves;
mod open;
pub(crate) mod platform_clock;
mod resume;
mod sealing;
mod values;

pub use handshake::Handshake;
pub use info::SessionInfo;
pub(crate) use info::{OpenSession, Source};
pub(crate) use kept::NAME;
