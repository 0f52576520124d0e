//! Sealing for the platform, and opening what it sealed: one file for each primitive.

mod aes_gcm;
mod agreement;
mod concat_kdf;
pub(crate) mod envelope;
pub(crate) mod jws;
pub(crate) mod key_set;
pub(crate) mod thumbprint;

#[cfg(test)]
mod interop;
