//! Keyed requests that are being carried out by this server (contract section 1.13).
//!
//! They are marked in memory: a crash takes its marks along. Another server on the same database has marks of its own;
//! there, the transaction that spends a value or inserts an answer second waits for the first, and finds its answer.

use std::{
    collections::HashSet,
    sync::{Arc, PoisonError, RwLock},
};

/// The scopes of all requests under way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Running(Arc<RwLock<HashSet<String>>>);

/// A running mark. Dropping it ends it.
#[derive(Debug)]
pub(crate) struct Mark {
    scope: String,
    running: Running,
}

impl Running {
    /// Marks `scope`; `None` while another request has it.
    pub(crate) fn claim(&self, scope: String) -> Option<Mark> {
        let is_free = self.0.write().unwrap_or_else(PoisonError::into_inner).insert(scope.clone());
        is_free.then(|| Mark { scope, running: self.clone() })
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        self.running.0.write().unwrap_or_else(PoisonError::into_inner).remove(&self.scope);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_taken_until_its_mark_is_dropped() {
        let running = Running::default();
        let mark = running.claim("a".to_owned());
        assert!(mark.is_some() && running.claim("a".to_owned()).is_none());
        assert!(running.claim("b".to_owned()).is_some());
        drop(mark);
        assert!(running.claim("a".to_owned()).is_some());
    }
}
