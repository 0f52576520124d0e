//! The keys that open: the platform's private ones, and the content keys that both sides share.

mod content;
mod private;

pub use content::ContentKey;
pub(crate) use private::Secret;
pub use private::{PrivateKey, Suite};
