//! The errors. None of them says more than its name.

/// The text is not of the compact form, or says something that this crate refuses to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed")]
pub struct Malformed;

/// The value can't be opened, or its signature or header doesn't hold. Deliberately without a reason: an oracle
/// starts where two failures can be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unsealable")]
pub struct Unsealable;

impl From<Malformed> for Unsealable {
    fn from(_: Malformed) -> Self {
        Self
    }
}

/// The operating system gave no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no randomness")]
pub struct NoRandomness;
