//! The package with all wiping left out, for the test that looks for what sealing leaves in memory: it has to find
//! something there, or it would prove nothing.

use crate::build::{self, Place};
use crate::command::{cargo, run as execute};
use crate::root::{root, target};
use anyhow::Context;
use std::path::{Path, PathBuf};

/// What the wasm is built from.
const SOURCES: &[&str] = &[
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "crates",
    "src",
    "tests/arrows",
    "tests/browser",
    "tests/interop",
    "tests/load",
    "xtask",
];

/// In the place of `zeroize`: its interface, doing nothing.
const STAND_IN: &str = "tests/seal/unwiped";

/// Where this package lies.
pub(crate) fn dist() -> PathBuf {
    target().join("unwiped/dist")
}

/// Builds it when something has changed.
pub(crate) fn run() -> anyhow::Result<()> {
    let stamp = build::stamp()?;
    if dist().join("portico_bg.wasm").is_file() && stamp.is_fresh("unwiped") {
        return Ok(());
    }
    println!("package: once more, with nothing wiped");
    let folder = target().join("unwiped");
    let sources = folder.join("sources");
    if sources.exists() {
        std::fs::remove_dir_all(&sources).context("could not remove the last copy of the sources")?;
    }
    for path in SOURCES {
        copy(&root().join(path), &sources.join(path))?;
    }
    copy(&root().join(STAND_IN), &folder.join("zeroize"))?;
    let manifest = sources.join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest)?;
    std::fs::write(&manifest, format!("{text}\n[patch.crates-io]\nzeroize = {{ path = \"../zeroize\" }}\n"))?;
    // The lock names the real one.
    execute(cargo().args(["update", "--quiet", "--offline", "--package", "zeroize"]).current_dir(&sources))?;
    build::make(&Place { sources, target: folder.join("target"), staging: folder.join("package"), dist: dist() })?;
    stamp.write("unwiped")
}

/// Copies a file, or a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    if !from.is_dir() {
        std::fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
        std::fs::copy(from, to).with_context(|| format!("could not copy {}", from.display()))?;
        return Ok(());
    }
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from).with_context(|| format!("could not read {}", from.display()))? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}
