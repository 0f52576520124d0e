//! What the page learns of its session.

/// An open session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// Its id.
    pub id: String,
    /// When it ends if no call comes before: RFC 3339, UTC.
    pub expires_at: String,
    /// Whether a session of an earlier page view goes on.
    pub resumed: bool,
}
