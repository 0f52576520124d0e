//! What was found about a statement: kept encrypted, and shown by the test controls alone.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    browser_headers::BrowserHeaders,
    known_device::Match,
    score::{Decision, Reason},
};
use crate::{
    State,
    http::Refusal,
    random::generate_id,
    store::{
        Connection,
        device_checks::{self, CheckRow},
    },
    vault::Place,
};

/// Everything but what the database looks for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Report {
    pub(crate) reasons: Vec<Reason>,
    #[serde(rename = "match")]
    pub(crate) matched: Option<Match>,
    /// As received.
    pub(crate) signals: Map<String, Value>,
    pub(crate) headers: BrowserHeaders,
}

/// A finished check that is not recorded yet.
pub(crate) struct Check {
    pub(super) device_jkt: Option<String>,
    pub(super) outcome: &'static str,
    pub(super) decision: Decision,
    pub(super) score: u32,
    pub(super) report: Report,
}

impl Check {
    /// Puts it on record. The caller of the platform never learns it.
    pub(crate) async fn record(
        self,
        state: &State,
        connection: &mut Connection,
        session_id: Option<&str>,
        now: i64,
    ) -> Result<(), Refusal> {
        let id = generate_id();
        let report = state.vault.seal(place(&id), &self.report)?;
        let row = CheckRow {
            session_id: session_id.map(str::to_owned),
            device_jkt: self.device_jkt,
            outcome: self.outcome.to_owned(),
            decision: self.decision.as_str().to_owned(),
            score: i64::from(self.score),
            report,
            created_at: now,
            id,
        };
        Ok(device_checks::insert(connection, &row).await?)
    }
}

impl Report {
    /// The report of a recorded check.
    pub(crate) fn of(state: &State, row: &CheckRow) -> Result<Self, Refusal> {
        Ok(state.vault.open(place(&row.id), &row.report)?)
    }
}

fn place(id: &str) -> Place<'_> {
    Place { table: "device_checks", row: id, column: "report" }
}
