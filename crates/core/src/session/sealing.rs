//! Sealing to the platform's key of the day, and making it cheap in time that nobody needs.

use std::rc::Rc;

use portico_model::ErrorCode;
use portico_model::id::SessionId;

use crate::client::{Client, Inner};
use crate::encoding::base64url;
use crate::fault::Fault;
use crate::ports::{Platform, Sealing};
use crate::seal::agreed::Agreed;
use crate::seal::envelope::Binding;
use crate::seal::public_key::PublicKey;
use crate::seal::recipient::{Begun, Recipient, Want};

impl<P: Platform> Client<P> {
    /// Makes ready what the next sealing needs, one piece at a time, and drops what got old. To be called as
    /// [`crate::ports::Idle`] asks. Never fails: what could not be made is made when it is needed.
    pub async fn prepare(&self) {
        self.inner.prepare().await;
    }

    /// Seals a short value at once, bound as by [`Client::seal`], when session, key set, clock and an agreement are at
    /// hand. `None` when something is missing: `seal` fetches it, or says what is wrong.
    #[must_use]
    pub fn seal_at_once(&self, value: &[u8], use_: &str) -> Option<String> {
        let (recipient, agreed, bound) = self.at_once()?;
        recipient.seal_short(agreed, &bound.to(use_), value).ok()
    }

    /// Begins at once what [`Client::begin_sealing`] begins, under the same conditions.
    #[must_use]
    pub fn begin_at_once(&self, use_: &str) -> Option<Begun<<P as Sealing>::Handle>> {
        let (recipient, agreed, bound) = self.at_once()?;
        Some(recipient.begin_with(agreed, &bound.to(use_)))
    }

    #[inline(never)]
    #[allow(clippy::type_complexity, reason = "two callers, and a name would say no more")]
    fn at_once(&self) -> Option<(Rc<Recipient<P::Handle>>, Agreed<P::Handle>, Bound)> {
        let inner = &*self.inner;
        let (sid, recipient) = (inner.session_id().ok()?, inner.recipient.borrow().clone()?);
        if !inner.is_local() && inner.clock.get().is_none_or(|clock| clock.is_stale(&inner.platform)) {
            return None;
        }
        let agreed = recipient.take_or_agree(&inner.platform)?;
        inner.want_idle(&recipient);
        let (jti, iv) = inner.unique().ok()?;
        Some((recipient, agreed, Bound { sid, iat: inner.now_seconds(), jti, iv }))
    }
}

/// All of a binding but what the value is for.
struct Bound {
    sid: SessionId,
    iat: i64,
    jti: String,
    iv: [u8; 12],
}

impl Bound {
    fn to<'a>(&'a self, use_: &'a str) -> Binding<'a> {
        Binding { use_, sid: Some(self.sid.as_str()), iat: self.iat, jti: &self.jti, iv: self.iv }
    }
}

impl<P: Platform> Inner<P> {
    /// Seals to `key` from now on; to the gateway's own, bound to `sid`, where there is one. What was agreed with another
    /// key, or with this one before somebody asked for it again, is dropped.
    pub(crate) async fn seal_to(&self, key: PublicKey, sid: Option<String>) -> Result<(), Fault> {
        let place = if sid.is_some() { &self.gateway } else { &self.recipient };
        let recipient = Rc::new(Recipient::take_in(&self.platform, key, sid).await?);
        self.want_idle(&recipient);
        *place.borrow_mut() = Some(recipient);
        Ok(())
    }

    /// Seals under the key set and the clock at hand, the gateway's own where the value is for the gateway: the value, and
    /// whom it is for.
    pub(crate) async fn seal_now(
        &self,
        value: &[u8],
        use_: &str,
        sid: Option<&str>,
        for_gateway: bool,
    ) -> Result<(String, Rc<Recipient<<P as Sealing>::Handle>>), Fault> {
        let place = if for_gateway { &self.gateway } else { &self.recipient };
        let recipient = place.borrow().clone().ok_or(ErrorCode::NotConnected)?;
        self.want_idle(&recipient);
        let (jti, iv) = self.unique()?;
        let now_ms = if for_gateway { self.gateway_ms() } else { self.now_ms() };
        let sid = recipient.sid.as_deref().or(sid);
        let binding = Binding { use_, sid, iat: now_ms.div_euclid(1000), jti: &jti, iv };
        let sealed = recipient.seal(&self.platform, &binding, value).await?;
        Ok((sealed, recipient))
    }

    /// What one value is sealed with, under the key set and the clock at hand.
    pub(crate) async fn begin_now(&self, use_: &str, sid: &str) -> Result<Begun<<P as Sealing>::Handle>, Fault> {
        let recipient = self.recipient.borrow().clone().ok_or(ErrorCode::NotConnected)?;
        self.want_idle(&recipient);
        let (jti, iv) = self.unique()?;
        let binding = Binding { use_, sid: Some(sid), iat: self.now_seconds(), jti: &jti, iv };
        recipient.begin(&self.platform, &binding).await
    }

    /// What no two sealed values share: id and IV. Drawn for many values at a time, since asking takes as long as the rest.
    fn unique(&self) -> Result<(String, [u8; 12]), Fault> {
        let mut drawn = self.drawn.borrow_mut();
        if drawn.is_empty() {
            let mut more = vec![0; 28 * 32];
            self.platform.fill(&mut more)?;
            *drawn = more;
        }
        let left = drawn.len().saturating_sub(28);
        let random = drawn.split_off(left);
        let (iv, id) = random.split_first_chunk().ok_or(ErrorCode::InternalFault)?;
        Ok((base64url(id), *iv))
    }

    /// Asks for idle time, unless that is asked for already.
    fn want_idle(&self, recipient: &Recipient<<P as Sealing>::Handle>) {
        if !recipient.awaits_idle.replace(true) {
            self.platform.when_idle(0);
        }
    }

    async fn prepare(&self) {
        let Some(recipient) = self.recipient.borrow().clone() else { return };
        recipient.awaits_idle.set(false);
        match recipient.want(self.platform.monotonic_ms()) {
            Want::Agreement if recipient.prepare(&self.platform).await.is_ok() => self.want_idle(&recipient),
            Want::Rest(milliseconds) => self.platform.when_idle(milliseconds),
            Want::Agreement | Want::Nothing => {}
        }
    }
}
