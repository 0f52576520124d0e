//! Messages between our implementations of JOSE and others': sets the others up, and runs `tests/interop`.

use crate::command::{cargo, output, program, run};
use crate::root::{built, root, target};
use crate::stamp::Stamp;
use crate::test::{Kind, Work};
use crate::tools::{Tool, chromium, firefox};
use anyhow::Context;
use std::path::PathBuf;

/// What the peers run on.
pub(crate) const TOOLS: &[Tool] = &[
    Tool::WasmTarget,
    Tool::Clang,
    Tool::Node,
    Tool::Npm,
    Tool::NpmPackages,
    Tool::Python,
    Tool::Chromium,
    Tool::Firefox,
];

const REQUIREMENTS: &str = "tests/interop/peers/requirements.txt";

/// How many messages for each peer and direction, and the seed that they follow from. Without one, what the tests choose.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Amount {
    pub(crate) cases: Option<&'static str>,
    pub(crate) seed: Option<u64>,
}

/// The tests, ready to run.
pub(crate) fn work(amount: Amount) -> anyhow::Result<Vec<Work>> {
    let python = environment()?;
    run(cargo().args(["build", "--quiet", "-p", "portico-core", "--example", "seal_lines"]))?;
    let mut cargo = cargo();
    cargo.args(["test", "--quiet", "-p", "portico-interop", "--", "--nocapture", "--test-threads=1"]);
    cargo.env("PORTICO_PYTHON", python).env("PORTICO_SEAL_LINES", built("examples/seal_lines"));
    cargo.env("CHROME", chromium().context("there is no Chromium")?);
    cargo.env("FIREFOX", firefox().context("there is no Firefox")?);
    if let Some(cases) = amount.cases {
        cargo.env("PROPTEST_CASES", cases);
    }
    if let Some(seed) = amount.seed {
        cargo.env("PORTICO_SEED", seed.to_string());
    }
    Ok(vec![Work::Run(cargo, Kind::Cargo)])
}

/// The interpreter of an environment of our own, with exactly what the requirements say. Made anew when they change.
pub(crate) fn environment() -> anyhow::Result<PathBuf> {
    python("interop", REQUIREMENTS, "jwcrypto, standardwebhooks")
}

/// The same for any requirements. `modules` are the ones that have to be there.
pub(crate) fn python(name: &str, requirements: &str, modules: &str) -> anyhow::Result<PathBuf> {
    make_environment(name, requirements, modules).context("could not set up Python's packages")
}

fn make_environment(name: &str, requirements: &str, modules: &str) -> anyhow::Result<PathBuf> {
    let folder = target().join(name).join("venv");
    let python = folder.join("bin/python");
    let stamp = Stamp::of(&[requirements])?;
    if stamp.is_fresh(name) && output(program(&python).args(["-c", &format!("import {modules}")])).is_ok() {
        return Ok(python);
    }
    println!("set-up: Python packages of {requirements}");
    run(program("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--requirement"];
    run(program(&python).args(pip).arg(root().join(requirements)))?;
    stamp.write(name)?;
    Ok(python)
}
