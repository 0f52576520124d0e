//! Tickets that were used, and the people whom the partner's names stand for.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use sqlx::{Connection, Row};

use super::Store;

impl Store {
    /// Ties a ticket to the key that uses it first. `false` when another key did: of any number of callers at once, one
    /// key gets `true`.
    pub(crate) async fn spend_ticket(&self, jti: &str, jkt: &str, expires_at: i64) -> Result<bool, sqlx::Error> {
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(jti));
        sqlx::query("INSERT INTO spent_tickets (hash, jkt, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .bind(hash.clone())
            .bind(jkt.to_owned())
            .bind(expires_at)
            .execute(&mut *self.connection().await?)
            .await?;
        let row = sqlx::query("SELECT jkt FROM spent_tickets WHERE hash = $1")
            .bind(hash)
            .fetch_one(&mut *self.connection().await?)
            .await?;
        Ok(row.try_get::<String, _>(0)? == jkt)
    }

    /// The person of a partner's name.
    pub(crate) async fn person_of(&self, partner_ref: &str) -> Result<Option<String>, sqlx::Error> {
        let row = sqlx::query("SELECT person_id FROM partner_people WHERE partner_ref = $1")
            .bind(partner_ref.to_owned())
            .fetch_optional(&mut *self.connection().await?)
            .await?;
        row.map(|row| row.try_get(0)).transpose()
    }

    /// A person was made under a partner's name. The first one counts.
    pub(crate) async fn learn_person(&self, partner_ref: &str, person: &str) -> Result<(), sqlx::Error> {
        sqlx::query("INSERT INTO partner_people (partner_ref, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(partner_ref.to_owned())
            .bind(person.to_owned())
            .execute(&mut *self.connection().await?)
            .await?;
        Ok(())
    }

    /// The partner says who it is. Bindings of the name end if it stood for somebody else, or for nobody.
    pub(crate) async fn set_person(&self, partner_ref: &str, person: &str) -> Result<(), sqlx::Error> {
        let mut held = self.connection().await?;
        let mut transaction = held.begin().await?;
        let changed = sqlx::query(
            "INSERT INTO partner_people (partner_ref, person_id) VALUES ($1, $2) \
             ON CONFLICT (partner_ref) DO UPDATE SET person_id = $2 WHERE partner_people.person_id <> $2",
        )
        .bind(partner_ref.to_owned())
        .bind(person.to_owned())
        .execute(&mut *transaction)
        .await?;
        if changed.rows_affected() > 0 {
            sqlx::query("DELETE FROM bindings WHERE partner_ref = $1")
                .bind(partner_ref.to_owned())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await
    }
}
