//! The client: a handle on what one page shares.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use portico_model::Jwk;
use portico_model::id::SessionId;

use crate::call::turn::Turn;
use crate::call::visit::Visits;
use crate::fault::Fault;
use crate::ports::{Platform, Sealing, SessionKeys};
use crate::seal::recipient::Recipient;
use crate::seal::thumbprint::thumbprint;
use crate::session::platform_clock::PlatformClock;
use crate::session::{OpenSession, Source};
use crate::time::whole_milliseconds;
use crate::unsaved::Unsaved;

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
    /// The same of the gateway's own key-signing key. Empty where nothing is sealed to the gateway.
    pub gateway_key: String,
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

/// What the clones of a client share. No borrow of a cell is held over an await.
pub(crate) struct Inner<P: Platform> {
    pub(crate) platform: P,
    pub(crate) config: ClientConfig,
    pub(crate) state: Cell<ConnectionState>,
    pub(crate) device_key: RefCell<Option<Rc<Jwk>>>,
    pub(crate) session: RefCell<Option<OpenSession<<P as SessionKeys>::Key>>>,
    /// What a session that has to be opened again becomes at once.
    pub(crate) source: RefCell<Option<Source>>,
    /// The visit that the session is part of: the id of the session that a ticket opened, kept over those that follow it.
    /// Empty where no ticket began it. Only good as long as there is a session, or one is being found.
    pub(crate) visit: RefCell<String>,
    /// A session was asked for, and its grant did not come: the gateway may have it all the same.
    pub(crate) awaits_grant: Cell<bool>,
    /// Whom values are sealed to, until a sealed value is refused.
    pub(crate) recipient: RefCell<Option<Rc<Recipient<<P as Sealing>::Handle>>>>,
    /// Randomness for what is no secret: ids and IVs of sealed values.
    pub(crate) drawn: RefCell<Vec<u8>>,
    /// The same for what the gateway opens.
    pub(crate) gateway: RefCell<Option<Rc<Recipient<<P as Sealing>::Handle>>>>,
    pub(crate) clock: Cell<Option<PlatformClock>>,
    /// The gateway's clock, where a proof was refused and the answer told the time: its clock may not be the platform's.
    pub(crate) gateway_clock: Cell<Option<PlatformClock>>,
    pub(crate) dpop_nonce: RefCell<Option<String>>,
    /// Ids of sealed values that were opened, with their times in seconds.
    pub(crate) opened: RefCell<Vec<(String, i64)>>,
    /// Who opens a session: one at a time.
    pub(crate) opening: Turn,
    /// How the last try to connect failed, and how many there were.
    pub(crate) last_failure: RefCell<(u32, Option<Fault>)>,
    pub(crate) visits: Visits,
    pub(crate) unsaved: Unsaved<<P as SessionKeys>::Key>,
}

impl<P: Platform> Client<P> {
    /// Makes a client. Sends nothing, stores nothing.
    #[must_use]
    pub fn new(platform: P, config: ClientConfig) -> Self {
        Self {
            inner: Rc::new(Inner {
                platform,
                config,
                state: Cell::new(ConnectionState::New),
                device_key: RefCell::default(),
                session: RefCell::new(None),
                source: RefCell::default(),
                visit: RefCell::default(),
                awaits_grant: Cell::new(false),
                recipient: RefCell::new(None),
                drawn: RefCell::default(),
                gateway: RefCell::new(None),
                clock: Cell::new(None),
                gateway_clock: Cell::new(None),
                dpop_nonce: RefCell::default(),
                opened: RefCell::default(),
                opening: Turn::default(),
                last_failure: RefCell::default(),
                visits: Visits::default(),
                unsaved: Unsaved::default(),
            }),
        }
    }

    /// Where the client stands.
    #[must_use]
    pub fn state(&self) -> ConnectionState {
        self.inner.state.get()
    }

    /// Milliseconds since 1970 by the platform's clock, whatever the device's says. `None` as long as the platform was not
    /// asked.
    #[must_use]
    pub fn platform_ms(&self) -> Option<i64> {
        self.inner.clock.get().map(|clock| clock.now_ms(&self.inner.platform))
    }
}

impl<P: Platform> Inner<P> {
    /// Milliseconds since 1970 by the platform's clock; by the device's as long as the platform's is unknown.
    pub(crate) fn now_ms(&self) -> i64 {
        match self.clock.get() {
            Some(clock) => clock.now_ms(&self.platform),
            None => whole_milliseconds(self.platform.wall_ms()),
        }
    }

    /// The same in seconds: every `iat`.
    pub(crate) fn now_seconds(&self) -> i64 {
        self.now_ms().div_euclid(1000)
    }

    /// The public half of the device's key, without anything that is not public.
    pub(crate) async fn device_key(&self) -> Result<Rc<Jwk>, Fault> {
        if let Some(key) = &*self.device_key.borrow() {
            return Ok(Rc::clone(key));
        }
        let Jwk { kty, crv, x, y, .. } = self.platform.device_key().await?;
        let key = Rc::new(Jwk { kty, crv, x, y, ..Jwk::default() });
        *self.device_key.borrow_mut() = Some(Rc::clone(&key));
        Ok(key)
    }

    /// Its thumbprint, once something was signed by it.
    pub(crate) fn own_thumbprint(&self) -> Option<String> {
        thumbprint(&**self.device_key.borrow().as_ref()?)
    }

    /// The session that calls bear.
    pub(crate) fn session_id(&self) -> Result<SessionId, Fault> {
        let session = self.session.borrow();
        session.as_ref().map(|session| session.id.clone()).ok_or_else(|| portico_model::ErrorCode::NotConnected.into())
    }

    /// Whether the page's own server opened the session.
    pub(crate) fn is_local(&self) -> bool {
        self.session.borrow().as_ref().is_some_and(|session| session.local)
    }

    /// Changes the state and tells of it.
    pub(crate) fn become_state(&self, state: ConnectionState) {
        if self.state.replace(state) != state {
            self.platform.state_changed(state);
        }
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
