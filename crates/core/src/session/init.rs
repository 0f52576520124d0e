//! `GET /sessions/init`: key set, clock and nonce; and `GET /passport/keys`, the same of the gateway.

use crate::call::limit::Scope;
use crate::call::problem::{needed, read, unexpected};
use crate::call::{Call, Work};
use crate::client::Inner;
use crate::fault::Fault;
use crate::ports::Platform;
use crate::seal::key_set::open_key_set;
use crate::session::platform_clock::PlatformClock;
use crate::time::milliseconds_of;

impl<P: Platform> Inner<P> {
    /// Fetches the platform's key set and time, and gives the nonce that came along. With a `session`, the gateway's own,
    /// and its name for this browser, which what is sealed to it is bound to.
    ///
    /// # Errors
    /// `platform_key_mismatch`, `no_usable_key`, and those of every call.
    pub(crate) async fn init(&self, session: Option<&str>, scope: &Scope) -> Result<String, Fault> {
        let of_gateway = session.is_some();
        let (call, beside, clock, trusted) = if of_gateway {
            (Call::get("/passport/keys".to_owned()), "sid", &self.gateway_clock, &self.config.gateway_key)
        } else {
            (Call::of_sessions("GET", "init"), "nonce", &self.clock, &self.config.platform_key)
        };
        let response = self.deliver(&call, session, scope).await?;
        let init = read(&response)?;
        let beside = needed(&init, beside, &response)?.to_owned();
        // Its plain `jwks` is not looked at: only the signed set counts, and none is as good as a wrong one.
        let jwks_jws = init.text("jwks_jws").unwrap_or_default();
        let now_ms = init
            .text("now")
            .and_then(|now| milliseconds_of(&self.platform, now))
            .ok_or_else(|| unexpected(&response))?;
        // The time is only as good as who tells it, but it can do no more than make our values stale.
        clock.set(Some(PlatformClock::set(&self.platform, now_ms)));
        let key = open_key_set(&self.platform, jwks_jws, trusted).await?;
        self.seal_to(key, of_gateway.then(|| beside.clone())).await?;
        Ok(beside)
    }

    /// Makes sure that there is a clock that can be trusted and, when `keys` are needed, a key set. Asks the platform
    /// only when something is missing, when the device slept, or when they are needed `anew`; never where the page's own
    /// server asks for it.
    pub(crate) fn freshen<'a>(&'a self, keys: bool, anew: bool, scope: &'a Scope) -> Work<'a, ()> {
        Box::pin(async move {
            if self.is_local() {
                return Ok(());
            }
            let stale = anew || self.clock.get().is_some_and(|clock| clock.is_stale(&self.platform));
            if stale || (keys && (self.recipient.borrow().is_none() || self.clock.get().is_none())) {
                self.init(None, scope).await?;
            }
            Ok(())
        })
    }
}
