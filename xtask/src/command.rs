//! Commands that run in the root, with the environment that a shell would give them.

use crate::root::root;
use anyhow::{Context, bail};
use std::ffi::OsStr;
use std::process::{Command, Stdio};

/// A program found on the PATH.
///
/// `cargo run` tells its program about the package it runs, by `CARGO_PKG_NAME` and the like. Handed on to another cargo
/// they would look like a change to build scripts that watch them (ring's does), and half the tree would build again.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    for (key, _) in std::env::vars_os() {
        if key.to_str().is_some_and(is_of_the_outer_cargo) {
            command.env_remove(key);
        }
    }
    command
}

/// cargo, in the root.
pub(crate) fn cargo() -> Command {
    program("cargo")
}

/// Node with a script of ours or of an npm package, given by its path from the root.
pub(crate) fn node(script: &str) -> Command {
    let mut command = program("node");
    command.arg(script);
    command
}

/// Runs to the end; what it prints is shown.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let line = line(command);
    let status = command.status().with_context(|| format!("could not start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// What it prints to stdout, without the space around it.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let line = line(command);
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("could not start `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` failed ({}): {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The command as a person would type it.
pub(crate) fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

fn is_of_the_outer_cargo(key: &str) -> bool {
    key == "OUT_DIR"
        || key == "CARGO_PRIMARY_PACKAGE"
        || key == "CARGO_CRATE_NAME"
        || key.starts_with("CARGO_PKG_")
        || key.starts_with("CARGO_MANIFEST_")
        || key.starts_with("CARGO_BIN_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_a_package_s_variables_from_a_person_s_settings() {
        for key in ["CARGO_PKG_NAME", "CARGO_MANIFEST_DIR", "OUT_DIR"] {
            assert!(is_of_the_outer_cargo(key), "{key}");
        }
        for key in ["CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_NET_OFFLINE", "PATH", "RUSTFLAGS"] {
            assert!(!is_of_the_outer_cargo(key), "{key}");
        }
    }

    #[test]
    fn names_the_command_that_failed() {
        let error = run(program("false").arg("--really")).unwrap_err().to_string();
        assert!(error.contains("`false --really` failed"), "{error}");
        let error = run(&mut program("no-such-program-of-ours")).unwrap_err().to_string();
        assert!(error.contains("could not start `no-such-program-of-ours`"), "{error}");
    }
}
