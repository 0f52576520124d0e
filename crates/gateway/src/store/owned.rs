//! The ids that a browser made.

use std::{fmt, sync::Arc};

use quick_cache::sync::Cache;

use super::Store;
use crate::allow_list::Kind;

/// So many ids are remembered: some 200 bytes each.
const MAX_REMEMBERED: usize = 20_000;

/// What bindings were seen to own: nothing is ever taken from a binding but by its end, and the name of one that ended comes
/// never again. So this needs no asking of the database, also beside other gateways; only what it doesn't hold does.
#[derive(Clone)]
pub(super) struct Remembered(Arc<Cache<(String, Kind, String), ()>>);

impl Default for Remembered {
    fn default() -> Self {
        Self(Arc::new(Cache::new(MAX_REMEMBERED)))
    }
}

impl fmt::Debug for Remembered {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Remembered").finish_non_exhaustive()
    }
}

impl Remembered {
    fn has(&self, owned: &(String, Kind, String)) -> bool {
        self.0.get(owned).is_some()
    }

    fn add(&self, owned: (String, Kind, String)) {
        self.0.insert(owned, ());
    }
}

impl Store {
    /// Whether the live binding made `id`, or reached it through something that it made.
    pub(crate) async fn owns(&self, binding_id: &str, kind: Kind, id: &str) -> Result<bool, sqlx::Error> {
        let owned = (binding_id.to_owned(), kind, id.to_owned());
        if self.remembered.has(&owned) {
            return Ok(true);
        }
        let row = sqlx::query("SELECT id FROM owned_ids WHERE binding_id = $1 AND kind = $2 AND id = $3")
            .bind(binding_id.to_owned())
            .bind(kind.as_str())
            .bind(id.to_owned())
            .fetch_optional(&mut *self.connection().await?)
            .await?;
        if row.is_some() {
            self.remembered.add(owned);
            return Ok(true);
        }
        Ok(false)
    }

    /// Gives an id to the binding.
    pub(crate) async fn learn(&self, binding_id: &str, kind: Kind, id: &str) -> Result<(), sqlx::Error> {
        let owned = (binding_id.to_owned(), kind, id.to_owned());
        if self.remembered.has(&owned) {
            return Ok(());
        }
        // From a select: a binding that was ended while its call was under way learns nothing, and that is no error.
        let learned = sqlx::query(
            "INSERT INTO owned_ids (binding_id, kind, id) SELECT b.id, $2, $3 FROM bindings b WHERE b.id = $1 \
             ON CONFLICT DO NOTHING",
        )
        .bind(binding_id.to_owned())
        .bind(kind.as_str())
        .bind(id.to_owned())
        .execute(&mut *self.connection().await?)
        .await?;
        if learned.rows_affected() == 1 {
            self.remembered.add(owned);
        }
        Ok(())
    }
}
