//! Sealing for the platform, and opening what it sealed: one file for each primitive.

pub(crate) mod aes_gcm;
pub(crate) mod agreed;
mod agreement;
pub(crate) mod concat_kdf;
pub(crate) mod content_key;
mod curve;
pub(crate) mod envelope;
pub(crate) mod jws;
pub(crate) mod key_set;
pub(crate) mod public_key;
pub(crate) mod recipient;
mod stack;
pub(crate) mod thumbprint;

#[cfg(test)]
#[allow(unreachable_pub, dead_code, reason = "what the tests outside share has no part that all of them use")]
mod interop;
