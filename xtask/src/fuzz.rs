//! `cargo xtask fuzz`: libFuzzer on the readers of what strangers send, on both sides.
//!
//! cargo-fuzz asks for a nightly compiler only for its sanitizers. They look for what unsafe code does, and ours has none;
//! without them the stable compiler will do.

use crate::command::{output, program, run};
use crate::root::{root, target};
use crate::setup;
use crate::tools::Tool;
use anyhow::{Context, bail};
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Instant;

/// The release that the targets were written with.
const VERSION: &str = "0.13.2";

/// What to fuzz, and for how long.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Only these targets; all of them when left out
    targets: Vec<String>,
    /// Seconds for each target
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Lists the targets
    #[arg(long)]
    list: bool,
}

/// Fuzzes each target in turn. A finding fails the command; its input stays in `fuzz/artifacts`.
pub(crate) fn run_targets(options: &Options) -> anyhow::Result<ExitCode> {
    let all = targets()?;
    if options.list {
        all.iter().for_each(|name| println!("{name}"));
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(unknown) = options.targets.iter().find(|name| !all.contains(name)) {
        bail!("there is no target `{unknown}`; the targets are {}", all.join(", "));
    }
    setup::ensure(&[Tool::Clang])?;
    let tool = installed()?;
    run(cargo_fuzz(&tool, "build").args(["--fuzz-dir", "fuzz", "--sanitizer", "none"]))?;
    let chosen = all.iter().filter(|name| options.targets.is_empty() || options.targets.contains(name));
    let mut rows = Vec::new();
    for name in chosen {
        println!("\n── {name}");
        let started = Instant::now();
        let outcome = fuzz(&tool, name, options.seconds);
        if let Err(error) = &outcome {
            eprintln!("{name}: {error:#}");
        }
        rows.push((name, outcome.is_ok(), started.elapsed()));
    }
    println!("\n{:<16}{:>9}   finding", "target", "time");
    for (name, held, time) in &rows {
        let finding = if *held { "none".to_owned() } else { format!("fuzz/artifacts/{name}") };
        println!("{name:<16}{:>8.1}s   {finding}", time.as_secs_f64());
    }
    Ok(if rows.iter().all(|(_, held, _)| *held) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The targets by name: a file of `fuzz/fuzz_targets` each.
fn targets() -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root().join("fuzz/fuzz_targets")).context("could not read fuzz/fuzz_targets")? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

/// What libFuzzer finds worth keeping goes below the target folder; the repository's corpus is read alone.
fn fuzz(tool: &PathBuf, name: &str, seconds: u32) -> anyhow::Result<()> {
    let found = target().join("fuzz/corpus").join(name);
    std::fs::create_dir_all(&found)?;
    let mut command = cargo_fuzz(tool, "run");
    command.args(["--fuzz-dir", "fuzz", "--sanitizer", "none", name]);
    command.arg(&found).arg(root().join("fuzz/corpus").join(name));
    command.args(["--", "-verbosity=0", "-print_funcs=0", "-print_final_stats=1", "-max_len=8192", "-timeout=10"]);
    run(command.arg(format!("-max_total_time={seconds}")))
}

fn cargo_fuzz(tool: &PathBuf, verb: &str) -> Command {
    let mut command = program(tool);
    // As cargo would start it; and a compiler that is surely there builds libFuzzer.
    command.args(["fuzz", verb]).env("CXX", "clang++").env("CARGO_TARGET_DIR", target().join("fuzz"));
    command
}

/// The tool, installed below the target folder when it is not there.
fn installed() -> anyhow::Result<PathBuf> {
    let home = target().join("tools");
    let tool = home.join("bin/cargo-fuzz");
    let told = output(program(&tool).args(["fuzz", "--version"])).unwrap_or_default();
    if !told.ends_with(VERSION) {
        println!("set-up: cargo install cargo-fuzz {VERSION}");
        let mut cargo = program("cargo");
        run(cargo.args(["install", "--quiet", "cargo-fuzz", "--version", VERSION, "--locked", "--root"]).arg(&home))?;
    }
    Ok(tool)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_target_has_seeds_and_a_place_in_the_manifest() {
        let manifest = std::fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
        let names = targets().unwrap();
        assert!(!names.is_empty());
        for name in names {
            assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
            let seeds = std::fs::read_dir(root().join("fuzz/corpus").join(&name)).unwrap();
            assert!(seeds.count() > 0, "{name}");
        }
    }
}
