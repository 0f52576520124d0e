//! Proofs that were used.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use super::Store;
use crate::dpop::Proof;

impl Store {
    /// Uses a proof up. `false` when it was used before: of any number of callers at once, one gets `true`.
    pub(crate) async fn spend_proof(&self, proof: &Proof) -> Result<bool, sqlx::Error> {
        // The key is part of it, so that nobody can use up another browser's jti.
        let hash = Sha256::new_with_prefix(&proof.jkt).chain_update(".").chain_update(&proof.jti).finalize();
        let inserted =
            sqlx::query("INSERT INTO spent_proofs (hash, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(URL_SAFE_NO_PAD.encode(hash))
                .bind(proof.expires_at)
                .execute(&mut *self.connection().await?)
                .await?;
        Ok(inserted.rows_affected() == 1)
    }
}
