//! `seal` and `open`: the page's own values, bound to the session.

use portico_model::ErrorCode;

use crate::call::CallOptions;
use crate::call::limit::{Limited, Scope};
use crate::client::{Client, Inner};
use crate::fault::Fault;
use crate::ports::{Platform, Sealing};
use crate::seal::envelope::{Expected, IAT_WINDOW, check};
use crate::seal::recipient::Begun;

impl<P: Platform> Client<P> {
    /// Seals a value for the platform, bound to this session and to `use_`: a JWE in compact form.
    ///
    /// # Errors
    /// `not_connected`, and those of `connect` when the key set has to be fetched anew.
    pub fn seal<'a>(&'a self, value: &'a [u8], use_: &'a str, options: CallOptions) -> Limited<'a, String> {
        let inner = &*self.inner;
        inner.within(options, async move |scope| {
            let sid = inner.session_id()?;
            inner.freshen(true, false, scope).await?;
            inner.seal_now(value, use_, Some(sid.as_str()), false).await.map(|(sealed, _)| sealed)
        })
    }

    /// Gives what one value is sealed with by whoever asks, bound as by [`Client::seal`]: for documents, which stay
    /// outside.
    ///
    /// # Errors
    /// Those of `seal`.
    pub fn begin_sealing<'a>(
        &'a self,
        use_: &'a str,
        options: CallOptions,
    ) -> Limited<'a, Begun<<P as Sealing>::Handle>> {
        let inner = &*self.inner;
        inner.within(options, async move |scope| {
            let sid = inner.session_id()?;
            inner.freshen(true, false, scope).await?;
            inner.begin_now(use_, sid.as_str()).await
        })
    }

    /// Opens what the platform sealed for this session and for `use_`. A value opens once.
    ///
    /// # Errors
    /// `not_connected`; `unsealable` for any value that is not for this session, this use and this time, or was opened
    /// before: it never says which.
    pub fn open<'a>(&'a self, sealed: &'a str, use_: &'a str, options: CallOptions) -> Limited<'a, Vec<u8>> {
        let inner = &*self.inner;
        inner.within(options, async move |scope| inner.open_value(sealed, use_, scope).await)
    }
}

impl<P: Platform> Inner<P> {
    pub(crate) async fn open_value(&self, sealed: &str, use_: &str, scope: &Scope) -> Result<Vec<u8>, Fault> {
        let sid = self.session_id()?;
        // The window of a value's `iat` is the platform's time: without a clock it would be the device's.
        self.freshen(self.clock.get().is_none(), false, scope).await?;
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
