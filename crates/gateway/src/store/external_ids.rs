//! The externalIds under which browsers make customers and accounts.

use sqlx::Row;

use super::Store;
use crate::allow_list::Kind;

/// An externalId that is somebody's.
#[derive(Clone, Debug)]
pub(crate) struct Reserved {
    pub(crate) binding_id: String,
    /// The platform's id, once an answer has told it.
    pub(crate) id: Option<i64>,
}

impl Store {
    /// Whose an externalId is.
    pub(crate) async fn reservation(&self, kind: Kind, external_id: &str) -> Result<Option<Reserved>, sqlx::Error> {
        let row = sqlx::query("SELECT binding_id, id FROM external_ids WHERE kind = $1 AND external_id = $2")
            .bind(kind.as_str())
            .bind(external_id.to_owned())
            .fetch_optional(&mut *self.connection().await?)
            .await?;
        row.map(|row| Ok(Reserved { binding_id: row.try_get(0)?, id: row.try_get(1)? })).transpose()
    }

    /// Reserves an externalId for a binding, and tells how often this binding has tried to use it. `None` when it is another's.
    pub(crate) async fn reserve(
        &self,
        binding_id: &str,
        kind: Kind,
        external_id: &str,
    ) -> Result<Option<i64>, sqlx::Error> {
        let row = sqlx::query(
            "INSERT INTO external_ids (kind, external_id, binding_id, tries) \
             SELECT $2, $3, b.id, 1 FROM bindings b WHERE b.id = $1 \
             ON CONFLICT (kind, external_id) DO UPDATE SET tries = external_ids.tries + 1 \
             WHERE external_ids.binding_id = $1 RETURNING tries",
        )
        .bind(binding_id.to_owned())
        .bind(kind.as_str())
        .bind(external_id.to_owned())
        .fetch_optional(&mut *self.connection().await?)
        .await?;
        row.map(|row| row.try_get(0)).transpose()
    }

    /// Gives back an externalId whose only try the platform has refused: nothing was made under it.
    pub(crate) async fn release(&self, binding_id: &str, kind: Kind, external_id: &str) -> Result<(), sqlx::Error> {
        sqlx::query(
            "DELETE FROM external_ids WHERE kind = $2 AND external_id = $3 AND binding_id = $1 AND tries = 1 AND id IS NULL",
        )
        .bind(binding_id.to_owned())
        .bind(kind.as_str())
        .bind(external_id.to_owned())
        .execute(&mut *self.connection().await?)
        .await?;
        Ok(())
    }

    /// Notes the platform's id of what was made under an externalId of the binding's.
    pub(crate) async fn settle(
        &self,
        binding_id: &str,
        kind: Kind,
        external_id: &str,
        id: i64,
    ) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO external_ids (kind, external_id, binding_id, tries, id) \
             SELECT $2, $3, b.id, 1, $4 FROM bindings b WHERE b.id = $1 \
             ON CONFLICT (kind, external_id) DO UPDATE SET id = $4 WHERE external_ids.binding_id = $1",
        )
        .bind(binding_id.to_owned())
        .bind(kind.as_str())
        .bind(external_id.to_owned())
        .bind(id)
        .execute(&mut *self.connection().await?)
        .await?;
        Ok(())
    }
}
