//! Connections to the database. sqlx's own pool asks a connection whether it is still there each time that it is given back: a
//! file's always is, and the question is as dear as a statement.

use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

use deadpool::unmanaged::{Object, Pool, PoolError};
use sqlx::{Any, AnyConnection, AnyPool, Connection, Executor, any::AnyPoolOptions, pool::PoolConnection};

use crate::secret::Secret;

/// Connections to a SQLite file, and to PostgreSQL.
const TO_A_FILE: usize = 4;
const TO_A_SERVER: u32 = 16;

/// How long somebody waits for one.
const WAIT: Duration = Duration::from_secs(10);
/// A connection to a server that nobody used for so long is asked whether it is still there.
const DOUBTED_AFTER: Duration = Duration::from_secs(5);

/// All of them.
#[derive(Clone, Debug)]
pub(super) enum Connections {
    File(Pool<AnyConnection>),
    Server(AnyPool),
}

/// One of them, which goes back by itself.
#[derive(Debug)]
pub(super) enum Held {
    File(Object<AnyConnection>),
    Server(PoolConnection<Any>),
}

impl Connections {
    /// Those of a database's URL.
    pub(super) async fn open(url: &Secret) -> Result<Self, sqlx::Error> {
        if url.expose().starts_with("sqlite:") { open_file(url).await } else { open_server(url).await }
    }

    /// Waits for a connection that nobody has.
    pub(super) async fn take(&self) -> Result<Held, sqlx::Error> {
        match self {
            Self::Server(pool) => pool.acquire().await.map(Held::Server),
            Self::File(pool) => {
                let taken = match pool.try_get() {
                    Err(PoolError::Timeout) => tokio::time::timeout(WAIT, pool.get()).await,
                    taken => Ok(taken),
                };
                match taken {
                    Ok(Ok(connection)) => Ok(Held::File(connection)),
                    Ok(Err(_)) => Err(sqlx::Error::PoolClosed),
                    Err(_) => Err(sqlx::Error::PoolTimedOut),
                }
            }
        }
    }

    /// Waits for those that somebody has, and closes all.
    pub(super) async fn close(&self) {
        match self {
            Self::Server(pool) => pool.close().await,
            Self::File(pool) => {
                for _ in 0..TO_A_FILE {
                    let Ok(connection) = pool.remove().await else { break };
                    if let Err(error) = connection.close().await {
                        tracing::warn!(%error, "a connection to the database was not closed in order");
                    }
                }
                pool.close();
            }
        }
    }
}

impl Deref for Held {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        match self {
            Self::File(connection) => connection,
            Self::Server(connection) => connection,
        }
    }
}

impl DerefMut for Held {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        match self {
            Self::File(connection) => connection,
            Self::Server(connection) => connection,
        }
    }
}

async fn open_file(url: &Secret) -> Result<Connections, sqlx::Error> {
    let mut opened = Vec::new();
    for _ in 0..TO_A_FILE {
        let mut connection = AnyConnection::connect(url.expose()).await?;
        // In WAL mode NORMAL loses nothing when the process dies, only when the machine does.
        connection.execute("PRAGMA journal_mode = WAL").await?;
        connection.execute("PRAGMA synchronous = NORMAL").await?;
        opened.push(connection);
    }
    Ok(Connections::File(Pool::from(opened)))
}

async fn open_server(url: &Secret) -> Result<Connections, sqlx::Error> {
    let pool = AnyPoolOptions::new()
        .max_connections(TO_A_SERVER)
        .acquire_timeout(WAIT)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > DOUBTED_AFTER {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect(url.expose())
        .await?;
    Ok(Connections::Server(pool))
}
