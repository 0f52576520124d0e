//! The client: a handle on what one page shares.

use std::fmt;
use std::rc::Rc;

use crate::fault::Fault;
use crate::ports::Platform;

/// What a client is made from. Options are checked by whoever takes them from the page.
#[derive(Clone, Debug)]
pub struct ClientConfig {
    /// Where the gateway is: absolute, with no slash, query or fragment at its end, such as `https://x/portico`.
    pub gateway_url: String,
    /// The page's origin, such as `https://x`.
    pub origin: String,
    /// The SDK id of the starter kit.
    pub sdk_id: String,
    /// Thumbprint (RFC 7638) of the platform's key-signing key, from the starter kit.
    pub platform_key: String,
    /// Time limit of each call in milliseconds, its retries included.
    pub timeout_ms: u32,
}

/// Where a client stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionState {
    /// Not connected yet, or not any more.
    New,
    /// `connect` is under way.
    Initializing,
    /// There is a session.
    Ready,
    /// `disconnect` was called.
    Closed,
}

/// A client. Clones share everything.
pub struct Client<P: Platform> {
    pub(crate) inner: Rc<Inner<P>>,
}

/// What the clones of a client share.
pub(crate) struct Inner<P: Platform> {
    pub(crate) platform: P,
    pub(crate) config: ClientConfig,
}

impl<P: Platform> Client<P> {
    /// Makes a client. Sends nothing, stores nothing.
    #[must_use]
    pub fn new(platform: P, config: ClientConfig) -> Self {
        Self { inner: Rc::new(Inner { platform, config }) }
    }
}

impl<P: Platform> Clone for Client<P> {
    fn clone(&self) -> Self {
        Self { inner: Rc::clone(&self.inner) }
    }
}

impl<P: Platform> fmt::Debug for Client<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Client")
    }
}
