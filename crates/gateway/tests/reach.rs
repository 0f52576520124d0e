//! What a browser can get at, as a model: three browsers, random calls over every row with one another's ids, cookies
//! and sessions, and now and then a gateway that is started anew over its database. Each call must do what a small model
//! of who owns what says, and the platform must never see one that reaches what isn't its caller's.
//!
//! `PORTICO_COUNT` sequences of 100 calls on each database, 200 without it (2,000 are the full round, by `cargo xtask
//! prove platform`); the first one's seed is `PORTICO_SEED`, each next one's is one more. A failure names its seed:
//! `PORTICO_COUNT=1 PORTICO_SEED=<seed>` makes the same calls again.

#![allow(clippy::print_stdout, reason = "what ran, and the seed of what failed, is shown")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::{
    collections::BTreeMap,
    env,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use portico_gateway::allow_list::{ALLOW_LIST, After, BodyId, Kind, Route};
use serde_json::json;
use support::{Browser, Stage, browser::Answer, database, registry::Registry, routes};

const CALLS: usize = 100;

/// Numbers from a seed: SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).unwrap()).unwrap()
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// What a browser may name, by kind. The model: it is what its own answers told it since its visit began.
type Known = BTreeMap<&'static str, Vec<String>>;

struct Visitor {
    browser: Browser,
    known: Known,
}

impl Visitor {
    fn knows(&self, kind: Kind, id: &str) -> bool {
        kind.is_public()
            || (kind == Kind::Session && self.browser.session.as_deref() == Some(id))
            || self.known.get(kind.as_str()).is_some_and(|ids| ids.iter().any(|known| known == id))
    }

    fn learn(&mut self, kind: Kind, id: &serde_json::Value) {
        self.known.entry(kind.as_str()).or_default().push(id.as_str().unwrap().to_owned());
    }

    /// What a good answer means for the model.
    fn take_in(&mut self, route: &Route, answer: &Answer) {
        match route.after {
            After::SessionOpened => self.browser.session = answer.json["id"].as_str().map(str::to_owned),
            After::SessionClosed => {
                self.known.clear();
                self.browser.session = None;
            }
            After::Nothing | After::SessionMoved => {}
        }
        let each = |name: &str| answer.json[name].as_array().cloned().unwrap_or_default();
        match (route.method, route.template) {
            ("POST", "/accounts") => self.learn(Kind::Account, &answer.json["id"]),
            ("POST", "/people" | "/person") => self.learn(Kind::Person, &answer.json["id"]),
            ("POST", "/cards/physical" | "/cards/virtual" | "/cards/digital") => {
                self.learn(Kind::Card, &answer.json["id"]);
            }
            ("GET", "/accounts/{id}") => each("cards").iter().for_each(|card| self.learn(Kind::Card, &card["id"])),
            ("GET", "/people/{id}/document_requests") => {
                each("document_requests").iter().for_each(|one| self.learn(Kind::DocumentRequest, &one["id"]));
            }
            _ => {}
        }
    }
}

struct Sequence<'a> {
    random: Random,
    visitors: Vec<Visitor>,
    stage: &'a mut Stage,
    registry: &'a Registry,
    /// Calls by what became of them.
    outcomes: BTreeMap<String, u64>,
}

impl Sequence<'_> {
    async fn run(&mut self) {
        for _ in 0..CALLS {
            let who = self.random.below(self.visitors.len());
            match self.random.below(40) {
                0 => self.stage.clock.advance(7),
                1 => self.lose_key(who),
                2..=5 => self.steal(who).await,
                6 if self.random.below(5) == 0 => self.restart().await,
                _ => self.call(who).await,
            }
        }
    }

    /// The gateway's process ends, and the next one has the database alone: what it knew of everybody has to be in there.
    async fn restart(&mut self) {
        self.stage.restart().await;
        self.visitors.iter_mut().for_each(|visitor| visitor.browser.turn_to(&self.stage.router));
        self.count("gateways started anew");
    }

    /// A page whose storage was cleared, and whose cookie may have been.
    fn lose_key(&mut self, who: usize) {
        let visitor = &mut self.visitors[who];
        (visitor.browser.key, visitor.browser.session) = (support::browser::new_key(), None);
        visitor.known.clear();
        if self.random.below(2) == 0 {
            visitor.browser.cookie = None;
        }
    }

    /// An id for a place: mostly the caller's own, often another's, sometimes of another kind, or of nobody.
    fn choose(&mut self, who: usize, kind: Kind) -> String {
        let whose = if self.random.below(10) < 8 { who } else { self.random.below(self.visitors.len()) };
        let kind = if self.random.below(12) == 0 { Kind::Account } else { kind };
        let visitor = &self.visitors[whose];
        let ids = match kind {
            Kind::Session => visitor.browser.session.clone().into_iter().collect(),
            Kind::Agreement => vec!["agreement".to_owned()],
            Kind::Feature => vec!["savings".to_owned()],
            _ => visitor.known.get(kind.as_str()).cloned().unwrap_or_default(),
        };
        if ids.is_empty() { "nobodys".to_owned() } else { self.random.pick(&ids).clone() }
    }

    /// A row's request with chosen ids, and what has to come of it.
    fn draft(&mut self, who: usize, route: &'static Route) -> (String, Option<String>, Result<(), (u16, String)>) {
        let by_source = route.body.iter().any(|(_, what)| *what == BodyId::BySourceType);
        let source = if by_source { *self.random.pick(&[Kind::Account, Kind::Person]) } else { Kind::Person };
        let kinds: Vec<_> = (0..route.path.len() + route.body.len())
            .map(|place| if by_source && place >= route.path.len() { source } else { routes::kind_at(route, place) })
            .collect();
        // A member of the body may be left out.
        let left_out: Vec<_> =
            (0..kinds.len()).map(|place| place >= route.path.len() && self.random.below(4) == 0).collect();
        let ids: Vec<_> = kinds.iter().map(|kind| self.choose(who, *kind)).collect();
        let (path, body) = routes::request(route, |place, _| ids[place].clone());
        let body = body.map(|text| {
            let mut body: serde_json::Value = serde_json::from_str(&text).unwrap();
            for (index, (pointer, _)) in route.body.iter().enumerate() {
                if left_out[route.path.len() + index] {
                    *body.pointer_mut(pointer).unwrap() = json!(null);
                }
            }
            if by_source {
                body["source_type"] = json!(source.as_str());
            }
            if route.after == After::SessionOpened {
                body["device_data"] = json!(self.visitors[who].browser.jkt());
            }
            body.to_string()
        });
        let visitor = &self.visitors[who];
        let strange = (0..kinds.len()).find(|place| !left_out[*place] && !visitor.knows(kinds[*place], &ids[*place]));
        let expected = match strange {
            _ if visitor.browser.session.is_none() && !route.needs.no_binding() => {
                // The cookie of the visit whose key was lost still leads to that visit.
                let code = if visitor.browser.cookie.is_some() { "invalid_dpop_proof" } else { "login_required" };
                Err((401, code.to_owned()))
            }
            Some(place) => Err((404, kinds[place].not_found().as_str().to_owned())),
            None => Ok(()),
        };
        (path, body, expected)
    }

    async fn call(&mut self, who: usize) {
        // A visit that has not begun mostly begins.
        let begins = self.visitors[who].browser.session.is_none() && self.random.below(3) > 0;
        let route = if begins { &ALLOW_LIST[1] } else { self.random.pick(ALLOW_LIST) };
        let (path, mut body, mut expected) = self.draft(who, route);
        if begins {
            (body, expected) = (Some(json!({"device_data": self.visitors[who].browser.jkt()}).to_string()), Ok(()));
        }
        let calls = self.calls();
        let visitor = &mut self.visitors[who];
        let answer = visitor.browser.send(route.method, &path, body.clone()).await;
        let name = format!("{who}: {} {path} {}", route.method, body.unwrap_or_default());
        match expected {
            Ok(()) => {
                assert!(answer.status.is_success(), "{name}: {} {}", answer.status, answer.json);
                visitor.take_in(route, &answer);
                self.count("let through");
            }
            Err((status, code)) => {
                assert_eq!(answer.outcome(), (status, code.as_str()), "{name}");
                assert_eq!(self.calls(), calls, "{name} went up");
                self.count(&code);
            }
        }
    }

    /// A call with another browser's cookie, its session, or both, and its ids.
    async fn steal(&mut self, who: usize) {
        let victim = self.random.below(self.visitors.len());
        let route = self.random.pick(ALLOW_LIST);
        if victim == who || route.needs.no_binding() || self.visitors[victim].browser.session.is_none() {
            return;
        }
        let (path, body, _) = self.draft(victim, route);
        let (cookie, session) =
            (self.visitors[victim].browser.cookie.clone(), self.visitors[victim].browser.session.clone());
        let thief = &mut self.visitors[who].browser;
        let own = (thief.cookie.clone(), thief.session.clone());
        let what = self.random.below(3);
        if what != 1 {
            thief.cookie = cookie;
        }
        if what != 0 {
            thief.session = session;
        }
        let calls = self.registry.books.lock().unwrap().calls;
        let answer = thief.send(route.method, &path, body).await;
        (thief.cookie, thief.session) = own;
        let code = answer.code().to_owned();
        let name = format!("{who} as {victim} ({what}): {} {path}", route.method);
        assert!(
            matches!(code.as_str(), "invalid_dpop_proof" | "session_forbidden" | "session_required" | "login_required"),
            "{name}: {}",
            answer.json
        );
        assert_eq!(self.calls(), calls, "{name} went up");
        self.count(&format!("stolen: {code}"));
    }

    fn calls(&self) -> u64 {
        self.registry.books.lock().unwrap().calls
    }

    fn count(&mut self, outcome: &str) {
        *self.outcomes.entry(outcome.to_owned()).or_default() += 1;
    }
}

fn number(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// Gateways at a time, each with a database and with one sequence after the other.
const LANES: usize = 2;

/// Names the seed of a sequence that failed.
struct Seed(u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("to make the same calls again: PORTICO_COUNT=1 PORTICO_SEED={}", self.0);
        }
    }
}

/// Takes sequences until none is left, and gives what became of their calls.
async fn lane(url: Option<String>, next: Arc<AtomicU64>, first: u64, count: u64) -> BTreeMap<String, u64> {
    let registry = Registry::start().await;
    let mut stage = Stage::with(|config| {
        config.netspend_url = registry.base_url.parse().unwrap();
        config.database_url = url.map(portico_gateway::Secret::new);
        config.rate_per_minute = u32::MAX;
    })
    .await;
    let mut outcomes = BTreeMap::<String, u64>::new();
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        if index >= count {
            return outcomes;
        }
        let seed = Seed(first + index);
        let new = || Visitor { browser: stage.browser(), known: Known::new() };
        let visitors = vec![new(), new(), new()];
        let random = Random(seed.0);
        let mut sequence =
            Sequence { random, visitors, stage: &mut stage, registry: &registry, outcomes: BTreeMap::new() };
        sequence.run().await;
        let violations = std::mem::take(&mut registry.books.lock().unwrap().violations);
        assert!(violations.is_empty(), "{violations:#?}");
        sequence.outcomes.into_iter().for_each(|(outcome, number)| *outcomes.entry(outcome).or_default() += number);
        stage.state.sweep().await.unwrap();
    }
}

#[allow(clippy::disallowed_methods, reason = "how long it took is shown")]
async fn prove(database: &str, urls: Vec<Option<String>>) {
    let begun = std::time::Instant::now();
    let (count, first) = (number("PORTICO_COUNT", 200), number("PORTICO_SEED", 20_261_121));
    let next = Arc::new(AtomicU64::new(0));
    let lanes: Vec<_> = urls.into_iter().map(|url| tokio::spawn(lane(url, next.clone(), first, count))).collect();
    let mut outcomes = BTreeMap::<String, u64>::new();
    for lane in lanes {
        for (outcome, number) in lane.await.expect("a call was not what the model says") {
            *outcomes.entry(outcome).or_default() += number;
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{database}: {count} sequences of {CALLS} calls (2000 are the full round), from PORTICO_SEED={first}: \
         0 violations, {seconds:.1} s"
    );
    println!("{outcomes:#?}");
    let enough = || outcomes["let through"] > 0 && outcomes["gateways started anew"] > 0 && outcomes.len() >= 9;
    assert!(count < 20 || enough(), "the sequences do too little");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_sequence_gets_at_another_browsers_account_person_or_card_on_sqlite() {
    prove("SQLite", vec![None; LANES]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_sequence_gets_at_another_browsers_account_person_or_card_on_postgresql() {
    let mut urls = Vec::new();
    for _ in 0..LANES {
        urls.extend(database::fresh().await.map(Some));
    }
    if urls.is_empty() {
        println!("PORTICO_TEST_POSTGRES is not set: nothing ran");
    } else {
        prove("PostgreSQL", urls).await;
    }
}
