//! What is known of an open session.

use portico_model::ErrorCode;
use portico_model::id::SessionId;
use portico_model::netspend::SourceType;

use crate::fault::{Fault, FaultCode};

/// An open session, as the page learns of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// Its id.
    pub id: String,
    /// When it ends if no call comes before: RFC 3339, UTC.
    pub expires_at: String,
    /// Whether a session of an earlier page view goes on.
    pub resumed: bool,
}

/// An open session, with the key that opens what the platform seals in it.
pub(crate) struct OpenSession<K> {
    pub(crate) id: SessionId,
    pub(crate) key: K,
    pub(crate) expires_at: String,
    pub(crate) resumed: bool,
    /// What it belongs to; `None` while it is anonymous.
    pub(crate) source: Option<Source>,
}

/// What a session belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) kind: SourceType,
    pub(crate) id: String,
}

impl<K> OpenSession<K> {
    pub(crate) fn info(&self) -> SessionInfo {
        SessionInfo { id: self.id.0.clone(), expires_at: self.expires_at.clone(), resumed: self.resumed }
    }
}

/// Whether a fault says that the session, or the gateway's knowledge of this browser, is gone.
pub(crate) fn ends_session(fault: &Fault) -> bool {
    matches!(
        fault.code,
        FaultCode::Known(
            ErrorCode::SessionExpired
                | ErrorCode::SessionNotFound
                | ErrorCode::SessionRequired
                | ErrorCode::LoginRequired
        )
    )
}
