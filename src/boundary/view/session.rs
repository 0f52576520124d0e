//! Sessions.

use portico_core::{self as core, ConnectionState};
use serde::Serialize;

/// `SessionInfo` of index.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SessionInfo<'a> {
    id: &'a str,
    expires_at: &'a str,
    resumed: bool,
}

impl<'a> From<&'a core::SessionInfo> for SessionInfo<'a> {
    fn from(info: &'a core::SessionInfo) -> Self {
        Self { id: &info.id, expires_at: &info.expires_at, resumed: info.resumed }
    }
}

/// `ConnectionState` of index.d.ts.
pub(crate) const fn state(state: ConnectionState) -> &'static str {
    match state {
        ConnectionState::New => "new",
        ConnectionState::Initializing => "initializing",
        ConnectionState::Ready => "ready",
        ConnectionState::Closed => "closed",
    }
}
