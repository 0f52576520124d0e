//! A browser as ports: what it keeps outlives a page, and its network can be made to fail.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use portico_core::ConnectionState;
use portico_core::call::CallRecord;
use portico_core::ports::{
    Clock, HttpRequest, HttpResponse, NoAnswer, Observer, PortFault, Random, Store, Timers, Transport,
};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::EcdsaKeyPair;
use tokio::time::Instant;

use super::webcrypto::generate_device_key;

/// What becomes of a request.
pub enum Fate {
    /// It is sent and answered.
    Answered,
    /// It is sent; the answer is lost.
    AnswerLost,
    /// It is never sent.
    Lost,
    /// It is never sent, since there is no network.
    Offline,
    /// It is sent; no answer comes, ever.
    Hanging,
    /// It is sent, and somebody on the way changes the answer.
    Changed(Box<dyn FnOnce(&mut HttpResponse)>),
    /// It is never sent; somebody else answers.
    Forged(HttpResponse),
}

impl Fate {
    /// A problem that somebody answers with.
    pub fn problem(status: u16, body: serde_json::Value) -> Self {
        let headers = vec![("content-type".to_owned(), "application/problem+json".to_owned())];
        Self::Forged(HttpResponse { status, headers, body: body.to_string().into_bytes() })
    }
}

type Decide = Box<dyn FnMut(&Seen) -> Fate>;

/// A request as it left the page.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: &'static str,
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

pub struct Parts {
    pub device_key: EcdsaKeyPair,
    pub session_keys: RefCell<BTreeMap<String, Rc<[u8; 32]>>>,
    pub stored: RefCell<BTreeMap<String, String>>,
    pub cookie: RefCell<Option<String>>,
    pub seen: RefCell<Vec<Seen>>,
    pub records: RefCell<Vec<CallRecord>>,
    pub states: RefCell<Vec<ConnectionState>>,
    /// The asks for idle time.
    pub idle_asks: RefCell<Vec<u32>>,
    /// The one wait of up to ten seconds that is no wait between tries.
    limit_ms: Cell<u32>,
    /// The ports that were asked so far, and the one that never answers; 0 for none.
    pub asked: Cell<u32>,
    pub silent: Cell<u32>,
    /// Whether every port lets another page go first.
    pub polite: Cell<bool>,
    /// Tells that this one was asked.
    pub met: tokio::sync::Notify,
    /// Tells that there is a network again.
    pub online: tokio::sync::Notify,
    /// How far the device's clock is off, in milliseconds.
    pub clock_error_ms: Cell<f64>,
    /// Decides each request's fate.
    fate: RefCell<Decide>,
    http: reqwest::Client,
    began: Instant,
}

#[derive(Clone)]
pub struct Browser(Rc<Parts>);

impl Deref for Browser {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Browser {
    pub fn new() -> Self {
        Self::of(reqwest::Client::builder())
    }

    /// One whose time limit of each call is this one, and that opens a connection for each request.
    pub fn with_limit(limit_ms: u32) -> Self {
        let browser = Self::of(reqwest::Client::builder().pool_max_idle_per_host(0));
        browser.limit_ms.set(limit_ms);
        browser
    }

    fn of(http: reqwest::ClientBuilder) -> Self {
        drop(rustls::crypto::ring::default_provider().install_default());
        Self(Rc::new(Parts {
            device_key: generate_device_key(),
            session_keys: RefCell::default(),
            stored: RefCell::default(),
            cookie: RefCell::default(),
            seen: RefCell::default(),
            records: RefCell::default(),
            states: RefCell::default(),
            idle_asks: RefCell::default(),
            limit_ms: Cell::new(LIMIT_MS),
            asked: Cell::new(0),
            silent: Cell::new(0),
            polite: Cell::new(false),
            met: tokio::sync::Notify::new(),
            online: tokio::sync::Notify::new(),
            clock_error_ms: Cell::new(0.0),
            fate: RefCell::new(Box::new(|_| Fate::Answered)),
            http: http.redirect(reqwest::redirect::Policy::none()).build().unwrap(),
            began: Instant::now(),
        }))
    }

    /// Lets `decide` choose what becomes of each request from now on.
    pub fn network(&self, decide: impl FnMut(&Seen) -> Fate + 'static) {
        *self.fate.borrow_mut() = Box::new(decide);
    }

    /// Requests so far, as `METHOD /path`, without ids.
    pub fn calls(&self) -> Vec<String> {
        let is_id = |segment: &&str| segment.len() >= 32;
        let shorten =
            |path: &str| path.split('/').map(|s| if is_id(&s) { "…" } else { s }).collect::<Vec<_>>().join("/");
        self.seen.borrow().iter().map(|seen| format!("{} {}", seen.method, shorten(&seen.path))).collect()
    }

    /// Every port asks here first: the one that is `silent` never answers.
    pub async fn ask(&self) {
        if self.polite.get() {
            tokio::task::yield_now().await;
        }
        self.asked.set(self.asked.get() + 1);
        if self.asked.get() == self.silent.get() {
            self.met.notify_one();
            std::future::pending::<()>().await;
        }
    }

    pub fn forget_seen(&self) {
        self.seen.borrow_mut().clear();
        self.records.borrow_mut().clear();
    }
}

impl Transport for Browser {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        self.ask().await;
        let path = request.url.split_once("/portico").map_or("", |(_, path)| path).to_owned();
        let body = request.body.clone().unwrap_or_default();
        let seen = Seen { method: request.method, path, headers: request.headers.clone(), body };
        let fate = (self.fate.borrow_mut())(&seen);
        self.seen.borrow_mut().push(seen);
        match fate {
            Fate::Lost => return Err(NoAnswer::Lost),
            Fate::Offline => return Err(NoAnswer::Offline),
            Fate::Forged(response) => return Ok(response),
            _ => {}
        }
        let mut out = self.http.request(request.method.parse().unwrap(), &request.url);
        for (name, value) in request.headers {
            out = out.header(name, value);
        }
        if let Some(cookie) = &*self.cookie.borrow() {
            out = out.header("cookie", cookie);
        }
        let out = out.body(request.body.unwrap_or_default());
        let answer = out.send().await.map_err(|_| NoAnswer::Lost)?;
        let status = answer.status().as_u16();
        for cookie in answer.headers().get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            *self.cookie.borrow_mut() = (!pair.ends_with('=')).then_some(pair);
        }
        let headers = answer.headers().iter();
        let headers =
            headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap_or("").to_owned())).collect();
        let body = answer.bytes().await.map_err(|_| NoAnswer::Lost)?.to_vec();
        let mut response = HttpResponse { status, headers, body };
        self.ask().await;
        match fate {
            Fate::Hanging => std::future::pending().await,
            Fate::AnswerLost => return Err(NoAnswer::Lost),
            Fate::Changed(change) => change(&mut response),
            _ => {}
        }
        Ok(response)
    }

    async fn online(&self) {
        self.online.notified().await;
    }
}

impl Clock for Browser {
    fn monotonic_ms(&self) -> f64 {
        self.began.elapsed().as_secs_f64() * 1000.0
    }

    #[allow(clippy::disallowed_methods, reason = "this is the device's clock")]
    fn wall_ms(&self) -> f64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        now.as_secs_f64() * 1000.0 + self.clock_error_ms.get()
    }
}

impl Timers for Browser {
    /// Waits between tries are over at once; a time limit is kept.
    async fn sleep(&self, milliseconds: u32) {
        match milliseconds {
            0..=10_000 if milliseconds != self.limit_ms.get() => tokio::task::yield_now().await,
            _ => tokio::time::sleep(Duration::from_millis(u64::from(milliseconds))).await,
        }
    }
}

/// A time limit that a test sets to see it met.
pub const LIMIT_MS: u32 = 333;

impl Random for Browser {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), PortFault> {
        SystemRandom::new().fill(buffer).map_err(|_| PortFault::Crypto)
    }
}

impl Store for Browser {
    async fn read(&self, name: &str) -> Option<String> {
        self.ask().await;
        self.stored.borrow().get(name).cloned()
    }

    async fn put(&self, name: &str, before: Option<&str>, text: Option<&str>) -> String {
        self.ask().await;
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

impl Observer for Browser {
    fn call(&self, record: &CallRecord) {
        self.records.borrow_mut().push(record.clone());
    }

    fn state_changed(&self, state: ConnectionState) {
        self.states.borrow_mut().push(state);
    }
}
