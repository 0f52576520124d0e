//! The database: one set of statements on SQLite and PostgreSQL.

pub(crate) mod accounts;
pub(crate) mod agreements;
pub(crate) mod authorization_codes;
pub(crate) mod balances;
pub(crate) mod cards;
mod connect;
mod connection;
pub(crate) mod device_checks;
pub(crate) mod devices;
pub(crate) mod documents;
pub(crate) mod features;
pub(crate) mod handshake;
pub(crate) mod idempotency;
pub(crate) mod identity;
pub(crate) mod migrations;
pub(crate) mod outbox;
pub(crate) mod overview;
pub(crate) mod people;
pub(crate) mod reset;
mod row;
pub(crate) mod sessions;
pub(crate) mod settings;
mod shelf;
pub(crate) mod standing;
pub(crate) mod sweep;
pub(crate) mod tokens;
mod value;
mod write;

pub(crate) use connect::Store;
pub(crate) use connection::{Connection, query};
pub(crate) use row::Row;
pub(crate) use write::{Hold, Write};
