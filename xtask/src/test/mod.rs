//! `cargo xtask test`: every part, timed, and one closing line.

mod count;
mod part;
mod parts;
mod postgres;
mod runner;

pub(crate) use count::{Count, Kind};
pub(crate) use part::{Build, Part, Work};
pub(crate) use parts::{DEVICE, E2E, device, journeys, openapi, seal, webhooks};
pub(crate) use postgres::Postgres;
pub(crate) use runner::run_parts;

use crate::stop::Stop;
use anyhow::bail;
use std::process::ExitCode;

/// What to run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Only these parts; may be given several times
    #[arg(long, value_name = "PART")]
    only: Vec<String>,
    /// Lists the parts
    #[arg(long)]
    list: bool,
}

/// Runs the parts that were asked for, all of them by default.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let parts = parts::all();
    if options.list {
        for part in &parts {
            println!("{:<12}{}", part.name, part.about);
        }
        return Ok(ExitCode::SUCCESS);
    }
    for name in &options.only {
        if !parts.iter().any(|part| part.name == name) {
            let known: Vec<&str> = parts.iter().map(|part| part.name).collect();
            bail!("there is no part `{name}`; the parts are {}", known.join(", "));
        }
    }
    let chosen: Vec<Part> = parts
        .into_iter()
        .filter(|part| options.only.is_empty() || options.only.iter().any(|name| name == part.name))
        .collect();
    let stop = Stop::listen()?;
    run_parts(&chosen, &stop)
}
