//! `GET /sessions/init`: key set, clock and nonce.

use crate::call::Call;
use crate::call::limit::Scope;
use crate::call::problem::{needed, read, unexpected};
use crate::client::Inner;
use crate::fault::Fault;
use crate::ports::Platform;
use crate::seal::key_set::open_key_set;
use crate::session::platform_clock::PlatformClock;
use crate::time::parse_rfc3339;

impl<P: Platform> Inner<P> {
    /// Fetches the platform's key set and time, and gives the nonce that came along.
    ///
    /// # Errors
    /// `platform_key_mismatch`, `no_usable_key`, and those of every call.
    pub(crate) async fn init(&self, scope: &Scope) -> Result<String, Fault> {
        let call = Call::of_sessions("GET", "init");
        let response = self.deliver(&call, None, scope).await?;
        let init = read(&response)?;
        let nonce = needed(&init, "nonce", &response)?;
        // Its plain `jwks` is not looked at: only the signed set counts, and none is as good as a wrong one.
        let jwks_jws = init.text("jwks_jws").unwrap_or_default();
        let now_ms = init.text("now").and_then(parse_rfc3339).ok_or_else(|| unexpected(&response))?;
        // The time is only as good as who tells it, but it can do no more than make our values stale.
        self.clock.set(Some(PlatformClock::set(&self.platform, now_ms)));
        let key = open_key_set(&self.platform, jwks_jws, &self.config.platform_key).await?;
        self.seal_to(key).await?;
        Ok(nonce.to_owned())
    }

    /// Makes sure that there is a clock that can be trusted and, when `keys` are needed, a key set. Asks the platform
    /// only when something is missing, when the device slept, or when they are needed `anew`; never where the page's own
    /// server asks for it.
    pub(crate) async fn freshen(&self, keys: bool, anew: bool, scope: &Scope) -> Result<(), Fault> {
        if self.is_local() {
            return Ok(());
        }
        let stale = anew || self.clock.get().is_some_and(|clock| clock.is_stale(&self.platform));
        if stale || (keys && (self.recipient.borrow().is_none() || self.clock.get().is_none())) {
            self.init(scope).await?;
        }
        Ok(())
    }
}
