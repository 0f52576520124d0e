//! What the core needs from the place that it runs in. A browser gives it in the binding, a native test by itself.
//!
//! All are generic and `!Send`: a page has one thread. No port knows what a call means.

use portico_model::Jwk;
use zeroize::Zeroizing;

use crate::call::CallRecord;
use crate::client::ConnectionState;

/// All ports in one. A client is generic over this alone.
pub trait Platform:
    Transport + Clock + Timers + Random + Store + DeviceKeys + Signals + SessionKeys + Sealing + Idle + Observer + 'static
{
}
impl<P> Platform for P where
    P: Transport
        + Clock
        + Timers
        + Random
        + Store
        + DeviceKeys
        + Signals
        + SessionKeys
        + Sealing
        + Idle
        + Observer
        + 'static
{
}

/// One request of HTTP. The URL is absolute; the body is JSON.
#[derive(Debug, Clone)]
pub struct HttpRequest {
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: &'static str,
    /// Absolute.
    pub url: String,
    /// Lower-case names.
    pub headers: Vec<(&'static str, String)>,
    /// Absent for a `GET`.
    pub body: Option<String>,
}

/// An answer of any status.
#[derive(Clone)]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// Names in lower case; only those that the core asks for need to be there: `content-type`, `retry-after`,
    /// `ns-request-id`, `dpop-nonce`, `date`, `location`, `warning`.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for HttpResponse {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "HttpResponse({}, {} bytes)", self.status, self.body.len())
    }
}

/// Why there was no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// The connection failed, was cut, or the page's rules forbid it. It may or may not have reached the server.
    Lost,
    /// The browser says that it has no network: nothing was sent.
    Offline,
}

/// Sends requests. Cookies of the gateway travel along; redirects are not followed; nothing is cached.
pub trait Transport {
    /// Sends one request and reads the whole answer. Dropping the future aborts the request.
    fn send(&self, request: HttpRequest) -> impl Future<Output = Result<HttpResponse, NoAnswer>>;
    /// Ends when there is a network again; at once where there is one.
    fn online(&self) -> impl Future<Output = ()>;
}

/// Time. Neither is used for an `iat`: those come from the platform's clock plus the monotonic distance.
pub trait Clock {
    /// Milliseconds that only grow, from any start. May stand still while the device sleeps.
    fn monotonic_ms(&self) -> f64;
    /// Milliseconds since 1970 by the device's clock, which may be wrong.
    fn wall_ms(&self) -> f64;
    /// Milliseconds since 1970 of a time as RFC 3339 or an HTTP header (RFC 9110 section 5.6.7) writes it; no number for any
    /// other text.
    #[cfg(feature = "native")]
    fn read_ms(&self, text: &str) -> f64 {
        crate::time::read_ms(text)
    }
    /// Milliseconds since 1970 of a time as RFC 3339 or an HTTP header (RFC 9110 section 5.6.7) writes it; no number for any
    /// other text.
    #[cfg(not(feature = "native"))]
    fn read_ms(&self, text: &str) -> f64;
}

/// Waiting.
pub trait Timers {
    /// Ends after so many milliseconds. Dropping the future clears the timer.
    fn sleep(&self, milliseconds: u32) -> impl Future<Output = ()>;
}

/// Randomness fit for keys.
pub trait Random {
    /// Fills the whole buffer.
    ///
    /// # Errors
    /// When the platform has none.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), PortFault>;
}

/// Small texts that outlive a reload. Ids and idempotency keys: never personal data. Names are few and fixed, so the
/// place that keeps them is one for each gateway.
pub trait Store {
    /// The text under `name`; `None` when there is none or storage is blocked.
    fn read(&self, name: &str) -> impl Future<Output = Option<String>>;
    /// Keeps `text` under `name`, or forgets it, and gives what was kept. Where there is a `before`, only if that is it: no
    /// other page of this browser comes in between. Empty: nothing. Blocked storage keeps it for as long as the page is open.
    fn put(&self, name: &str, before: Option<&str>, text: Option<&str>) -> impl Future<Output = String>;
}

/// The device's P-256 key: made once for this origin and gateway, not extractable, kept by the browser.
pub trait DeviceKeys {
    /// The public half, making the key when there is none.
    fn device_key(&self) -> impl Future<Output = Result<Jwk, PortFault>>;
    /// Signs with ES256: 64 bytes, r and s (RFC 7518 section 3.4).
    fn sign(&self, message: &[u8]) -> impl Future<Output = Result<Vec<u8>, PortFault>>;
    /// Checks an ES256 signature of 64 bytes.
    fn verify(&self, key: &Jwk, message: &[u8], signature: &[u8]) -> impl Future<Output = Result<bool, PortFault>>;
}

/// What the device tells of itself.
pub trait Signals {
    /// JSON of the device's signals by name. Reading them may have begun long before; it ends within two seconds.
    fn signals(&self) -> impl Future<Output = String>;
}

/// AES-256-GCM keys that can't be read back. Named keys outlive a reload.
pub trait SessionKeys {
    /// A key that can't be extracted.
    type Key: Clone + 'static;
    /// Takes 32 bytes in. The caller wipes them.
    fn import(&self, raw: &[u8; 32]) -> impl Future<Output = Result<Self::Key, PortFault>>;
    /// Opens `ciphertext`, which ends with the tag of 16 bytes. An error says nothing of why.
    fn open(
        &self,
        key: &Self::Key,
        iv: &[u8; 12],
        aad: &[u8],
        ciphertext: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, PortFault>>;
    /// Keeps a key under `name`, or forgets it. Blocked storage keeps it for as long as the page is open.
    fn keep(&self, name: &str, key: Option<&Self::Key>) -> impl Future<Output = ()>;
    /// The key under `name`.
    fn recall(&self, name: &str) -> impl Future<Output = Option<Self::Key>>;
}

/// Sealing where the place's own cryptography is the better: P-256 and RSA, and AES for what is long.
pub trait Sealing {
    /// A key of either kind that the place took in.
    type Handle: Clone + 'static;
    /// Takes the platform's public key in, as JWK text: `{"kty":"EC","crv":"P-256","x","y"}` for ECDH, or
    /// `{"kty":"RSA","n","e"}` for RSA-OAEP-256. [`PortFault::Rejected`] when it is no such key.
    fn import_public_key(&self, jwk: &str) -> impl Future<Output = Result<Self::Handle, PortFault>>;
    /// Makes a new secret that only the holder of `key`'s private half can find.
    fn agree(&self, key: &Self::Handle) -> impl Future<Output = Result<Agreement, PortFault>>;
    /// Takes the 32 bytes of a content key in, for [`Self::encrypt`] alone. The caller wipes them.
    fn import_content_key(&self, raw: &[u8; 32]) -> impl Future<Output = Result<Self::Handle, PortFault>>;
    /// Encrypts by AES-256-GCM: the ciphertext, ending with the tag of 16 bytes. Leaves no copy of `plaintext`.
    fn encrypt(
        &self,
        key: &Self::Handle,
        iv: &[u8; 12],
        aad: &[u8],
        plaintext: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, PortFault>>;
    /// From how many bytes of plaintext on [`Self::encrypt`] is the faster; what is shorter is encrypted in this crate,
    /// at once.
    fn encrypts_from(&self) -> usize;
}

/// A secret, and what tells it to the holder of the private key.
pub struct Agreement {
    /// 32 bytes. P-256: the shared secret, which is the x coordinate. RSA: the content key, random.
    pub secret: Zeroizing<Vec<u8>>,
    /// P-256: our ephemeral public key as an uncompressed point, 65 bytes. RSA: the wrapped content key.
    pub public: Vec<u8>,
}

impl std::fmt::Debug for Agreement {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Agreement([redacted])")
    }
}

/// Time that nobody needs.
pub trait Idle {
    /// Asks for one call of [`crate::Client::prepare`], in so many milliseconds at the earliest, and then as soon as the
    /// page has nothing to do. Asking again takes the place of an ask that is still open.
    fn when_idle(&self, after_ms: u32);
}

/// Is told what happens. For developers' panels and logs.
pub trait Observer {
    /// One try of one call ended.
    fn call(&self, record: &CallRecord);
    /// The client's state changed.
    fn state_changed(&self, state: ConnectionState);
}

/// A port that can't do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortFault {
    /// WebCrypto or randomness is missing or refused the operation.
    Crypto,
    /// The sealed value does not open, or a signature is of the wrong form.
    Rejected,
}
