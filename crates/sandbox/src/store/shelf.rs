//! Kept connections to a SQLite file.

use std::{
    ops::{Deref, DerefMut},
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use rusqlite::OpenFlags;
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

use super::connection::{Connection, from_file};

/// Only the log's beginning waits here for another process; statements wait in [`Connection`], and hold no thread.
/// In WAL mode, `NORMAL` may lose the last commits in a power cut, and never damages the file.
const PRAGMAS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; \
                       PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 0";
/// More than there are statements: none is prepared twice.
const STATEMENTS: usize = 256;

/// So many connections, each opened when it is first wanted.
#[derive(Debug)]
pub(super) struct Shelf {
    file: PathBuf,
    slots: Vec<Arc<Mutex<Option<Connection>>>>,
    /// Slots that nobody has. The one that was used last is the next to be used: its cache is warm.
    idle: RwLock<Vec<usize>>,
    turns: Arc<Semaphore>,
}

/// A connection that goes back to its shelf.
#[derive(Debug)]
pub(crate) struct Lent {
    connection: OwnedMappedMutexGuard<Option<Connection>, Connection>,
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
    pub(super) fn new(file: PathBuf, size: usize) -> Arc<Self> {
        Arc::new(Self {
            file,
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
            *connection = Some(open(&self.file)?);
        }
        let connection = OwnedMutexGuard::try_map(connection, Option::as_mut).map_err(|_| sqlx::Error::PoolClosed)?;
        Ok(Lent { connection, _place: place })
    }

    /// Waits for all that are lent, and closes them.
    pub(super) async fn close(&self) {
        self.turns.close();
        for slot in &self.slots {
            let Some(Connection::File(connection)) = slot.lock().await.take() else { continue };
            if let Err((_, error)) = connection.close() {
                tracing::warn!(cause = %error, "a connection to the database was not closed in order");
            }
        }
    }
}

impl Deref for Lent {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.shelf.idle.write().unwrap_or_else(PoisonError::into_inner).push(self.slot);
    }
}

fn open(file: &Path) -> sqlx::Result<Connection> {
    // A connection is used by one at a time, so it needs no lock of its own.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = rusqlite::Connection::open_with_flags(file, flags).map_err(from_file)?;
    connection.execute_batch(PRAGMAS).map_err(from_file)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(Connection::File(connection))
}
