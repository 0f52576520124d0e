//! The gateway's own key set: pages seal to it what the Passport-style platform takes in clear alone.
//!
//! The keys are in the database, so that every gateway over it opens what was sealed to any of them. The set is signed by a
//! key that never changes; pages pin its thumbprint. What opens changes every day, and opens for ten minutes more.

use portico_unseal::{
    Expected, LEEWAY, PrivateKey, Suite, Unsealable, check_claims, jwe::Compact, jws::SignatureKey, thumbprint,
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    refusal::Refusal,
    store::{KeptKeys, Store, StoreError},
};

/// The name of the signing key in the database.
const KEY_NAME: &str = "passport_key_set";
/// What the SDK asks of a signed key set.
const SET_TYPE: &str = "jwk-set+jwt";
/// How long a generation is the newest.
const ROTATE_SECONDS: i64 = 24 * 60 * 60;
/// How long a retired key still opens (contract, section 3.1).
const RETIRED_SECONDS: i64 = 600;
/// Two numbers and a date each of 25 owners are far less.
const MAX_SEALED_BYTES: usize = 64 * 1024;

/// Signs the set.
#[derive(Debug)]
pub(crate) struct Keys {
    signing: SignatureKey,
    thumbprint: String,
}

/// What an opened value says of itself.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) plaintext: Zeroizing<Vec<u8>>,
    /// For one use.
    pub(crate) jti: String,
    /// From when on its time alone keeps it closed.
    pub(crate) expires_at: i64,
}

impl Keys {
    /// The signing key of the database, made when it is first asked for.
    pub(crate) async fn open(store: &Store) -> Result<Self, StoreError> {
        let secret = Zeroizing::new(encode(&store.shared_key(KEY_NAME).await?));
        let signing = SignatureKey::from_text(&secret).map_err(|_| StoreError::BadKey)?;
        let thumbprint = thumbprint(&signing.public_jwk()).map_err(|_| StoreError::BadKey)?;
        Ok(Self { signing, thumbprint })
    }

    /// What pages pin.
    pub(crate) fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// The set at `now`, signed. Makes new keys when those that are there are too old.
    pub(crate) async fn signed_set(&self, store: &Store, now: i64) -> Result<String, Refusal> {
        let mut kept = store.opening_keys().await?;
        if kept.first().is_none_or(|newest| now - newest.made_at >= ROTATE_SECONDS) {
            let generation = kept.first().map_or(1, |newest| newest.generation + 1);
            store.keep_opening_keys(&generate(generation, now)?).await?;
            // Read back: another gateway may have been the first.
            kept = store.opening_keys().await?;
            forget_retired(store, &kept, now).await?;
        }
        let newest = kept.first().ok_or(portico_model::ErrorCode::InternalError)?;
        let keys: Vec<Value> = read(newest)?.iter().map(PrivateKey::public_jwk).collect();
        Ok(self.signing.sign(SET_TYPE, Map::new(), json!({"keys": keys}).to_string().as_bytes()))
    }

    /// Opens what was sealed for `use_` under `sid`.
    ///
    /// # Errors
    /// `unsealable`, whatever is wrong with it.
    pub(crate) async fn unseal(
        &self,
        store: &Store,
        sealed: &str,
        sid: &str,
        use_: &str,
        now: i64,
    ) -> Result<Opened, Refusal> {
        let kept = store.opening_keys().await?;
        let keys = opening(&kept, now)?;
        Ok(open(&keys, sealed, &Expected { kid: "", sid: Some(sid), use_, now })?)
    }
}

/// The keys that open at `now`: the newest, and those whose next generation is not old enough yet.
fn opening(kept: &[KeptKeys], now: i64) -> Result<Vec<PrivateKey>, StoreError> {
    let mut keys = Vec::new();
    let mut retired_at = None;
    for generation in kept {
        if retired_at.is_none_or(|at: i64| now < at + RETIRED_SECONDS) {
            keys.extend(read(generation)?);
        }
        retired_at = Some(generation.made_at);
    }
    Ok(keys)
}

fn open(keys: &[PrivateKey], sealed: &str, expected: &Expected<'_>) -> Result<Opened, Unsealable> {
    let jwe = Compact::parse(sealed, MAX_SEALED_BYTES)?;
    let named = keys.iter().find(|key| jwe.kid() == Some(key.kid()));
    // An unknown key costs an opening too, so that it takes the time of the other refusals.
    let suite = jwe.suite().unwrap_or(Suite::X25519);
    let key = named.or_else(|| keys.iter().find(|key| key.suite() == suite)).or(keys.first()).ok_or(Unsealable)?;
    let plaintext = jwe.open(key)?;
    // What opens under a stand-in names another `kid` than the stand-in's, and is refused for that.
    let claims = check_claims(jwe.header(), &Expected { kid: key.kid(), ..*expected })?;
    Ok(Opened { plaintext, jti: claims.jti, expires_at: claims.iat + LEEWAY })
}

fn read(kept: &KeptKeys) -> Result<[PrivateKey; 2], StoreError> {
    let key = |suite, text: &str| PrivateKey::from_text(suite, text).map_err(|_| StoreError::BadKey);
    Ok([key(Suite::X25519, &kept.x25519)?, key(Suite::P256, &kept.p256)?])
}

fn generate(generation: i64, now: i64) -> Result<KeptKeys, StoreError> {
    let text = |suite| {
        let key = PrivateKey::generate(suite).map_err(|_| StoreError::NoRandomness)?;
        key.to_text().map_err(|_| StoreError::BadKey)
    };
    Ok(KeptKeys { generation, x25519: text(Suite::X25519)?, p256: text(Suite::P256)?, made_at: now })
}

async fn forget_retired(store: &Store, kept: &[KeptKeys], now: i64) -> Result<(), sqlx::Error> {
    let over = kept.windows(2).find_map(|pair| match pair {
        [next, former] if now >= next.made_at + RETIRED_SECONDS => Some(former.generation),
        _ => None,
    });
    match over {
        Some(generation) => store.forget_opening_keys(generation).await,
        None => Ok(()),
    }
}

/// The name by which pages know their binding: of its id, which never leaves the gateway, it tells nothing.
pub(crate) fn public_name(binding_id: &str) -> String {
    encode(&Sha256::new_with_prefix("portico binding ").chain_update(binding_id).finalize())
}

fn encode(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kids(kept: &[KeptKeys], now: i64) -> usize {
        opening(kept, now).unwrap().len()
    }

    #[test]
    fn a_retired_generation_opens_for_ten_minutes_after_the_next_one_was_made() {
        let kept = [generate(3, 5_000).unwrap(), generate(2, 4_700).unwrap(), generate(1, 1_000).unwrap()];
        for (now, keys) in [(5_000, 6), (5_299, 6), (5_300, 4), (5_599, 4), (5_600, 2), (1_000_000, 2)] {
            assert_eq!(kids(&kept, now), keys, "{now}");
        }
    }

    #[test]
    fn a_bindings_public_name_is_neither_its_id_nor_anothers() {
        assert_eq!(public_name("a").len(), 43);
        assert_ne!(public_name("a"), public_name("b"));
        assert_eq!(public_name("a"), public_name("a"));
    }
}
