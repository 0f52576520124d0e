//! The keys that open what pages seal to the gateway: shared by every gateway over this database.

use sqlx::Row;
use zeroize::Zeroizing;

use super::Store;

/// One generation of keys, as text.
#[derive(Debug)]
pub(crate) struct KeptKeys {
    pub(crate) generation: i64,
    pub(crate) x25519: Zeroizing<String>,
    pub(crate) p256: Zeroizing<String>,
    pub(crate) made_at: i64,
}

impl Store {
    /// All generations, the newest first.
    pub(crate) async fn opening_keys(&self) -> Result<Vec<KeptKeys>, sqlx::Error> {
        let rows = sqlx::query("SELECT generation, x25519, p256, made_at FROM opening_keys ORDER BY generation DESC")
            .fetch_all(&mut *self.connection().await?)
            .await?;
        let read = |row: &sqlx::any::AnyRow| {
            Ok(KeptKeys {
                generation: row.try_get(0)?,
                x25519: Zeroizing::new(row.try_get(1)?),
                p256: Zeroizing::new(row.try_get(2)?),
                made_at: row.try_get(3)?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Keeps a generation, unless another gateway has made it meanwhile.
    pub(crate) async fn keep_opening_keys(&self, keys: &KeptKeys) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO opening_keys (generation, x25519, p256, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(keys.generation)
        .bind(keys.x25519.to_string())
        .bind(keys.p256.to_string())
        .bind(keys.made_at)
        .execute(&mut *self.connection().await?)
        .await?;
        Ok(())
    }

    /// Forgets a generation and all before it.
    pub(crate) async fn forget_opening_keys(&self, generation: i64) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM opening_keys WHERE generation <= $1")
            .bind(generation)
            .execute(&mut *self.connection().await?)
            .await?;
        Ok(())
    }

    /// Notes that a value was opened, by the hash of what names it. `false` when it was opened before.
    pub(crate) async fn spend_value(&self, hash: String, expires_at: i64) -> Result<bool, sqlx::Error> {
        let inserted =
            sqlx::query("INSERT INTO opened_values (hash, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(hash)
                .bind(expires_at)
                .execute(&mut *self.connection().await?)
                .await?;
        Ok(inserted.rows_affected() == 1)
    }
}
