//! `GET /sessions/init`: key set, clock and nonce.

use crate::call::limit::Scope;
use crate::call::problem::unexpected;
use crate::call::request::Call;
use crate::client::Inner;
use crate::fault::Fault;
use crate::json::Json;
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
        let call = Call::get(&["sessions", "init"]).sessionless();
        let response = self.deliver(&call, None, scope).await?;
        // Its plain `jwks` is not looked at: only the signed set counts.
        let read = |init: &Json| {
            Some((parse_rfc3339(init.str("now")?)?, init.text("nonce")?, init.text_or_empty("jwks_jws")?))
        };
        let init = Json::parse(&response.body);
        let (now_ms, nonce, jwks_jws) = init.as_ref().and_then(read).ok_or_else(|| unexpected(&response))?;
        // The time is only as good as who tells it, but it can do no more than make our values stale.
        self.clock.set(Some(PlatformClock::set(&self.platform, now_ms)));
        let key = open_key_set(&self.platform, &jwks_jws, &self.config.platform_key).await?;
        *self.platform_key.borrow_mut() = Some(key);
        Ok(nonce)
    }

    /// Makes sure that there is a clock that can be trusted and, when `keys` are needed, a key set. Asks the platform
    /// only when something is missing, or when the device slept.
    pub(crate) async fn freshen(&self, keys: bool, scope: &Scope) -> Result<(), Fault> {
        let stale = self.clock.get().is_some_and(|clock| clock.is_stale(&self.platform));
        if stale || (keys && (self.platform_key.borrow().is_none() || self.clock.get().is_none())) {
            self.init(scope).await?;
        }
        Ok(())
    }
}
