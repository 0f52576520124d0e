//! `portico-load`: a closed loop of virtual customers with checking accounts. `cargo xtask bench server` runs it.
//!
//! Each connection has one customer after the other on it, from the platform's keys to a card with a PIN: a new device
//! key, a signed statement, sealed values that are fresh, an idempotency key on each write. One thread does it all, since
//! the generator shares the cores with the server that it measures.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a command line tool tells what it found, and it measures real time"
)]

mod connection;
mod overhead;
mod processor;
mod road;
mod samples;
mod seal;
mod shared;
mod throughput;
mod visitor;

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use clap::{Parser, Subcommand};
use serde_json::{Value, json};
use tokio::task::LocalSet;

use self::samples::{Row, Samples, milliseconds};
use self::shared::Shared;

/// Load for sandbox and gateway.
#[derive(Debug, Parser)]
struct Cli {
    /// The sandbox's address, such as 127.0.0.1:8788
    #[arg(long)]
    sandbox: String,
    /// Its starter-kit.json
    #[arg(long)]
    kit: PathBuf,
    /// Where the report goes, as JSON
    #[arg(long)]
    report: PathBuf,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// How many calls a second the sandbox answers
    Throughput(throughput::Options),
    /// What the gateway adds to a call
    Overhead(overhead::Options),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    LocalSet::new().run_until(run(&cli)).await
}

async fn run(cli: &Cli) -> anyhow::Result<()> {
    let shared = Shared::open(&cli.sandbox, &cli.kit).await?;
    let report = match &cli.what {
        What::Throughput(options) => {
            let (samples, report) = throughput::run(shared, options).await?;
            print_table("straight to the sandbox", &samples);
            report
        }
        What::Overhead(options) => {
            let ([direct, gateway], report) = overhead::run(shared, options).await?;
            print_table("straight to the sandbox", &direct);
            print_table("through the gateway", &gateway);
            report
        }
    };
    std::fs::write(&cli.report, format!("{report:#}\n"))
        .with_context(|| format!("{} can't be written", cli.report.display()))
}

/// A line for all calls, one for each kind, and what went wrong.
fn print_table(title: &str, samples: &Samples) {
    println!("{title:<28}{:>9}{:>10}{:>10}{:>10}{:>8}", "calls", "p50 ms", "p95 ms", "p99 ms", "errors");
    for Row { kind, calls, errors, percentiles } in samples.rows() {
        let [p50, p95, p99] = percentiles.map(milliseconds);
        println!("{kind:<28}{calls:>9}{p50:>10.2}{p95:>10.2}{p99:>10.2}{errors:>8}");
    }
    for error in samples.errors() {
        let text = |name: &str| error.get(name).unwrap_or(&Value::Null).clone();
        println!("  {} {} times: {}", json!(text("call")), text("count"), text("what"));
    }
}

/// Seconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
