//! `cargo xtask prove`: the tests whose number matters, with their full numbers.
//!
//! Property tests and the messages of `tests/interop` take their number from `PROPTEST_CASES`, sequences of calls from
//! `PORTICO_COUNT`; `cargo xtask test` leaves both out, for proptest's own number and a thousand messages.

use crate::command::cargo;
use crate::stop::Stop;
use crate::test::{self, Build, Kind, Part, Work, run_parts};
use crate::tools::Tool;
use crate::{engines, interop};
use anyhow::bail;
use std::process::ExitCode;
use std::time::SystemTime;

/// Cases of each property.
const CASES: &str = "10000";

/// Rounds of each browser that is known again, and of each that is refused.
const ROUNDS: &str = "5";

/// Sequences of 100 calls on each database.
const SEQUENCES: &str = "2000";
/// Of the Passport side: each has a sandbox of its own.
const WALKS: &str = "100";
/// Journeys for each kind of broken connection.
const JOURNEYS: &str = "20";
/// Of the places where a journey is aborted: all of them.
const EVERY_PLACE: &str = "0";
/// Examples of each call of the OpenAPI document.
const EXAMPLES: &str = "100";

/// Those of the peers, and those of the package in two engines.
const SEAL: &[Tool] = &[
    Tool::Python,
    Tool::WasmTarget,
    Tool::Clang,
    Tool::Node,
    Tool::Npm,
    Tool::NpmPackages,
    Tool::Chromium,
    Tool::Firefox,
    Tool::WebKit,
    Tool::Xvfb,
];

/// Those of the two receivers that others wrote, and the second database.
const PLATFORM: &[Tool] = &[Tool::Postgres, Tool::Node, Tool::Npm, Tool::NpmPackages, Tool::Python];

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
    println!(
        "{CASES} cases of each property, and messages for each peer and direction; {ROUNDS} rounds of each browser; {SEQUENCES} \
         sequences of calls on each database; tables run as they are"
    );
    run_parts(&chosen, &Stop::listen()?)
}

fn all() -> Vec<Part> {
    let part = |name, about, tools, work| Part { name, about, tools, builds: &[], postgres: false, work };
    vec![
        Part {
            builds: &[Build::Package, Build::Unwiped],
            ..part(
                "seal",
                "known answers, forgeries, messages to and from others, and what stays in memory",
                SEAL,
                seal,
            )
        },
        Part {
            builds: &[Build::Package, Build::Servers],
            ..part("device", "which devices are known again, and who gets no session", test::DEVICE, || {
                test::device(Some(ROUNDS))
            })
        },
        Part {
            builds: &[Build::Servers],
            postgres: true,
            ..part(
                "platform",
                "no sequence of calls and kills leaves the model, no browser reaches another's, and all is as documented",
                PLATFORM,
                platform,
            )
        },
        Part {
            builds: &[Build::Package, Build::Portal, Build::Servers],
            ..part(
                "journey",
                "each product, each outcome of the checks, each way, every kind of broken connection, an abort at every await: to its right end",
                test::E2E,
                || Ok(vec![journey("faults::", JOURNEYS), journey("aborts::", EVERY_PLACE), test::journeys()?]),
            )
        },
        part("answers", "no bytes break the reader of answers", &[], || Ok(vec![properties("json::")])),
        part("steps", "the step machine ends, whatever the platform says", &[], || {
            Ok(vec![properties("onboarding::machine::")])
        }),
    ]
}

/// All of the platform, on both databases. What counts prints its seed and what became of its calls.
fn platform() -> anyhow::Result<Vec<Work>> {
    let seed = seed()?.to_string();
    let sequences = |package: &str, test: &str| {
        let mut cargo = cargo();
        // As the servers are shipped, and as `cargo xtask bench server` has built them.
        cargo.args(["test", "--quiet", "--release", "-p", package, "--test", test]);
        cargo.args(["--", "--nocapture", "--test-threads=1"]);
        cargo.env("PORTICO_COUNT", SEQUENCES).env("PORTICO_SEED", &seed);
        Work::Run(cargo, Kind::Cargo)
    };
    let mut suite = cargo();
    suite.args(["test", "--quiet", "-p", "portico-sandbox", "--test", "suite"]);
    let mut work = vec![
        sequences("portico-sandbox", "model"),
        sequences("portico-gateway", "reach"),
        Work::Run(suite, Kind::Cargo),
    ];
    let mut walk = cargo();
    walk.args(["test", "--quiet", "-p", "portico-gateway", "--test", "passport", "walk::", "--", "--nocapture"]);
    walk.env("PORTICO_COUNT", WALKS).env("PORTICO_SEED", &seed);
    work.push(Work::Run(walk, Kind::Cargo));
    work.extend(test::webhooks()?);
    work.extend(test::openapi(Some((EXAMPLES, self::seed()?)))?);
    Ok(work)
}

/// Another seed each time: the fixed one has its turn in every `cargo xtask test`.
fn seed() -> anyhow::Result<u64> {
    Ok(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs())
}

/// All of sealing. What counts prints a table of its own.
fn seal() -> anyhow::Result<Vec<Work>> {
    let tests = |arguments: &[&str]| {
        let mut cargo = cargo();
        cargo.args(["test", "--quiet"]).args(arguments).env("PROPTEST_CASES", CASES);
        Work::Run(cargo, Kind::Cargo)
    };
    let mut work = vec![
        properties("seal::"),
        properties("encoding::"),
        tests(&["-p", "portico-core", "--test", "client", "--", "tampering::", "low_level::", "ahead::", "rotation::"]),
        tests(&["-p", "portico-unseal", "--lib", "known_answers", "--", "--nocapture"]),
        tests(&["-p", "portico-unseal", "--test", "forgeries", "--", "--nocapture", "--test-threads=1"]),
        tests(&["-p", "portico-unseal", "--test", "timing", "--", "--nocapture"]),
        tests(&[
            "-p",
            "portico-sandbox",
            "--test",
            "suite",
            "--",
            "forgeries::",
            "replay::",
            "rotation::",
            "sealing::",
        ]),
    ];
    work.extend(test::seal(Some(CASES))?);
    work.extend(engines::work()?);
    work.extend(interop::work(interop::Amount { cases: Some(CASES), seed: Some(seed()?) })?);
    Ok(work)
}

/// Whole journeys of the core: through a proxy that breaks connections, or aborted wherever they wait.
fn journey(module: &str, count: &str) -> Work {
    let mut cargo = cargo();
    cargo.args(["test", "--quiet", "-p", "portico-core", "--test", "client", module, "--", "--nocapture"]);
    cargo.env("PORTICO_COUNT", count);
    Work::Run(cargo, Kind::Cargo)
}

/// The core's tests with this word in their name.
fn properties(word: &str) -> Work {
    let mut cargo = cargo();
    cargo.args(["test", "--quiet", "-p", "portico-core", word]);
    cargo.env("PROPTEST_CASES", CASES).env("PORTICO_COUNT", CASES);
    Work::Run(cargo, Kind::Cargo)
}
