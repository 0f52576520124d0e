//! The platform's webhooks: taken, kept, and read by the partner's own server.

mod read;
mod receive;
mod signature;

pub use self::signature::{WebhookSecret, WebhookSecretError};
pub(crate) use self::{read::list, receive::receive};
