//! The key of one sealed value.

use zeroize::Zeroize;

use crate::fault::Fault;
use crate::ports::Random;

/// 32 bytes on the heap, so that handing the key on copies nothing, wiped when it is dropped.
pub(crate) struct ContentKey(Box<[u8; 32]>);

impl ContentKey {
    /// The key of these bytes. `None` when they are not 32. Whoever owns them wipes them.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut key = Self(Box::new([0; 32]));
        if bytes.len() != key.0.len() {
            return None;
        }
        key.0.copy_from_slice(bytes);
        Some(key)
    }

    /// A random key.
    ///
    /// # Errors
    /// `crypto_unavailable` when there is no randomness.
    pub(crate) fn generate<R: Random>(random: &R) -> Result<Self, Fault> {
        let mut key = Self(Box::new([0; 32]));
        random.fill(&mut *key.0)?;
        Ok(key)
    }

    /// The bytes.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for ContentKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
