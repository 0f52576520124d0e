//! When sessions were last used, between two times that it is written down.
//!
//! A session slides by the second. Written down is a use that came a minute after the last one that was: of a session
//! that went on in this server, nothing is lost; one that goes on after a crash, or in another server, may end up to a
//! minute early.

use std::{
    collections::HashMap,
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicI64, Ordering},
    },
};

use crate::store::sessions::SessionRow;

/// Seconds that are left between two times that a session's use is written down.
const WRITTEN_EVERY: i64 = 60;
/// Seconds between two times that ended sessions are forgotten.
const PRUNED_EVERY: i64 = 60;

/// The last use of each session that is not written down.
#[derive(Debug, Default)]
pub(crate) struct Sightings {
    seen: RwLock<HashMap<String, i64>>,
    pruned_at: AtomicI64,
}

impl Sightings {
    /// The row as it is, not as it was written down.
    pub(crate) fn refresh(&self, session: &mut SessionRow) {
        let seen = self.seen.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = seen.get(session.id.as_str()) {
            session.seen_at = session.seen_at.max(*at);
        }
    }

    /// The session is used at `now`. True when that has to be written down: `written` is when it last was.
    pub(crate) fn note(&self, session: &mut SessionRow, written: i64, now: i64) -> bool {
        session.seen_at = session.seen_at.max(now);
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        if self.pruned_at.load(Ordering::Relaxed) + PRUNED_EVERY <= now {
            self.pruned_at.store(now, Ordering::Relaxed);
            seen.retain(|_, at| !SessionRow::is_idle(*at, now));
        }
        let is_due = written + WRITTEN_EVERY <= now;
        if is_due {
            seen.remove(session.id.as_str());
        } else if written < now {
            seen.insert(session.id.0.clone(), now);
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use portico_model::id::SessionId;

    use super::*;
    use crate::store::sessions::Source;

    fn session() -> SessionRow {
        let (id, source, device_jkt) = (SessionId::from("s"), Source::Anonymous, String::new());
        SessionRow { id, source, device_jkt, created_at: 1_000, seen_at: 1_000, ended_at: None }
    }

    #[test]
    fn a_use_is_known_at_once_and_written_down_after_a_minute() {
        let sightings = Sightings::default();
        assert!(!sightings.note(&mut session(), 1_000, 1_059));
        let mut row = session();
        sightings.refresh(&mut row);
        assert_eq!(row.seen_at, 1_059);
        assert!(sightings.note(&mut row, 1_000, 1_060));
        assert_eq!(row.seen_at, 1_060);
    }

    #[test]
    fn an_ended_session_is_forgotten() {
        let sightings = Sightings::default();
        sightings.note(&mut session(), 1_000, 1_001);
        let mut other = SessionRow { id: SessionId::from("t"), seen_at: 9_000, ..session() };
        sightings.note(&mut other, 9_000, 9_001);
        assert_eq!(sightings.seen.read().unwrap().len(), 1);
    }
}
