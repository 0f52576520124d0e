//! The database, and who writes to it when.

use std::{path::Path, str::FromStr, sync::Arc, time::Duration};

use anyhow::Context;
use sqlx::{
    AnyConnection, AnyPool, Connection as _,
    any::{AnyPoolOptions, install_default_drivers},
    sqlite::SqliteConnectOptions,
};
use tokio::sync::RwLock;

use super::{
    connection::Connection,
    migrations,
    shelf::Shelf,
    write::{Held, Turn, Write},
};

/// Readers of a SQLite file beside its one writer.
const READERS: usize = 4;
/// Connections to PostgreSQL: several commits then reach the disk together.
const POOLED: u32 = 20;
/// A pooled connection that nobody used for so long is asked whether it is still there.
const DOUBTED_AFTER: Duration = Duration::from_secs(5);

const BEGIN_SQLITE: &str = "BEGIN IMMEDIATE";
// The number is any, and the same for all servers on one database.
const BEGIN_ALONE: &str = "BEGIN; SELECT pg_advisory_xact_lock(7246011)";
const BEGIN_BESIDE: &str = "BEGIN; SELECT pg_advisory_xact_lock_shared(7246011)";

/// Which database it is. The statements don't ask; opening and beginning do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// The database.
#[derive(Clone, Debug)]
pub(crate) struct Store(Connections);

#[derive(Clone, Debug)]
enum Connections {
    /// One connection writes. It takes the file's write lock at once: a transaction that reads first can fail when it
    /// comes to write.
    Sqlite { readers: Arc<Shelf>, writer: Arc<Shelf> },
    /// Servers on one database wait for each other by its own locks. Waiting here first leaves connections to others.
    Postgres { pool: AnyPool, order: Arc<RwLock<()>> },
}

impl Store {
    /// Opens the PostgreSQL database of `url`, or the SQLite file in `folder`, and brings its tables up to date.
    pub(crate) async fn open(url: Option<&str>, folder: &Path) -> anyhow::Result<Self> {
        install_default_drivers();
        let connections = match url {
            Some(url) if url.starts_with("postgres") => open_postgres(url).await,
            Some(url) if url.starts_with("sqlite") => open_sqlite(url).await,
            Some(_) => anyhow::bail!("DATABASE_URL takes a postgres:// or a sqlite:// URL"),
            None => open_sqlite(&sqlite_url(folder)?).await,
        };
        Ok(Self(connections.context("the database can't be opened")?))
    }

    /// A connection for reading.
    pub(crate) async fn read(&self) -> sqlx::Result<Held> {
        match &self.0 {
            Connections::Sqlite { readers, .. } => readers.take().await.map(Held::File),
            Connections::Postgres { pool, .. } => pooled(pool).await,
        }
    }

    /// A connection for one statement that writes, and is a transaction by itself.
    pub(crate) async fn write_once(&self) -> sqlx::Result<Held> {
        match &self.0 {
            Connections::Sqlite { writer, .. } => writer.take().await.map(Held::File),
            Connections::Postgres { pool, .. } => pooled(pool).await,
        }
    }

    /// Waits until nobody else writes, and begins. A check and the write that it allows then never race.
    pub(crate) async fn write(&self) -> sqlx::Result<Write> {
        match &self.0 {
            Connections::Sqlite { .. } => self.write_to_file().await,
            Connections::Postgres { pool, order } => {
                let turn = Turn::Alone(order.clone().write_owned().await);
                let connection = pooled(pool).await?;
                Write::begin(connection, Kind::Postgres, BEGIN_ALONE, Some(turn)).await
            }
        }
    }

    /// Begins beside others that begin so, where the database can: before it reads what it writes by, the transaction
    /// has to hold it ([`Write::hold`]).
    pub(crate) async fn write_beside(&self) -> sqlx::Result<Write> {
        match &self.0 {
            Connections::Sqlite { .. } => self.write_to_file().await,
            Connections::Postgres { pool, order } => {
                let turn = Turn::Beside(order.clone().read_owned().await);
                let connection = pooled(pool).await?;
                Write::begin(connection, Kind::Postgres, BEGIN_BESIDE, Some(turn)).await
            }
        }
    }

    async fn write_to_file(&self) -> sqlx::Result<Write> {
        Write::begin(self.write_once().await?, Kind::Sqlite, BEGIN_SQLITE, None).await
    }

    /// Closes every connection; SQLite then folds its WAL into the file.
    pub(crate) async fn close(&self) {
        match &self.0 {
            Connections::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Connections::Postgres { pool, .. } => pool.close().await,
        }
    }
}

async fn pooled(pool: &AnyPool) -> sqlx::Result<Held> {
    Ok(Held::Server(Connection::Server(pool.acquire().await?)))
}

async fn open_postgres(url: &str) -> anyhow::Result<Connections> {
    let pool = AnyPoolOptions::new()
        .max_connections(POOLED)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > DOUBTED_AFTER {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect(url)
        .await?;
    migrations::run(&mut *pool.acquire().await?, Kind::Postgres).await?;
    Ok(Connections::Postgres { pool, order: Arc::default() })
}

async fn open_sqlite(url: &str) -> anyhow::Result<Connections> {
    let mut first = AnyConnection::connect(url).await?;
    migrations::run(&mut first, Kind::Sqlite).await?;
    first.close().await?;
    let file = SqliteConnectOptions::from_str(url)?.get_filename().to_owned();
    let (readers, writer) = (Shelf::new(file.clone(), READERS), Shelf::new(file, 1));
    // The file's write-ahead log begins with the first connection, while nobody reads.
    drop(writer.take().await?);
    Ok(Connections::Sqlite { readers, writer })
}

/// The URL of the file in `folder`. What a URL would read as its own syntax is escaped.
fn sqlite_url(folder: &Path) -> anyhow::Result<String> {
    let path = std::path::absolute(folder.join("sandbox.db"))?;
    let path = path.to_str().context("the data folder's name is not UTF-8")?;
    let path = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    Ok(format!("sqlite://{path}?mode=rwc"))
}
