//! `cargo xtask …`: every command of this repository, each with its own set-up.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a command line tool talks to its user, waits for processes and measures real time"
)]

#[cfg(not(unix))]
compile_error!("the commands of this repository need Linux or macOS; on Windows, run them in WSL");

mod bench;
mod build;
mod children;
mod command;
mod demo;
mod doctor;
mod engines;
mod fuzz;
mod interop;
mod names;
mod portal;
mod ports;
mod prove;
mod root;
mod servers;
mod setup;
mod size;
mod stamp;
mod stop;
mod test;
mod tools;
mod trim;
mod unwiped;

use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::process::ExitCode;

/// The commands of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Starts the whole road on this machine: sandbox, gateway and a partner's portal
    Demo(demo::Options),
    /// Runs every test and check, and closes with a line `N passed, N failed`
    Test(test::Options),
    /// Runs the tests that count, with their full counts
    Prove(prove::Options),
    /// Measures beside others that do the same work, and fails below its floors
    Bench(bench::Options),
    /// Feeds the readers of both sides what libFuzzer comes up with, a minute for each
    Fuzz(fuzz::Options),
    /// Builds the npm package into pkg/dist
    Build,
    /// Measures the package, compressed as it is served, against its budget
    Size,
    /// Shows what the commands need, what is there, and how to mend what is missing
    Doctor,
    /// Installs what is missing on this machine, as far as it can
    Setup,
    /// The runner that cargo calls for tests in a browser
    #[command(hide = true)]
    TestRunner {
        /// What cargo hands over: the test's wasm, then the test's own arguments
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> anyhow::Result<ExitCode> {
    match task {
        Task::Demo(options) => return demo::run(&options),
        Task::Test(options) => return test::run(&options),
        Task::Prove(options) => return prove::run(&options),
        Task::Bench(options) => return bench::run(&options),
        Task::Fuzz(options) => return fuzz::run_targets(&options),
        Task::Doctor => return Ok(doctor::run()),
        Task::Setup => setup::ensure(tools::ALL)?,
        Task::Build => {
            setup::ensure(tools::PACKAGE)?;
            build::run()?;
        }
        Task::Size => {
            setup::ensure(tools::PACKAGE)?;
            build::run()?;
            size::run()?;
        }
        Task::TestRunner { args } => {
            let args = std::iter::once(OsString::from("wasm-bindgen-test-runner")).chain(args);
            wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(args)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
