//! `cargo xtask bench`: timings beside others doing the same work, in one run, as ratios. It exits with 1 when a figure is
//! missed. Not a part of `test`: a busy machine would make it lie.

use crate::build;
use crate::command::node;
use crate::root::target;
use crate::setup;
use crate::tools::{self, Tool, chromium, firefox};
use anyhow::Context;
use std::process::ExitCode;

/// What to measure.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Subject {
    /// Sealing beside npm jose and @hpke/core, in Chromium and Firefox
    Seal,
}

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    subject: Subject,
}

/// Measures, prints a table, and writes it as JSON below the target folder.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    match options.subject {
        Subject::Seal => seal(),
    }
}

fn seal() -> anyhow::Result<ExitCode> {
    setup::ensure(&[tools::PACKAGE, &[Tool::Chromium, Tool::Firefox]].concat())?;
    build::run()?;
    let folder = target().join("bench");
    std::fs::create_dir_all(&folder)?;
    let report = folder.join("seal.json");
    let status = node("tests/seal/bench.mjs")
        .env("PORTICO_BENCH_JSON", &report)
        .env("CHROME", chromium().context("there is no Chromium")?)
        .env("FIREFOX", firefox().context("there is no Firefox")?)
        .status()
        .context("could not start node")?;
    println!("written to {}", report.display());
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
