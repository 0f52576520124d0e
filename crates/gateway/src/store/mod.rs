//! The gateway's state: bindings, the ids that they own, spent proofs, webhooks, keys, receipts. Of a person it knows the
//! address from which an agreement was accepted, and nothing of the sealed class.
//!
//! The same statements run on SQLite and PostgreSQL. Transactions begin with a write: SQLite can't turn a reader that
//! has fallen behind into a writer.

mod bindings;
mod connections;
mod cookie;
mod events;
mod external_ids;
mod keys;
mod opening_keys;
mod owned;
mod proofs;
mod receipts;
mod tickets;

use std::{
    fs, io,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

use sqlx::{
    AnyPool, ConnectOptions, SqlSafeStr,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
    sqlite::SqliteConnectOptions,
};

use self::connections::{Connections, Held};
pub(crate) use self::{
    bindings::{Binding, NewBinding},
    cookie::Cookie,
    opening_keys::KeptKeys,
    receipts::KeptReceipt,
};
use crate::{config::Config, secret::Secret};

/// How long a binding lives without a call.
pub(crate) const IDLE_SECONDS: i64 = 30 * 60;
/// How long a binding lives at most.
pub(crate) const MAX_SECONDS: i64 = 12 * 60 * 60;

/// Names and texts of the migrations, in their order.
type Migrations = &'static [(&'static str, &'static str)];

const POSTGRES: Migrations = &[
    ("bindings", include_str!("../../migrations/postgres/0001_bindings.sql")),
    ("shared keys", include_str!("../../migrations/postgres/0002_shared_keys.sql")),
    ("webhook events", include_str!("../../migrations/postgres/0003_webhook_events.sql")),
    ("tickets", include_str!("../../migrations/postgres/0004_tickets.sql")),
    ("passport", include_str!("../../migrations/postgres/0005_passport.sql")),
];
const SQLITE: Migrations = &[
    ("bindings", include_str!("../../migrations/sqlite/0001_bindings.sql")),
    ("shared keys", include_str!("../../migrations/sqlite/0002_shared_keys.sql")),
    ("webhook events", include_str!("../../migrations/sqlite/0003_webhook_events.sql")),
    ("tickets", include_str!("../../migrations/sqlite/0004_tickets.sql")),
    ("passport", include_str!("../../migrations/sqlite/0005_passport.sql")),
    ("spent proofs", include_str!("../../migrations/sqlite/0006_spent_proofs.sql")),
];

/// The database.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    connections: Connections,
    remembered: owned::Remembered,
}

/// Why the database can't be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder of the SQLite file can't be made.
    #[error("the folder of GATEWAY_DATA can't be made: {0}")]
    Folder(#[from] io::Error),
    /// The database can't be opened.
    #[error("the database can't be opened (DATABASE_URL, or GATEWAY_DATA for SQLite): {0}")]
    Open(#[from] sqlx::Error),
    /// The operating system gives no randomness for a key.
    #[error("the operating system gives no randomness")]
    NoRandomness,
    /// A key in the database is none.
    #[error("a key in the database can't be read: its table shared_keys was changed by hand")]
    BadKey,
    /// The tables can't be made or are of another version.
    #[error("the database's tables can't be brought up to date: {0}")]
    Migrate(#[from] MigrateError),
}

impl Store {
    /// Opens the database that the settings name, and brings its tables up to date.
    pub(crate) async fn open(config: &Config) -> Result<Self, StoreError> {
        let (url, migrations) = match &config.database_url {
            Some(url) if !url.expose().starts_with("sqlite:") => (url.clone(), POSTGRES),
            other => (other.clone().map_or_else(|| sqlite_url(&config.data), Ok)?, SQLITE),
        };
        let migrations = (1..).zip(migrations).map(|(number, (name, sql))| {
            Migration::new(number, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
        });
        sqlx::any::install_default_drivers();
        let first = AnyPool::connect(url.expose()).await?;
        Migrator::with_migrations(migrations.collect()).run(&first).await?;
        first.close().await;
        let connections = Connections::open(&url).await?;
        Ok(Self { connections, remembered: owned::Remembered::default() })
    }

    /// A connection, once nobody else has it.
    async fn connection(&self) -> Result<Held, sqlx::Error> {
        self.connections.take().await
    }

    /// Forgets what has ended.
    pub(crate) async fn sweep(&self, now: i64) -> Result<(), sqlx::Error> {
        let mut held = self.connection().await?;
        sqlx::query("DELETE FROM spent_proofs WHERE expires_at < $1").bind(now).execute(&mut *held).await?;
        sqlx::query("DELETE FROM opened_values WHERE expires_at < $1").bind(now).execute(&mut *held).await?;
        sqlx::query("DELETE FROM spent_tickets WHERE expires_at < $1").bind(now).execute(&mut *held).await?;
        sqlx::query("DELETE FROM cookies WHERE retires_at <= $1").bind(now).execute(&mut *held).await?;
        sqlx::query("DELETE FROM bindings WHERE seen_at <= $1 OR created_at <= $2")
            .bind(now - IDLE_SECONDS)
            .bind(now - MAX_SECONDS)
            .execute(&mut *held)
            .await?;
        sqlx::query("DELETE FROM webhook_events WHERE received_at <= $1")
            .bind(now - events::KEPT_SECONDS)
            .execute(&mut *held)
            .await?;
        Ok(())
    }

    /// Waits for what is under way and closes the files.
    pub(crate) async fn close(&self) {
        self.connections.close().await;
    }
}

fn sqlite_url(folder: &Path) -> Result<Secret, StoreError> {
    fs::create_dir_all(folder)?;
    let file = fs::canonicalize(folder)?.join("gateway.db");
    // It holds keys. SQLite gives the files beside it the permissions of this one.
    let private = fs::OpenOptions::new().append(true).create(true).mode(0o600).open(&file)?;
    private.set_permissions(fs::Permissions::from_mode(0o600))?;
    let options = SqliteConnectOptions::new().filename(file).create_if_missing(true);
    Ok(Secret::new(options.to_url_lossy().into()))
}
