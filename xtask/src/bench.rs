//! `cargo xtask bench`: timings beside others doing the same work, in one run, as ratios, and the servers under load. It
//! exits with 1 when a figure is missed. Not a part of `test`: a busy machine would make it lie.

mod server;

use crate::build;
use crate::command::node;
use crate::root::target;
use crate::tools::{self, Tool, chromium, firefox};
use crate::{servers, setup};
use anyhow::Context;
use std::path::PathBuf;
use std::process::ExitCode;

/// What to measure.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Subject {
    /// Sealing beside npm jose and @hpke/core, in Chromium and Firefox
    Seal,
    /// The way to a device statement beside FingerprintJS, ThumbmarkJS and BotD, in Chromium and Firefox
    Device,
    /// A whole onboarding through the SDK: its calls, and the time of SDK and servers
    Flow,
    /// The sandbox under load, on SQLite and on PostgreSQL, and what the gateway costs
    Server,
}

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    subject: Subject,
    /// Of `server`: how long each database is measured, in seconds
    #[arg(long, default_value_t = 60)]
    seconds: u64,
}

/// Measures, prints a table, and writes it as JSON below the target folder.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    match options.subject {
        Subject::Seal => measure("seal", &[]),
        Subject::Device => {
            servers::build()?;
            measure("device", &[("PORTICO_BIN", target().join("debug"))])
        }
        Subject::Flow => {
            servers::build_released()?;
            measure("flow", &[("PORTICO_BIN", target().join("release"))])
        }
        Subject::Server => server::run(options.seconds),
    }
}

/// Runs `tests/<name>/bench.mjs` with the package built.
fn measure(name: &str, env: &[(&str, PathBuf)]) -> anyhow::Result<ExitCode> {
    setup::ensure(&[tools::PACKAGE, &[Tool::Chromium, Tool::Firefox]].concat())?;
    build::run()?;
    let folder = target().join("bench");
    std::fs::create_dir_all(&folder)?;
    let report = folder.join(format!("{name}.json"));
    let status = node(&format!("tests/{name}/bench.mjs"))
        .env("PORTICO_BENCH_JSON", &report)
        .env("CHROME", chromium().context("there is no Chromium")?)
        .env("FIREFOX", firefox().context("there is no Firefox")?)
        .envs(env.iter().map(|(key, value)| (key, value)))
        .status()
        .context("could not start node")?;
    println!("written to {}", report.display());
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
