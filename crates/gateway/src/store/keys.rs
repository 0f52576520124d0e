//! Keys that every gateway over this database shares.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sqlx::Row;
use zeroize::Zeroizing;

use super::{Store, StoreError};

impl Store {
    /// The key of this name: 32 random bytes, made by whoever asks first.
    pub(crate) async fn shared_key(&self, name: &str) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let mut made = Zeroizing::new([0; 32]);
        getrandom::fill(made.as_mut()).map_err(|_| StoreError::NoRandomness)?;
        sqlx::query("INSERT INTO shared_keys (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(name.to_owned())
            .bind(URL_SAFE_NO_PAD.encode(made.as_slice()))
            .execute(&mut *self.connection().await?)
            .await?;
        // Read back: another gateway may have been the first.
        let row = sqlx::query("SELECT value FROM shared_keys WHERE name = $1")
            .bind(name.to_owned())
            .fetch_one(&mut *self.connection().await?)
            .await?;
        let text = Zeroizing::new(row.try_get::<String, _>(0)?);
        URL_SAFE_NO_PAD.decode(text.as_bytes()).map(Zeroizing::new).map_err(|_| StoreError::BadKey)
    }
}
