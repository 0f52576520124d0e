//! Receipts of agreements: evidence, so nothing here deletes one.

use sqlx::Row;

use super::Store;

/// What a customer accepted.
#[derive(Clone, Debug)]
pub(crate) struct KeptReceipt {
    pub(crate) id: String,
    pub(crate) binding_id: String,
    pub(crate) customer_id: i64,
    /// The agreement's type.
    pub(crate) agreement: String,
    pub(crate) version: String,
    /// In hex.
    pub(crate) document_sha256: String,
    pub(crate) locale: String,
    pub(crate) acceptance_mode: String,
    /// JSON: the entity, its id and its externalId.
    pub(crate) accepted_by: String,
    pub(crate) accepted_at: i64,
    pub(crate) ip_address: Option<String>,
}

impl Store {
    /// Keeps a receipt.
    pub(crate) async fn keep_receipt(&self, receipt: &KeptReceipt) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO agreement_receipts (id, binding_id, customer_id, agreement, version, document_sha256, locale, \
             acceptance_mode, accepted_by, accepted_at, ip_address) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(receipt.id.clone())
        .bind(receipt.binding_id.clone())
        .bind(receipt.customer_id)
        .bind(receipt.agreement.clone())
        .bind(receipt.version.clone())
        .bind(receipt.document_sha256.clone())
        .bind(receipt.locale.clone())
        .bind(receipt.acceptance_mode.clone())
        .bind(receipt.accepted_by.clone())
        .bind(receipt.accepted_at)
        .bind(receipt.ip_address.clone())
        .execute(&mut *self.connection().await?)
        .await?;
        Ok(())
    }

    /// The newest receipt that a binding made of a customer for this document of an agreement.
    pub(crate) async fn receipt(
        &self,
        binding_id: &str,
        customer_id: i64,
        agreement: &str,
        document_sha256: &str,
    ) -> Result<Option<KeptReceipt>, sqlx::Error> {
        let row = sqlx::query(
            "SELECT id, binding_id, customer_id, agreement, version, document_sha256, locale, acceptance_mode, accepted_by, \
             accepted_at, ip_address FROM agreement_receipts \
             WHERE binding_id = $1 AND customer_id = $2 AND agreement = $3 AND document_sha256 = $4 \
             ORDER BY accepted_at DESC, id DESC LIMIT 1",
        )
        .bind(binding_id.to_owned())
        .bind(customer_id)
        .bind(agreement.to_owned())
        .bind(document_sha256.to_owned())
        .fetch_optional(&mut *self.connection().await?)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(KeptReceipt {
            id: row.try_get(0)?,
            binding_id: row.try_get(1)?,
            customer_id: row.try_get(2)?,
            agreement: row.try_get(3)?,
            version: row.try_get(4)?,
            document_sha256: row.try_get(5)?,
            locale: row.try_get(6)?,
            acceptance_mode: row.try_get(7)?,
            accepted_by: row.try_get(8)?,
            accepted_at: row.try_get(9)?,
            ip_address: row.try_get(10)?,
        }))
    }
}
