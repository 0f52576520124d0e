//! `cargo xtask prove`: the tests whose number matters, with their full numbers.
//!
//! Property tests take their number of cases from `PROPTEST_CASES`; `cargo xtask test` leaves it at proptest's own.

use crate::command::cargo;
use crate::stop::Stop;
use crate::test::{Kind, Part, Work, run_parts};
use anyhow::bail;
use std::process::ExitCode;

/// Cases of each property.
const CASES: &str = "10000";

/// What to prove.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Only these parts; all of them when left out
    parts: Vec<String>,
    /// Lists the parts
    #[arg(long)]
    list: bool,
}

/// Runs the parts that were asked for, and prints what held.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let parts = all();
    if options.list {
        for part in &parts {
            println!("{:<12}{}", part.name, part.about);
        }
        return Ok(ExitCode::SUCCESS);
    }
    for name in &options.parts {
        if !parts.iter().any(|part| part.name == name) {
            let known: Vec<&str> = parts.iter().map(|part| part.name).collect();
            bail!("there is no part `{name}` to prove; the parts are {}", known.join(", "));
        }
    }
    let chosen: Vec<Part> = parts
        .into_iter()
        .filter(|part| options.parts.is_empty() || options.parts.iter().any(|name| name == part.name))
        .collect();
    println!("{CASES} cases of each property; known answers and tables run as they are");
    run_parts(&chosen, &Stop::listen()?)
}

fn all() -> Vec<Part> {
    let part = |name, about, work| Part { name, about, tools: &[], builds: &[], postgres: false, work };
    vec![
        part("seal", "known answers, and random messages that the servers' side opens", || properties("seal::")),
        part("answers", "no bytes break the reader of answers", || properties("json::")),
        part("steps", "the step machine ends, whatever the platform says", || properties("onboarding::machine::")),
    ]
}

/// The core's tests with this word in their name.
fn properties(word: &str) -> anyhow::Result<Vec<Work>> {
    let mut cargo = cargo();
    cargo.args(["test", "--quiet", "-p", "portico-core", word]).env("PROPTEST_CASES", CASES);
    Ok(vec![Work::Run(cargo, Kind::Cargo)])
}
