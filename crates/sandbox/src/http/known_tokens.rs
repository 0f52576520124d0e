//! Access tokens that this server has seen to be good. None is taken back before its end, so the database is asked once.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

/// Ends of tokens, by their hash.
#[derive(Debug, Default)]
pub(crate) struct KnownTokens(RwLock<HashMap<String, i64>>);

impl KnownTokens {
    /// Whether the token is known and not over.
    pub(crate) fn is_valid(&self, hash: &str, now: i64) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(hash).is_some_and(|ends_at| now < *ends_at)
    }

    /// Remembers a good token, and forgets those that are over.
    pub(crate) fn remember(&self, hash: String, ends_at: i64, now: i64) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, ends_at| now < *ends_at);
        known.insert(hash, ends_at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_until_its_end() {
        let tokens = KnownTokens::default();
        tokens.remember("a".to_owned(), 100, 0);
        assert!(tokens.is_valid("a", 99) && !tokens.is_valid("a", 100) && !tokens.is_valid("b", 0));
        tokens.remember("b".to_owned(), 200, 100);
        assert!(!tokens.is_valid("a", 0), "forgotten");
    }
}
