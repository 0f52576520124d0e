//! Connections, and the one writer.

use std::{path::Path, sync::Arc};

use anyhow::Context;
use sqlx::{
    Any, AnyConnection, AnyPool, Executor, Transaction,
    any::{AnyPoolOptions, install_default_drivers},
    pool::PoolConnection,
};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::migrations;

/// Any number; the same for all servers on one database.
const WRITER_LOCK: &str = "SELECT pg_advisory_xact_lock(7246011)";

/// Which database it is. The statements don't ask; opening and beginning do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// The database.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pool: AnyPool,
    kind: Kind,
    writer: Arc<Mutex<()>>,
}

/// A transaction that writes. There is one at a time, in this process and on this database: a check and the write that
/// it allows then never race, on either database, and SQLite never has to refuse a second writer as busy.
pub(crate) struct Write {
    transaction: Transaction<'static, Any>,
    kind: Kind,
    _turn: OwnedMutexGuard<()>,
}

impl Store {
    /// Opens the PostgreSQL database of `url`, or the SQLite file in `folder`, and brings its tables up to date.
    pub(crate) async fn open(url: Option<&str>, folder: &Path) -> anyhow::Result<Self> {
        install_default_drivers();
        let (kind, url) = match url {
            Some(url) if url.starts_with("postgres") => (Kind::Postgres, url.to_owned()),
            Some(url) if url.starts_with("sqlite") => (Kind::Sqlite, url.to_owned()),
            Some(_) => anyhow::bail!("DATABASE_URL takes a postgres:// or a sqlite:// URL"),
            None => (Kind::Sqlite, sqlite_url(folder)?),
        };
        let pool = AnyPoolOptions::new()
            .max_connections(5)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if kind == Kind::Sqlite {
                        // NORMAL in WAL mode may lose the last commits in a power cut, and never damages the file.
                        for pragma in [
                            "PRAGMA journal_mode = WAL",
                            "PRAGMA synchronous = NORMAL",
                            "PRAGMA busy_timeout = 5000",
                            "PRAGMA foreign_keys = ON",
                            "PRAGMA secure_delete = ON",
                        ] {
                            connection.execute(pragma).await?;
                        }
                    }
                    Ok(())
                })
            })
            .connect(&url)
            .await
            .context("the database can't be opened")?;
        migrations::run(&pool, kind).await.context("the database's tables can't be brought up to date")?;
        Ok(Self { pool, kind, writer: Arc::default() })
    }

    /// A connection for reading.
    pub(crate) async fn read(&self) -> sqlx::Result<PoolConnection<Any>> {
        self.pool.acquire().await
    }

    /// Waits for the turn to write, and begins.
    pub(crate) async fn write(&self) -> sqlx::Result<Write> {
        let turn = self.writer.clone().lock_owned().await;
        let transaction = match self.kind {
            // Takes the write lock at once: a deferred transaction that reads first can fail when it comes to write.
            Kind::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await?,
            Kind::Postgres => {
                let mut transaction = self.pool.begin().await?;
                sqlx::query(WRITER_LOCK).execute(&mut *transaction).await?;
                transaction
            }
        };
        Ok(Write { transaction, kind: self.kind, _turn: turn })
    }

    /// Closes every connection; SQLite then folds its WAL into the file.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}

impl Write {
    /// The connection inside the transaction.
    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// Which database it writes to.
    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// Makes everything since the beginning last. Dropping without it undoes everything.
    pub(crate) async fn commit(self) -> sqlx::Result<()> {
        self.transaction.commit().await
    }
}

/// The URL of the file in `folder`. What a URL would read as its own syntax is escaped.
fn sqlite_url(folder: &Path) -> anyhow::Result<String> {
    let path = std::path::absolute(folder.join("sandbox.db"))?;
    let path = path.to_str().context("the data folder's name is not UTF-8")?;
    let path = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    Ok(format!("sqlite://{path}?mode=rwc"))
}
