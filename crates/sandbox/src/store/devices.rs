//! Devices that were here, and their keys.

use super::{Connection, Row, query};

/// Seconds that a device is remembered after it was last seen: 180 days.
const KEPT: i64 = 180 * 86_400;
/// No more are compared with one statement.
const CANDIDATES: i64 = 200;

/// A device as the database has it.
#[derive(Clone, Debug)]
pub(crate) struct DeviceRow {
    pub(crate) id: String,
    /// A keyed hash of what is looked for first; `None` for a device that said too little.
    pub(crate) block: Option<String>,
    /// Encrypted: the matching set when it was last seen.
    pub(crate) matching: Vec<u8>,
    pub(crate) seen_at: i64,
}

impl DeviceRow {
    fn from_row(row: &Row) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get("id")?,
            block: row.try_get("block")?,
            matching: row.try_get("matching_sealed")?,
            seen_at: row.try_get("seen_at")?,
        })
    }
}

/// The device of this key.
pub(crate) async fn find_by_key(connection: &mut Connection, jkt: &str) -> sqlx::Result<Option<DeviceRow>> {
    let row = query("SELECT d.* FROM devices d JOIN device_keys k ON k.device_id = d.id WHERE k.jkt = $1")
        .bind(jkt)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(DeviceRow::from_row).transpose()
}

/// The devices of a block, those that were seen last first.
pub(crate) async fn in_block(connection: &mut Connection, block: &str) -> sqlx::Result<Vec<DeviceRow>> {
    let rows = query("SELECT * FROM devices WHERE block = $1 ORDER BY seen_at DESC, id DESC LIMIT $2")
        .bind(block)
        .bind(CANDIDATES)
        .fetch_all(connection)
        .await?;
    rows.iter().map(DeviceRow::from_row).collect()
}

/// Forgets the devices that were not seen for long.
pub(crate) async fn sweep(connection: &mut Connection, now: i64) -> sqlx::Result<()> {
    for forget in [
        "DELETE FROM device_keys WHERE device_id IN (SELECT id FROM devices WHERE seen_at <= $1)",
        "DELETE FROM devices WHERE seen_at <= $1",
    ] {
        query(forget).bind(now - KEPT).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Remembers a device as it is now.
pub(crate) async fn save(connection: &mut Connection, device: &DeviceRow) -> sqlx::Result<()> {
    query(
        "INSERT INTO devices (id, block, matching_sealed, created_at, seen_at) VALUES ($1, $2, $3, $4, $4) \
         ON CONFLICT (id) DO UPDATE SET block = excluded.block, matching_sealed = excluded.matching_sealed, \
         seen_at = excluded.seen_at",
    )
    .bind(&device.id)
    .bind(device.block.as_deref())
    .bind(device.matching.as_slice())
    .bind(device.seen_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Remembers that the key is this device's.
pub(crate) async fn save_key(connection: &mut Connection, jkt: &str, device_id: &str, now: i64) -> sqlx::Result<()> {
    query(
        "INSERT INTO device_keys (jkt, device_id, created_at, seen_at) VALUES ($1, $2, $3, $3) \
         ON CONFLICT (jkt) DO UPDATE SET device_id = excluded.device_id, seen_at = excluded.seen_at",
    )
    .bind(jkt)
    .bind(device_id)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}
