//! The binding's tests in the other two engines: Firefox and WebKitGTK.

use crate::command::{cargo, output, program, run};
use crate::root::target;
use crate::test::{Kind, Work};
use std::path::PathBuf;

/// The driver of Firefox, which Debian doesn't have. Pinned, as npm's packages are by their lock.
const GECKODRIVER: &str = "0.37.1";

/// The tests, ready to run.
pub(crate) fn work() -> anyhow::Result<Vec<Work>> {
    const TEST: &[&str] = &["test", "-p", "portico", "--target", "wasm32-unknown-unknown"];
    let mut firefox = cargo();
    firefox.args(TEST).env("GECKODRIVER", geckodriver()?);
    // It wants a display, and draws on one that nobody sees.
    let mut webkit = program("xvfb-run");
    webkit.args(["--auto-servernum", "cargo"]).args(TEST).env("SAFARIDRIVER", "/usr/bin/WebKitWebDriver");
    Ok(vec![Work::Run(firefox, Kind::Cargo), Work::Run(webkit, Kind::Cargo)])
}

fn geckodriver() -> anyhow::Result<PathBuf> {
    let home = target().join("tools");
    let driver = home.join("bin/geckodriver");
    let told = output(program(&driver).arg("--version")).unwrap_or_default();
    if !told.contains(GECKODRIVER) {
        println!("set-up: cargo install geckodriver {GECKODRIVER}");
        let install = ["install", "--quiet", "geckodriver", "--version", GECKODRIVER, "--locked", "--root"];
        run(program("cargo").args(install).arg(&home))?;
    }
    Ok(driver)
}
