//! The ids that a browser made.

use super::Store;
use crate::allow_list::Kind;

impl Store {
    /// Whether the binding made `id`, or reached it through something that it made.
    pub(crate) async fn owns(&self, binding_id: &str, kind: Kind, id: &str) -> Result<bool, sqlx::Error> {
        let row = sqlx::query("SELECT id FROM owned_ids WHERE binding_id = $1 AND kind = $2 AND id = $3")
            .bind(binding_id.to_owned())
            .bind(kind.as_str())
            .bind(id.to_owned())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.is_some())
    }

    /// Gives an id to the binding.
    pub(crate) async fn learn(&self, binding_id: &str, kind: Kind, id: &str) -> Result<(), sqlx::Error> {
        // From a select: a binding that was ended while its call was under way learns nothing, and that is no error.
        sqlx::query(
            "INSERT INTO owned_ids (binding_id, kind, id) SELECT b.id, $2, $3 FROM bindings b WHERE b.id = $1 \
             ON CONFLICT DO NOTHING",
        )
        .bind(binding_id.to_owned())
        .bind(kind.as_str())
        .bind(id.to_owned())
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
