//! The gateway: the partner's own small server between the browser and the platforms.
//!
//! It is the token-mediating backend of RFC 10017 (OAuth 2.0 for Browser-Based Applications). It holds the partner's
//! key and secret, forwards an allow-list of calls with the access token that they get, and lets each browser reach
//! only what that browser made: the token by itself could see every account of the partner. Sealed values pass as
//! ciphertext under keys that the gateway neither has nor can swap.
//!
//! A library and a small binary. [`router`] gives the whole server over a [`State`], in process or behind a socket.

mod address;
mod admin;
pub mod allow_list;
mod call;
pub mod clock;
pub mod config;
mod dpop;
mod files;
mod keys;
mod log;
mod nonce;
mod origin;
mod partner;
mod passport;
mod payload;
mod portal;
mod rate;
mod refusal;
mod router;
mod secret;
mod state;
mod store;
mod tickets;
mod token;
mod upload;
mod upstream;
mod webhooks;

pub use clock::Clock;
pub use config::{Config, ConfigError};
pub use portal::CONTENT_SECURITY_POLICY;
pub use router::router;
pub use secret::Secret;
pub use state::{StartError, State};
pub use tickets::TicketSettings;
pub use webhooks::{WebhookSecret, WebhookSecretError};
