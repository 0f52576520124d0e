//! Kept connections to a SQLite file. sqlx's own pool asks a connection whether it is still there each time that it is
//! taken and given back; a file's is, and each question is two changes of thread.

use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, PoisonError, RwLock},
};

use sqlx::{AnyConnection, Connection, Executor};
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

const PRAGMAS: [&str; 5] = [
    "PRAGMA journal_mode = WAL",
    // In WAL mode it may lose the last commits in a power cut, and never damages the file.
    "PRAGMA synchronous = NORMAL",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
];

/// So many connections, each opened when it is first wanted.
#[derive(Debug)]
pub(super) struct Shelf {
    url: String,
    slots: Vec<Arc<Mutex<Option<AnyConnection>>>>,
    /// Slots that nobody has. The one that was used last is the next to be used: its cache is warm.
    idle: RwLock<Vec<usize>>,
    turns: Arc<Semaphore>,
}

/// A connection that goes back to its shelf.
#[derive(Debug)]
pub(crate) struct Lent {
    connection: OwnedMappedMutexGuard<Option<AnyConnection>, AnyConnection>,
    _place: Place,
}

/// A slot that somebody has, and the turn that goes with it.
#[derive(Debug)]
struct Place {
    shelf: Arc<Shelf>,
    slot: usize,
    _turn: OwnedSemaphorePermit,
}

impl Shelf {
    pub(super) fn new(url: &str, size: usize) -> Arc<Self> {
        Arc::new(Self {
            url: url.to_owned(),
            slots: (0..size).map(|_| Arc::default()).collect(),
            idle: RwLock::new((0..size).collect()),
            turns: Arc::new(Semaphore::new(size)),
        })
    }

    /// Waits for its turn, in the order of those who wait, and takes a connection.
    pub(super) async fn take(self: &Arc<Self>) -> sqlx::Result<Lent> {
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| sqlx::Error::PoolClosed)?;
        let slot = self.idle.write().unwrap_or_else(PoisonError::into_inner).pop().ok_or(sqlx::Error::PoolClosed)?;
        let place = Place { shelf: self.clone(), slot, _turn: turn };
        let kept = self.slots.get(slot).ok_or(sqlx::Error::PoolClosed)?;
        let mut connection = kept.clone().lock_owned().await;
        if connection.is_none() {
            *connection = Some(open(&self.url).await?);
        }
        let connection = OwnedMutexGuard::try_map(connection, Option::as_mut).map_err(|_| sqlx::Error::PoolClosed)?;
        Ok(Lent { connection, _place: place })
    }

    /// Waits for all that are lent, and closes them.
    pub(super) async fn close(&self) {
        self.turns.close();
        for slot in &self.slots {
            let Some(connection) = slot.lock().await.take() else { continue };
            if let Err(error) = connection.close().await {
                tracing::warn!(cause = %error, "a connection to the database was not closed in order");
            }
        }
    }
}

impl Deref for Lent {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        &self.connection
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.shelf.idle.write().unwrap_or_else(PoisonError::into_inner).push(self.slot);
    }
}

async fn open(url: &str) -> sqlx::Result<AnyConnection> {
    let mut connection = AnyConnection::connect(url).await?;
    for pragma in PRAGMAS {
        connection.execute(pragma).await?;
    }
    Ok(connection)
}
