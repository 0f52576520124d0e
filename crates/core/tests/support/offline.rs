//! A place without a network: what sealing and opening need, and a clock that a test sets.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;

use portico_core::ConnectionState;
use portico_core::call::CallRecord;
use portico_core::ports::{
    Agreement, Clock, DeviceKeys, HttpRequest, HttpResponse, Idle, NoAnswer, Observer, PortFault, Random, Sealing,
    SessionKeys, Signals, Store, Timers, Transport,
};
use portico_model::Jwk;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::EcdsaKeyPair;

use super::webcrypto::{self, Handle};

/// What the place is made of.
pub struct Parts {
    pub device_key: EcdsaKeyPair,
    pub stored: RefCell<BTreeMap<String, String>>,
    pub states: RefCell<Vec<ConnectionState>>,
    pub monotonic_ms: Cell<f64>,
    pub wall_ms: Cell<f64>,
    /// From how many bytes on the place encrypts.
    pub encrypts_from: Cell<usize>,
    /// What the place was asked for: `agree`, `import` (of a content key) and `encrypt`.
    pub asked: RefCell<Vec<&'static str>>,
    /// What the last ask for idle time was.
    pub idle_after_ms: Cell<Option<u32>>,
    /// Whether the place's cryptography has gone away.
    pub broken: Cell<bool>,
}

/// The place.
#[derive(Clone)]
pub struct Offline(Rc<Parts>);

impl Deref for Offline {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Offline {
    /// A place whose clock says `wall_ms` since 1970.
    pub fn at(wall_ms: f64) -> Self {
        Self(Rc::new(Parts {
            device_key: webcrypto::generate_device_key(),
            stored: RefCell::default(),
            states: RefCell::default(),
            monotonic_ms: Cell::new(0.0),
            wall_ms: Cell::new(wall_ms),
            encrypts_from: Cell::new(1024),
            asked: RefCell::default(),
            idle_after_ms: Cell::new(None),
            broken: Cell::new(false),
        }))
    }

    /// Lets both clocks go on.
    pub fn pass(&self, milliseconds: u32) {
        self.monotonic_ms.set(self.monotonic_ms.get() + f64::from(milliseconds));
        self.wall_ms.set(self.wall_ms.get() + f64::from(milliseconds));
    }

    fn ask(&self, what: &'static str) -> Result<(), PortFault> {
        self.asked.borrow_mut().push(what);
        if self.broken.get() { Err(PortFault::Crypto) } else { Ok(()) }
    }
}

impl Sealing for Offline {
    type Handle = Handle;

    async fn import_public_key(&self, jwk: &str) -> Result<Handle, PortFault> {
        webcrypto::import_public_key(jwk)
    }

    async fn agree(&self, key: &Handle) -> Result<Agreement, PortFault> {
        self.ask("agree")?;
        webcrypto::agree(key)
    }

    async fn import_content_key(&self, raw: &[u8; 32]) -> Result<Handle, PortFault> {
        self.ask("import")?;
        Ok(Handle::Content(Rc::new(*raw)))
    }

    async fn encrypt(&self, key: &Handle, iv: &[u8; 12], aad: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, PortFault> {
        self.ask("encrypt")?;
        webcrypto::encrypt(key, iv, aad, plaintext)
    }

    fn encrypts_from(&self) -> usize {
        self.encrypts_from.get()
    }
}

impl Idle for Offline {
    fn when_idle(&self, after_ms: u32) {
        self.idle_after_ms.set(Some(after_ms));
    }
}

impl DeviceKeys for Offline {
    async fn device_key(&self) -> Result<Jwk, PortFault> {
        Ok(webcrypto::public_jwk(&self.device_key))
    }

    async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, PortFault> {
        webcrypto::sign(&self.device_key, message)
    }

    async fn verify(&self, key: &Jwk, message: &[u8], signature: &[u8]) -> Result<bool, PortFault> {
        webcrypto::verify(key, message, signature)
    }
}

impl Signals for Offline {
    async fn signals(&self) -> String {
        r#"{"cores": {"value": 8}}"#.to_owned()
    }
}

impl SessionKeys for Offline {
    type Key = Rc<[u8; 32]>;

    async fn import(&self, raw: &[u8; 32]) -> Result<Self::Key, PortFault> {
        Ok(Rc::new(*raw))
    }

    async fn open(&self, key: &Self::Key, iv: &[u8; 12], aad: &[u8], ciphertext: &[u8]) -> Result<Vec<u8>, PortFault> {
        webcrypto::decrypt(key, iv, aad, ciphertext)
    }

    async fn keep(&self, name: &str, _: Option<&Self::Key>) {
        self.stored.borrow_mut().insert(name.to_owned(), "a key".to_owned());
    }

    async fn recall(&self, _: &str) -> Option<Self::Key> {
        None
    }
}

impl Transport for Offline {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        panic!("{} {}: there is no network here", request.method, request.url);
    }

    async fn online(&self) {}
}

impl Clock for Offline {
    fn monotonic_ms(&self) -> f64 {
        self.monotonic_ms.get()
    }

    fn wall_ms(&self) -> f64 {
        self.wall_ms.get()
    }
}

impl Timers for Offline {
    async fn sleep(&self, _: u32) {
        std::future::pending::<()>().await;
    }
}

impl Random for Offline {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), PortFault> {
        SystemRandom::new().fill(buffer).map_err(|_| PortFault::Crypto)
    }
}

impl Store for Offline {
    async fn read(&self, name: &str) -> Option<String> {
        self.stored.borrow().get(name).cloned()
    }

    async fn put(&self, name: &str, before: Option<&str>, text: Option<&str>) -> String {
        let mut stored = self.stored.borrow_mut();
        let kept = stored.get(name).cloned().unwrap_or_default();
        if before.is_none_or(|before| before == kept) {
            match text {
                Some(text) => stored.insert(name.to_owned(), text.to_owned()),
                None => stored.remove(name),
            };
        }
        kept
    }
}

impl Observer for Offline {
    fn call(&self, record: &CallRecord) {
        panic!("{record:?}: there is no network here");
    }

    fn state_changed(&self, state: ConnectionState) {
        self.states.borrow_mut().push(state);
    }
}
