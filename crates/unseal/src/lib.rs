//! Opens what the SDK seals and checks what it signs: an implementation of its own, on RustCrypto.
//!
//! The SDK seals with ring and WebCrypto. This crate shares no line with it, so that each sealed value that a server
//! opens proves that both follow the RFCs and not each other: compact JWE (RFC 7516, RFC 7518, RFC 8037), compact JWS
//! (RFC 7515) with ES256, and key thumbprints (RFC 7638).
//!
//! Opening has two halves. [`jwe::Compact::parse`] reads the form and can say that it is malformed: whoever sent it
//! knows that anyway. Everything after that, a wrong key, tag, header member or time, is the one
//! [`Unsealable`]: it has no detail, so that no caller can pass one on.

mod aead;
mod base64url;
pub mod claims;
mod concat_kdf;
mod error;
pub mod json;
pub mod jwe;
pub mod jws;
mod keys;
#[cfg(test)]
mod known_answers;
pub mod signer;
mod thumbprint;

pub use claims::{Claims, Expected, LEEWAY, check_claims};
pub use error::{Malformed, NoRandomness, Unsealable};
pub use keys::{ContentKey, PrivateKey, Suite};
pub use thumbprint::thumbprint;
