//! The keys that open sealed values: the current one of each suite, and retired ones for a while.

use std::sync::{Arc, PoisonError, RwLock};

use portico_unseal::{NoRandomness, PrivateKey, Suite};

/// How long a retired key still opens, in seconds (contract section 3.1).
pub(crate) const RETIRED_LIFE: i64 = 600;

/// The suites in the order in which the key set lists them: the most preferred first.
pub(crate) const SUITES: [Suite; 3] = [Suite::X25519, Suite::P256, Suite::Rsa];

/// A key that is no longer in the set.
#[derive(Clone, Debug)]
pub(crate) struct Retired {
    pub(crate) key: Arc<PrivateKey>,
    /// Seconds since 1970, by the server's clock. From then on it opens nothing.
    pub(crate) opens_until: i64,
}

/// What the ring holds at one time.
#[derive(Clone, Debug)]
pub(crate) struct OpeningKeys {
    /// One of each suite, in the order of the key set.
    pub(crate) current: Vec<Arc<PrivateKey>>,
    pub(crate) retired: Vec<Retired>,
}

/// The keys as they are now. A request takes them once, and a rotation meanwhile doesn't touch it.
#[derive(Debug)]
pub(crate) struct KeyRing(RwLock<Arc<OpeningKeys>>);

impl OpeningKeys {
    /// A new key of each suite. The RSA key takes a few hundred milliseconds.
    pub(crate) fn generate() -> Result<Self, NoRandomness> {
        let current = SUITES.map(|suite| PrivateKey::generate(suite).map(Arc::new));
        Ok(Self { current: current.into_iter().collect::<Result<_, _>>()?, retired: Vec::new() })
    }

    /// These keys as current ones in front of the former ones, which are retired; what was retired long ago is dropped.
    #[must_use]
    pub(crate) fn rotated_to(&self, next: Self, now: i64) -> Self {
        let retire = |key: &Arc<PrivateKey>| Retired { key: key.clone(), opens_until: now + RETIRED_LIFE };
        let former = self.retired.iter().filter(|retired| now < retired.opens_until).cloned();
        Self { current: next.current, retired: self.current.iter().map(retire).chain(former).collect() }
    }

    /// The key with this name, if it still opens at `now`.
    pub(crate) fn find(&self, kid: &str, now: i64) -> Option<&PrivateKey> {
        let retired = self.retired.iter().filter(|retired| now < retired.opens_until).map(|retired| &retired.key);
        self.current.iter().chain(retired).map(Arc::as_ref).find(|key| key.kid() == kid)
    }

    /// Some key of this suite.
    pub(crate) fn of(&self, suite: Suite) -> Option<&PrivateKey> {
        self.current.iter().map(Arc::as_ref).find(|key| key.suite() == suite)
    }
}

impl KeyRing {
    pub(crate) fn new(keys: OpeningKeys) -> Self {
        Self(RwLock::new(Arc::new(keys)))
    }

    /// The keys as they are now.
    pub(crate) fn keys(&self) -> Arc<OpeningKeys> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts `keys` in.
    pub(crate) fn replace(&self, keys: OpeningKeys) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> OpeningKeys {
        // No RSA key: finding one takes most of a second.
        let generate = |suite| Arc::new(PrivateKey::generate(suite).unwrap());
        OpeningKeys { current: vec![generate(Suite::X25519), generate(Suite::P256)], retired: Vec::new() }
    }

    fn opens(keys: &OpeningKeys, of: &OpeningKeys, now: i64) -> bool {
        let found: Vec<bool> = of.current.iter().map(|key| keys.find(key.kid(), now).is_some()).collect();
        assert!(found.iter().all(|it| *it == found[0]), "the keys of one set go together");
        found[0]
    }

    #[test]
    fn a_retired_key_opens_for_ten_more_minutes_through_further_rotations() {
        let (first, second, third) = (keys(), keys(), keys());
        let once = first.rotated_to(second.clone(), 1_000);
        assert!(opens(&once, &second, 1_000) && opens(&once, &first, 1_599) && !opens(&once, &first, 1_600));
        let twice = once.rotated_to(third.clone(), 1_300);
        assert!(opens(&twice, &third, 1_300) && opens(&twice, &second, 1_899) && !opens(&twice, &second, 1_900));
        assert!(opens(&twice, &first, 1_599) && !opens(&twice, &first, 1_600));
        assert_eq!(twice.rotated_to(keys(), 1_600).retired.len(), 4, "the first set is dropped");
    }

    #[test]
    fn a_key_of_a_suite_is_a_current_one() {
        let (first, second) = (keys(), keys());
        let rotated = first.rotated_to(second.clone(), 0);
        assert_eq!(rotated.of(Suite::P256).unwrap().kid(), second.current[1].kid());
        assert!(rotated.of(Suite::Rsa).is_none());
    }
}
