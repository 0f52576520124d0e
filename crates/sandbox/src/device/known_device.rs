//! Whether the device was here before: by its key, or else by how alike it is.

use serde::{Deserialize, Serialize};

use super::{
    evidence::Evidence,
    matching::MatchingSet,
    score::{MATCH_AT, Reason},
};
use crate::{
    State,
    http::Refusal,
    random::generate_id,
    store::{
        Connection, Hold, Write,
        devices::{self, DeviceRow},
    },
    vault::Place,
};

/// Below this similarity a known key came with another machine.
const MOVED_BELOW: f64 = 0.5;
/// Two keys of one set within this many seconds are worth a note.
const MOMENTS: i64 = 600;

/// The device that a statement belongs to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Match {
    pub(crate) device_id: String,
    /// With the device's set before; `None` where too little can be compared.
    pub(crate) similarity: Option<f64>,
    /// Whether it was here before.
    pub(crate) known: bool,
    /// Whether it was here before under another key.
    pub(crate) new_key: bool,
}

/// What the look-up found, and what it leaves to be remembered.
pub(super) struct Found {
    pub(super) matched: Match,
    pub(super) reasons: Vec<Reason>,
    set: MatchingSet,
}

/// Looks the device up: its key first, then the most alike of those in the same block.
pub(super) async fn look_up(
    state: &State,
    write: &mut Write,
    evidence: &Evidence<'_>,
    device_jkt: &str,
    now: i64,
) -> Result<Found, Refusal> {
    let set = MatchingSet::of(evidence.facts);
    let mut reasons = Vec::new();
    if let Some(device) = devices::find_by_key(write.connection(), device_jkt).await? {
        let similarity = open(state, &device)?.similarity(&set);
        reasons.push(Reason::named("known_device", describe(similarity)));
        if similarity.is_some_and(|found| found < MOVED_BELOW) && !evidence.may_resist_fingerprinting() {
            reasons.push(Reason::named("key_moved", describe(similarity)));
        }
        let matched = Match { device_id: device.id, similarity, known: true, new_key: false };
        return Ok(Found { matched, reasons, set });
    }
    let mut best: Option<(f64, DeviceRow, MatchingSet)> = None;
    if let Some(block) = block(state, &set)? {
        // Of two that are alike and come at once, the second finds the first.
        write.hold(&[Hold::Devices(&block)]).await?;
        for device in devices::in_block(write.connection(), &block).await? {
            let before = open(state, &device)?;
            let Some(similarity) = before.similarity(&set).filter(|found| *found >= MATCH_AT) else { continue };
            if best.as_ref().is_none_or(|(found, ..)| similarity > *found) {
                best = Some((similarity, device, before));
            }
        }
    }
    let Some((similarity, device, before)) = best else {
        reasons.push(Reason::named("new_device", String::new()));
        let matched = Match { device_id: generate_id(), similarity: None, known: false, new_key: false };
        return Ok(Found { matched, reasons, set });
    };
    reasons.push(Reason::named("known_device_new_key", describe(Some(similarity))));
    if before == set && now - device.seen_at < MOMENTS {
        reasons.push(Reason::named("near_duplicate", "every signal equal".to_owned()));
    }
    let matched = Match { device_id: device.id, similarity: Some(similarity), known: true, new_key: true };
    Ok(Found { matched, reasons, set })
}

impl Found {
    /// Remembers the device as it is now, and its key.
    pub(super) async fn remember(
        self,
        state: &State,
        connection: &mut Connection,
        device_jkt: &str,
        now: i64,
    ) -> Result<(), Refusal> {
        let id = self.matched.device_id;
        let row = DeviceRow {
            block: block(state, &self.set)?,
            matching: state.vault.seal(place(&id), &self.set)?,
            seen_at: now,
            id,
        };
        devices::save(connection, &row).await?;
        Ok(devices::save_key(connection, device_jkt, &row.id, now).await?)
    }
}

/// The block as the database has it: a keyed hash, so that it says nothing by itself.
fn block(state: &State, set: &MatchingSet) -> Result<Option<String>, Refusal> {
    Ok(set.block().map(|block| state.vault.compare(block.as_bytes())).transpose()?)
}

fn open(state: &State, device: &DeviceRow) -> Result<MatchingSet, Refusal> {
    Ok(state.vault.open(place(&device.id), &device.matching)?)
}

fn place(id: &str) -> Place<'_> {
    Place { table: "devices", row: id, column: "matching" }
}

fn describe(similarity: Option<f64>) -> String {
    similarity.map_or_else(|| "too little to compare".to_owned(), |found| format!("similarity {found}"))
}
