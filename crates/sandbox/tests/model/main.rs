//! The sandbox against a small model: several customers make random calls of the real process over HTTP, answers get lost
//! and are asked for again, and in a quarter of the sequences the process is killed and started again.
//!
//! `PORTICO_COUNT` sequences of 100 calls on each database. 2,000 are the full round, optimised, by `cargo xtask prove
//! platform`; without it a tenth of them, which take a debug build three minutes of two cores on both databases. The first
//! one's seed is `PORTICO_SEED`, each next one's is one more. A failure names its seed: `PORTICO_COUNT=1
//! PORTICO_SEED=<seed>` makes the same calls again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and shows what ran"
)]

mod acts;
mod around;
mod choose;
mod client;
mod expect;
mod model;
mod random;
mod sequence;
mod server;
#[path = "../suite/support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the suite's, of which this needs a part")]
mod support;

use std::{
    collections::BTreeMap,
    env,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use sequence::{CALLS, Sequence};
use server::Server;
use support::{Database, databases};

/// Servers at a time, each with a database and with one sequence after the other.
const LANES: usize = 2;

/// Sequences of the full round, by `cargo xtask prove platform`.
const FULL: u64 = 2_000;

fn number(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// Takes sequences until none is left, and gives what became of their calls.
async fn lane(database: Database, next: Arc<AtomicU64>, first: u64, count: u64) -> BTreeMap<String, u64> {
    let mut server = Server::start(database);
    let mut outcomes = BTreeMap::<String, u64>::new();
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        if index >= count {
            break;
        }
        let seed = Seed(first + index);
        let mut sequence = Sequence::begin(&mut server, seed.0).await;
        sequence.run().await;
        sequence.outcomes.into_iter().for_each(|(outcome, number)| *outcomes.entry(outcome).or_default() += number);
    }
    *outcomes.entry("processes killed".to_owned()).or_default() += server.kills;
    server.end().await;
    outcomes
}

/// Names the seed of a sequence that failed.
struct Seed(u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("to make the same calls again: PORTICO_COUNT=1 PORTICO_SEED={}", self.0);
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "how long it took is shown")]
async fn prove(name: &str, lanes: Vec<Database>) {
    let begun = std::time::Instant::now();
    let (count, first) = (number("PORTICO_COUNT", FULL / 10), number("PORTICO_SEED", 20_261_121));
    let next = Arc::new(AtomicU64::new(0));
    let lanes: Vec<_> =
        lanes.into_iter().map(|database| tokio::spawn(lane(database, next.clone(), first, count))).collect();
    let mut outcomes = BTreeMap::<String, u64>::new();
    for lane in lanes {
        for (outcome, number) in lane.await.expect("a sequence left the model") {
            *outcomes.entry(outcome).or_default() += number;
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{name}: {count} sequences of {CALLS} calls ({FULL} are the full round), from PORTICO_SEED={first}: \
         0 violations, {seconds:.1} s"
    );
    println!("{outcomes:#?}");
    assert!(count < 20 || outcomes["processes killed"] > 0 && outcomes.len() >= 30, "the sequences do too little");
}

/// As many databases of a kind as there are lanes.
async fn of_kind(is_postgres: bool) -> Vec<Database> {
    let mut found = Vec::new();
    for _ in 0..LANES {
        for database in databases().await {
            if matches!(database, Database::Postgres { .. }) == is_postgres {
                found.push(database);
            } else {
                database.drop().await;
            }
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_sequence_of_calls_and_kills_leaves_the_model_on_sqlite() {
    prove("SQLite", of_kind(false).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_sequence_of_calls_and_kills_leaves_the_model_on_postgresql() {
    let lanes = of_kind(true).await;
    if lanes.is_empty() {
        println!("PORTICO_TEST_POSTGRES is not set: nothing ran");
    } else {
        prove("PostgreSQL", lanes).await;
    }
}
