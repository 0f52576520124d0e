//! `seal` and `open`: the page's own values, bound to the session.

use portico_model::ErrorCode;

use crate::call::CallOptions;
use crate::call::limit::Scope;
use crate::client::{Client, Inner};
use crate::fault::Fault;
use crate::ports::Platform;
use crate::seal::envelope::{Expected, IAT_WINDOW, check};

impl<P: Platform> Client<P> {
    /// Seals a value for the platform, bound to this session and to `use_`: a JWE in compact form.
    ///
    /// # Errors
    /// `not_connected`, and those of `connect` when the key set has to be fetched anew.
    pub async fn seal(&self, value: &[u8], use_: &str, options: CallOptions) -> Result<String, Fault> {
        let inner = &*self.inner;
        inner
            .within(options, async |scope| {
                let sid = inner.session_id()?;
                inner.freshen(true, scope).await?;
                inner.seal_now(value, use_, Some(sid.as_str()))
            })
            .await
    }

    /// Opens what the platform sealed for this session and for `use_`. A value opens once.
    ///
    /// # Errors
    /// `not_connected`; `unsealable` for any value that is not for this session, this use and this time, or was opened
    /// before: it never says which.
    pub async fn open(&self, sealed: &str, use_: &str, options: CallOptions) -> Result<Vec<u8>, Fault> {
        let inner = &*self.inner;
        inner.within(options, async |scope| inner.open_value(sealed, use_, scope).await).await
    }
}

impl<P: Platform> Inner<P> {
    async fn open_value(&self, sealed: &str, use_: &str, scope: &Scope) -> Result<Vec<u8>, Fault> {
        let sid = self.session_id()?;
        // The window of a value's `iat` is the platform's time: without a clock it would be the device's.
        self.freshen(self.clock.get().is_none(), scope).await?;
        let key = self.session.borrow().as_ref().map(|session| session.key.clone()).ok_or(ErrorCode::NotConnected)?;
        let now = self.now_seconds();
        let expected = Expected { kid: "session", use_, sid: Some(sid.as_str()), now };
        let unopened = check(sealed, &expected).ok_or(ErrorCode::Unsealable)?;
        self.opened.borrow_mut().retain(|(_, at)| now - at <= 2 * IAT_WINDOW);
        let opened = self.platform.open(&key, &unopened.iv, unopened.aad.as_bytes(), &unopened.ciphertext).await;
        let value = opened.map_err(|_| ErrorCode::Unsealable)?;
        let mut seen = self.opened.borrow_mut();
        if seen.iter().any(|(jti, _)| *jti == unopened.jti) {
            return Err(ErrorCode::Unsealable.into());
        }
        seen.push((unopened.jti, now));
        Ok(value)
    }
}
