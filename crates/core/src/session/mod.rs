//! The session: opened, kept over reloads, moved to an account or person, opened again when it ends.

mod info;

pub use info::SessionInfo;
use portico_model::ErrorCode;

use crate::call::{Abort, CallOptions};
use crate::client::{Client, ConnectionState};
use crate::fault::Fault;
use crate::ports::Platform;

impl<P: Platform> Client<P> {
    /// Where the client stands.
    #[must_use]
    pub fn state(&self) -> ConnectionState {
        ConnectionState::New
    }

    /// Opens the user session, or goes on with this browser's when it still lives. `device` holds the signals by name.
    pub async fn connect<A: Abort>(
        &self,
        device: serde_json::Value,
        options: CallOptions<A>,
    ) -> Result<SessionInfo, Fault> {
        let _ = (device, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// Ends the session, aborts what is under way and clears what this browser kept.
    pub async fn disconnect<A: Abort>(&self, options: CallOptions<A>) -> Result<(), Fault> {
        let _ = options;
        Err(ErrorCode::InternalFault.into())
    }

    /// Thumbprint (RFC 7638) of this browser's key.
    pub async fn thumbprint(&self) -> Result<String, Fault> {
        Err(ErrorCode::InternalFault.into())
    }

    /// Seals a value for the platform, bound to this session and to `use_`. JWE, compact.
    pub async fn seal<A: Abort>(&self, value: &[u8], use_: &str, options: CallOptions<A>) -> Result<String, Fault> {
        let _ = (value, use_, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// Opens what the platform sealed for this session and for `use_`.
    pub async fn open<A: Abort>(&self, sealed: &str, use_: &str, options: CallOptions<A>) -> Result<Vec<u8>, Fault> {
        let _ = (sealed, use_, options);
        Err(ErrorCode::InternalFault.into())
    }
}
