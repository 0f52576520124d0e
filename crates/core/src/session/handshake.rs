//! The low level, for partners whose own server speaks to the platform: the SDK makes what that server sends, opens what
//! it gets, and sends nothing itself.

use std::cell::RefCell;
use std::fmt;

use portico_model::ErrorCode;

use super::connect::Starting;
use super::info::{OpenSession, SessionInfo};
use super::platform_clock::PlatformClock;
use crate::client::{Client, ConnectionState, Inner};
use crate::fault::Fault;
use crate::json::Json;
use crate::ports::Platform;
use crate::seal::content_key::ContentKey;
use crate::seal::key_set::open_key_set;
use crate::seal::public_key::{PublicKey, choose};
use crate::time::milliseconds_of;

/// A session that is being opened by the page's own server.
pub struct Handshake<P: Platform> {
    client: Client<P>,
    device_data: String,
    reply_key: RefCell<Option<ContentKey>>,
}

impl<P: Platform> Client<P> {
    /// Begins a session that the page's own server opens. `data` is JSON that this server got from the platform: its
    /// initialization data, or a bare JWK set, `{"keys":[…]}` or the array alone. The signature of initialization data is
    /// checked against the platform key; a bare set is taken as it is, and whoever hands it over answers for it. A
    /// session that was open is left.
    ///
    /// # Errors
    /// `invalid_option` when `data` is no JSON; `platform_key_mismatch`, `no_usable_key`, `crypto_unavailable`.
    pub async fn initialize(&self, data: &str) -> Result<Handshake<P>, Fault> {
        let inner = &*self.inner;
        let _turn = inner.opening.take().await;
        let data = Json::parse(data.as_bytes()).ok_or(ErrorCode::InvalidOption)?;
        let starting = Starting::begin(inner);
        *inner.session.borrow_mut() = None;
        let key = inner.key_of_data(&data).await?;
        // Without the platform's time, the device's is what there is.
        let now_ms = data.text("now").and_then(|now| milliseconds_of(&inner.platform, now));
        inner.clock.set(now_ms.map(|now_ms| PlatformClock::set(&inner.platform, now_ms)));
        inner.seal_to(key, None).await?;
        let reply_key = ContentKey::generate(&inner.platform)?;
        let statement = inner.statement(data.text("nonce"), &reply_key).await?;
        // Exposed to be sealed.
        let (device_data, _) = inner.seal_now(statement.expose(), "device", None, false).await?;
        starting.end_as(ConnectionState::Initializing);
        Ok(Handshake { client: self.clone(), device_data, reply_key: RefCell::new(Some(reply_key)) })
    }
}

impl<P: Platform> Inner<P> {
    async fn key_of_data(&self, data: &Json) -> Result<PublicKey, Fault> {
        let bare = if let Json::List(keys) = data { Some(keys.as_slice()) } else { data.get("keys").map(Json::items) };
        match (data.text("jwks_jws"), bare) {
            (None, Some(keys)) => choose(keys).ok_or_else(|| ErrorCode::NoUsableKey.into()),
            (signed, _) => open_key_set(&self.platform, signed.unwrap_or_default(), &self.config.platform_key).await,
        }
    }
}

impl<P: Platform> Handshake<P> {
    /// What the page's server sends as `device_data` of `POST /sessions`. Sealed: good for one try.
    #[must_use]
    pub fn device_data(&self) -> &str {
        &self.device_data
    }

    /// Takes the session in from `encrypted_data` of the platform's answer. From then on the client seals and opens in
    /// it. It works once.
    ///
    /// # Errors
    /// `unsealable` for anything but the answer to this `device_data`; `not_connected` after `disconnect` and when the
    /// session is open already; `crypto_unavailable`.
    pub async fn open(&self, encrypted_data: &str) -> Result<SessionInfo, Fault> {
        let inner = &*self.client.inner;
        let _turn = inner.opening.take().await;
        let is_awaited = || inner.state.get() == ConnectionState::Initializing && inner.session.borrow().is_none();
        let Some(reply_key) = self.reply_key.take().filter(|_| is_awaited()) else {
            return Err(ErrorCode::NotConnected.into());
        };
        let opened = inner.open_grant(encrypted_data, &reply_key).await;
        if opened.is_err() {
            *self.reply_key.borrow_mut() = Some(reply_key);
        }
        let session = OpenSession { local: true, ..opened? };
        let info = session.info();
        *inner.session.borrow_mut() = Some(session);
        inner.become_state(ConnectionState::Ready);
        Ok(info)
    }
}

impl<P: Platform> fmt::Debug for Handshake<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Handshake")
    }
}
