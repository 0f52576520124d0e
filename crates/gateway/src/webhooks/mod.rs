//! The platforms' webhooks: taken, kept, and read by the partner's own server.

mod notice;
mod read;
mod receive;
mod signature;

pub use self::signature::{WebhookSecret, WebhookSecretError};
pub(crate) use self::{
    notice::receive as receive_notice,
    read::{list, list_notices},
    receive::receive,
};

/// Whose webhook it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Platform {
    Netspend,
    Passport,
}

impl Platform {
    /// As the database has it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Netspend => "netspend",
            Self::Passport => "passport",
        }
    }
}
