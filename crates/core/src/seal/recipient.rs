//! Whom values are sealed to: the platform's key of the day, with agreements made ahead of need.
//!
//! An agreement costs far more than sealing a short value. So a few are made while the page has nothing to do; each
//! serves one value, and none lives long, nor longer than the key it was made with.

use std::cell::{Cell, RefCell, RefMut};
use std::fmt;

use super::agreed::{Agreed, agree_by_port, agree_x25519};
use super::content_key::ContentKey;
use super::envelope::{self, Binding, Header};
use super::public_key::{PublicKey, Suite};
use crate::fault::Fault;
use crate::ports::{Clock, Random, Sealing};

/// How many agreements are made ahead: an onboarding's step seals one value, and one more when a try is repeated.
const AHEAD: usize = 4;
/// How long one waits to be used, in milliseconds.
const LIFE_MS: u32 = 180_000;
/// How long after the last sealing new ones take the place of those that got old. The platform's session ends then.
const CARE_MS: u32 = 1_800_000;

/// The platform's key, and what was agreed with it.
pub(crate) struct Recipient<H> {
    key: PublicKey,
    /// What its values are bound to, where that is not the session: the gateway's name for this browser.
    pub(crate) sid: Option<String>,
    taken_in: TakenIn<H>,
    ahead: RefCell<Vec<(f64, Agreed<H>)>>,
    used_ms: Cell<f64>,
    /// Whether idle time was asked for and has not come yet.
    pub(crate) awaits_idle: Cell<bool>,
}

/// What a value is sealed with outside of this crate, such as a document that never comes in here. It serves one value:
/// encrypted by AES-256-GCM with the protected header as additional data, and an IV of the caller's own.
pub struct Begun<H> {
    /// The first two parts of the compact form: protected header and encrypted key, in base64url.
    pub head: String,
    /// The key, where the place took it in already.
    pub handle: Option<H>,
    content_key: ContentKey,
}

impl<H> Begun<H> {
    /// The key for AES-256-GCM. Whoever takes a copy wipes it.
    #[must_use]
    pub fn content_key(&self) -> &[u8; 32] {
        self.content_key.bytes()
    }
}

impl<H> fmt::Debug for Begun<H> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Begun([redacted])")
    }
}

/// Where a key is agreed with.
enum TakenIn<H> {
    /// Here: X25519.
    Here([u8; 32]),
    /// By the place's own cryptography: P-256 and RSA.
    There(H),
}

/// What idle time is to be used for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// Another agreement.
    Agreement,
    /// To look again after so many milliseconds.
    Rest(u32),
    /// Nothing until something is sealed.
    Nothing,
}

impl<H: Clone> Recipient<H> {
    /// Takes the platform's key in, and agrees with it once: a key that can't be agreed with is found here, and the value
    /// that made somebody ask for the key is sealed next.
    ///
    /// # Errors
    /// `no_usable_key` when it is no point that can be agreed with; `crypto_unavailable`.
    pub(crate) async fn take_in<P: Sealing<Handle = H> + Random + Clock>(
        platform: &P,
        key: PublicKey,
        sid: Option<String>,
    ) -> Result<Self, Fault> {
        let taken_in = match key.suite {
            Suite::X25519(public) => TakenIn::Here(public),
            Suite::P256 | Suite::Rsa => TakenIn::There(platform.import_public_key(&key.jwk).await?),
        };
        let now = platform.monotonic_ms();
        let (ahead, used_ms, awaits_idle) = (RefCell::default(), Cell::new(now), Cell::new(false));
        let recipient = Self { key, sid, taken_in, ahead, used_ms, awaits_idle };
        let first = recipient.agree(platform).await?;
        recipient.ahead.borrow_mut().push((now, first));
        Ok(recipient)
    }

    /// Seals `plaintext`. What is short is sealed without waiting when an agreement is at hand.
    ///
    /// # Errors
    /// `crypto_unavailable`.
    pub(crate) async fn seal<P: Sealing<Handle = H> + Random + Clock>(
        &self,
        platform: &P,
        binding: &Binding<'_>,
        plaintext: &[u8],
    ) -> Result<String, Fault> {
        let mut agreed = self.take_or_wait(platform).await?;
        if plaintext.len() < platform.encrypts_from() {
            return self.seal_short(agreed, binding, plaintext);
        }
        let key = match agreed.handle.take() {
            Some(key) => key,
            None => platform.import_content_key(agreed.content_key.bytes()).await?,
        };
        let protected = self.protected(&agreed, binding);
        let sealed = platform.encrypt(&key, &binding.iv, protected.as_bytes(), plaintext).await?;
        Ok(envelope::join(&protected, &agreed.encrypted_key, &binding.iv, &sealed))
    }

    /// What a value is sealed with by whoever asks. It serves one value, like an agreement.
    ///
    /// # Errors
    /// `crypto_unavailable`.
    pub(crate) async fn begin<P: Sealing<Handle = H> + Random + Clock>(
        &self,
        platform: &P,
        binding: &Binding<'_>,
    ) -> Result<Begun<H>, Fault> {
        Ok(self.begin_with(self.take_or_wait(platform).await?, binding))
    }

    /// An agreement that was made ahead, or a new one.
    async fn take_or_wait<P: Sealing<Handle = H> + Random + Clock>(&self, platform: &P) -> Result<Agreed<H>, Fault> {
        match self.take(platform.monotonic_ms()) {
            Some(agreed) => Ok(agreed),
            None => self.agree(platform).await,
        }
    }

    /// The same with an agreement at hand.
    pub(crate) fn begin_with(&self, agreed: Agreed<H>, binding: &Binding<'_>) -> Begun<H> {
        let head = [&self.protected(&agreed, binding), ".", &agreed.encrypted_key].concat();
        Begun { head, content_key: agreed.content_key, handle: agreed.handle }
    }

    /// An agreement that was made ahead, or one that is made now, where that takes no waiting.
    pub(crate) fn take_or_agree<P: Random + Clock>(&self, platform: &P) -> Option<Agreed<H>> {
        self.take(platform.monotonic_ms()).or_else(|| match &self.taken_in {
            TakenIn::Here(public) => agree_x25519(platform, public).ok(),
            TakenIn::There(_) => None,
        })
    }

    /// Seals what is short, at once.
    ///
    /// # Errors
    /// `internal_fault`, which never happens for what fits in memory.
    #[allow(clippy::needless_pass_by_value, reason = "an agreement serves one value: here it ends")]
    pub(crate) fn seal_short(
        &self,
        agreed: Agreed<H>,
        binding: &Binding<'_>,
        plaintext: &[u8],
    ) -> Result<String, Fault> {
        let protected = self.protected(&agreed, binding);
        let sealed = envelope::encrypt(agreed.content_key.bytes(), binding.iv, &protected, plaintext)?;
        Ok(envelope::join(&protected, &agreed.encrypted_key, &binding.iv, &sealed))
    }

    /// What its values' headers have as `alg` and `kid`.
    pub(crate) fn names(&self) -> (&'static str, &str) {
        (self.key.suite.alg(), &self.key.kid)
    }

    fn protected(&self, agreed: &Agreed<H>, binding: &Binding<'_>) -> String {
        Header { alg: self.key.suite.alg(), kid: &self.key.kid, epk: agreed.epk.as_deref(), binding }.write()
    }

    /// Forgets what is too old, and says what idle time is to be used for at `now_ms`.
    pub(crate) fn want(&self, now_ms: f64) -> Want {
        let ahead = self.fresh(now_ms);
        if !is_within(now_ms - self.used_ms.get(), CARE_MS) {
            return if ahead.is_empty() { Want::Nothing } else { Want::Rest(LIFE_MS) };
        }
        if ahead.len() < AHEAD { Want::Agreement } else { Want::Rest(LIFE_MS) }
    }

    /// Makes one agreement ahead of need, as a key that the place has taken in: for what is long, and ready.
    ///
    /// # Errors
    /// `crypto_unavailable`.
    pub(crate) async fn prepare<P: Sealing<Handle = H> + Random + Clock>(&self, platform: &P) -> Result<(), Fault> {
        let mut agreed = self.agree(platform).await?;
        agreed.handle = Some(platform.import_content_key(agreed.content_key.bytes()).await?);
        let mut ahead = self.ahead.borrow_mut();
        ahead.push((platform.monotonic_ms(), agreed));
        // Two that were prepared at the same time are one too many.
        ahead.truncate(AHEAD);
        Ok(())
    }

    async fn agree<P: Sealing<Handle = H> + Random>(&self, platform: &P) -> Result<Agreed<H>, Fault> {
        match &self.taken_in {
            TakenIn::Here(public) => agree_x25519(platform, public),
            TakenIn::There(key) => agree_by_port(platform, self.key.suite, key).await,
        }
    }

    /// An agreement that was made ahead and is not too old.
    pub(crate) fn take(&self, now_ms: f64) -> Option<Agreed<H>> {
        self.used_ms.set(now_ms);
        self.fresh(now_ms).pop().map(|(_, agreed)| agreed)
    }

    /// Those that are not too old; the others are gone.
    fn fresh(&self, now_ms: f64) -> RefMut<'_, Vec<(f64, Agreed<H>)>> {
        let mut ahead = self.ahead.borrow_mut();
        ahead.retain(|(made_ms, _)| is_within(now_ms - made_ms, LIFE_MS));
        ahead
    }
}

fn is_within(elapsed_ms: f64, limit_ms: u32) -> bool {
    elapsed_ms < f64::from(limit_ms)
}

#[cfg(test)]
mod tests {
    use portico_unseal::{PrivateKey, Suite as Private, jwe};
    use serde_json::json;

    use super::*;
    use crate::json::Json;
    use crate::seal::interop::offline::Offline;
    use crate::seal::interop::{private_key, recipient};
    use crate::seal::public_key::choose;

    const BINDING: Binding<'_> = Binding { use_: "pin:c", sid: Some("s"), iat: 0, jti: "j", iv: [7; 12] };

    /// Makes agreements until none is wanted, and gives how many.
    async fn fill<H: Clone>(to: &Recipient<H>, place: &Offline) -> usize
    where
        Offline: Sealing<Handle = H>,
    {
        let mut made = 0;
        while to.want(place.monotonic_ms()) == Want::Agreement {
            to.prepare(place).await.unwrap();
            made += 1;
        }
        made
    }

    fn epk(sealed: &str) -> Json {
        envelope::protected(sealed).unwrap().get("epk").cloned().unwrap()
    }

    #[tokio::test]
    async fn each_agreement_serves_one_value() {
        for suite in [Private::X25519, Private::P256] {
            let (place, key) = (Offline::at(0.0), private_key(suite));
            let to = recipient(&place, key).await;
            fill(&to, &place).await;
            let mut seen = Vec::new();
            for round in 0..3 * AHEAD {
                let sealed = to.seal(&place, &BINDING, b"1234").await.unwrap();
                assert_eq!(jwe::Compact::parse(&sealed, 4096).unwrap().open(key).unwrap().as_slice(), b"1234");
                let epk = epk(&sealed).to_text();
                assert!(!seen.contains(&epk), "{suite:?}, round {round}");
                seen.push(epk);
            }
        }
    }

    #[tokio::test]
    async fn sealing_with_an_agreement_at_hand_agrees_and_imports_nothing() {
        for suite in [Private::X25519, Private::P256, Private::Rsa] {
            let place = Offline::at(0.0);
            let to = recipient(&place, private_key(suite)).await;
            assert_eq!(fill(&to, &place).await, AHEAD - 1);
            place.asked.borrow_mut().clear();
            to.seal(&place, &BINDING, &[0; 1023]).await.unwrap();
            assert!(place.asked.borrow().is_empty(), "{suite:?}");
            to.seal(&place, &BINDING, &[0; 1024]).await.unwrap();
            assert_eq!(*place.asked.borrow(), ["encrypt"], "{suite:?}");
            assert_eq!(fill(&to, &place).await, 2);
        }
    }

    #[tokio::test]
    async fn drops_an_agreement_that_waited_three_minutes_and_makes_none_half_an_hour_after_the_last_value() {
        let place = Offline::at(0.0);
        let to = recipient(&place, private_key(Private::P256)).await;
        assert_eq!(fill(&to, &place).await, AHEAD - 1);
        place.pass(LIFE_MS - 1);
        assert_eq!(to.want(place.monotonic_ms()), Want::Rest(LIFE_MS));
        assert!(to.take(place.monotonic_ms()).is_some());
        place.pass(1);
        assert!(to.take(place.monotonic_ms()).is_none());
        assert_eq!(fill(&to, &place).await, AHEAD);
        place.pass(CARE_MS - LIFE_MS);
        assert_eq!(fill(&to, &place).await, AHEAD);
        place.pass(LIFE_MS - 1);
        assert_eq!(to.want(place.monotonic_ms()), Want::Rest(LIFE_MS));
        place.pass(LIFE_MS);
        assert_eq!(to.want(place.monotonic_ms()), Want::Nothing);
        assert!(to.ahead.borrow().is_empty());
        to.seal(&place, &BINDING, b"1").await.unwrap();
        assert_eq!(fill(&to, &place).await, AHEAD);
    }

    #[tokio::test]
    async fn two_that_prepare_at_the_same_time_make_no_more_than_there_is_room_for() {
        let place = Offline::at(0.0);
        let to = recipient(&place, private_key(Private::X25519)).await;
        fill(&to, &place).await;
        to.prepare(&place).await.unwrap();
        assert_eq!(to.ahead.borrow().len(), AHEAD);
    }

    #[tokio::test]
    async fn refuses_a_point_of_low_order_and_tells_that_cryptography_is_missing() {
        let place = Offline::at(0.0);
        let zero = json!([{"kty": "OKP", "crv": "X25519", "x": "A".repeat(43), "use": "enc", "kid": "k"}]).to_string();
        let key = choose(Json::parse(zero.as_bytes()).unwrap().items()).unwrap();
        let refused = Recipient::take_in(&place, key, None).await.err().unwrap();
        assert!(refused.is(portico_model::ErrorCode::NoUsableKey));

        let to = recipient(&place, private_key(Private::Rsa)).await;
        fill(&to, &place).await;
        place.broken.set(true);
        for _ in 0..AHEAD {
            to.seal(&place, &BINDING, b"what is at hand").await.unwrap();
        }
        let failed = to.seal(&place, &BINDING, b"more").await.unwrap_err();
        assert!(failed.is(portico_model::ErrorCode::CryptoUnavailable));
        assert!(to.prepare(&place).await.is_err());
    }

    #[tokio::test]
    async fn another_key_of_the_platform_opens_nothing() {
        let (place, other) = (Offline::at(0.0), PrivateKey::generate(Private::X25519).unwrap());
        let sealed = recipient(&place, private_key(Private::X25519)).await.seal(&place, &BINDING, b"1").await.unwrap();
        assert!(jwe::Compact::parse(&sealed, 4096).unwrap().open(&other).is_err());
    }
}
