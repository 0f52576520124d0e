//! Builds the npm package: the wasm by cargo, its glue by wasm-bindgen, both made smaller, and our own scripts beside.

use crate::command::{cargo, node, run as execute};
use crate::root::{root, target};
use crate::stamp::Stamp;
use anyhow::Context;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

const INPUTS: &[&str] = &[
    ".cargo/config.toml",
    "Cargo.toml",
    "Cargo.lock",
    "crates/core/Cargo.toml",
    "crates/core/src",
    "crates/model/Cargo.toml",
    "crates/model/src",
    "package-lock.json",
    "rust-toolchain.toml",
    "src",
    "xtask/src/build.rs",
];

/// Where the built package lies.
pub(crate) fn dist() -> PathBuf {
    root().join("pkg/dist")
}

/// Builds pkg/dist when something has changed.
pub(crate) fn run() -> anyhow::Result<()> {
    // Two commands at the same time would write into each other's files: the second waits, and finds all done.
    std::fs::create_dir_all(target())?;
    let lock = std::fs::File::create(target().join("package.lock"))?;
    lock.lock().context("could not wait for another build of the package")?;
    let stamp = Stamp::of(INPUTS)?;
    if dist().join("portico_bg.wasm").is_file() && stamp.is_fresh("package") {
        return Ok(());
    }
    println!("package: cargo");
    compile()?;
    println!("package: wasm-bindgen and wasm-opt");
    let staging = target().join("package");
    bind(&staging)?;
    optimise(&staging)?;
    minify(&staging)?;
    name_version(&staging)?;
    assemble(&staging)?;
    stamp.write("package")
}

fn compile() -> anyhow::Result<()> {
    // Joined to the flags of .cargo/config.toml, which RUSTFLAGS would replace. Paths of this machine would make the wasm
    // differ from one machine to the next, and tell strangers what it is called.
    let remap = |from: &Path, to: &str| format!("'--remap-path-prefix={}={to}'", from.display());
    let mut flags = Vec::new();
    if let Some(home) = std::env::home_dir() {
        flags.push(remap(&home, "~"));
    }
    if let Some(home) = std::env::var_os("CARGO_HOME") {
        flags.push(remap(Path::new(&home), "~/.cargo"));
    }
    flags.push(remap(&root(), "portico"));
    execute(
        cargo()
            .args(["build", "--package", "portico", "--lib", "--profile", "wasm", "--target", "wasm32-unknown-unknown"])
            .arg("--config")
            .arg(format!("target.wasm32-unknown-unknown.rustflags=[{}]", flags.join(", ")))
            .env_remove("RUSTFLAGS"),
    )
}

/// The glue, as a module that a page imports. Its default address of the wasm is left out, since the loader has its own
/// and bundlers would take the file along twice.
fn bind(staging: &Path) -> anyhow::Result<()> {
    let wasm = target().join("wasm32-unknown-unknown/wasm/portico.wasm");
    let mut args = vec![OsString::from("wasm-bindgen"), wasm.into(), "--out-dir".into(), staging.into()];
    args.extend(
        [
            "--out-name=portico",
            "--target=web",
            "--omit-default-module-path",
            "--remove-producers-section",
            // A panic leaves a broken instance behind: this makes a new one without loading anything again.
            "--experimental-reset-state-function",
        ]
        .map(OsString::from),
    );
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args).context("wasm-bindgen failed")
}

/// Smaller before compression and after it: functions are inlined nowhere, and those of like names stand side by side,
/// where brotli finds what they share. Names are needed for that, so they go last.
fn optimise(staging: &Path) -> anyhow::Result<()> {
    let inline_nothing = ["-ocimfs", "0", "-aimfs", "0", "-fimfs", "0"];
    wasm_opt(staging, &[&["-g", "-Os", "--converge", "-lmu", "--skip-pass=local-cse"], &inline_nothing[..]].concat())?;
    wasm_opt(staging, &["-g", "--reorder-functions-by-name"])?;
    wasm_opt(staging, &["--strip-debug", "--strip-producers"])
}

fn wasm_opt(staging: &Path, flags: &[&str]) -> anyhow::Result<()> {
    let wasm = staging.join("portico_bg.wasm");
    execute(node("node_modules/binaryen/bin/wasm-opt").args(flags).arg(&wasm).arg("-o").arg(&wasm))
        .context("the npm package binaryen has wasm-opt: npm ci")
}

/// Takes names and comments out of the glue. It is made by a program and read by nobody; our own scripts stay as they are.
fn minify(staging: &Path) -> anyhow::Result<()> {
    let glue = staging.join("portico.js");
    execute(
        node("node_modules/terser/bin/terser")
            .args(["--module", "--mangle", "--compress", "passes=3", "--output"])
            .arg(&glue)
            .arg(&glue),
    )
    .context("the npm package webpack brings terser along: npm ci")
}

/// Writes the version into a custom section of the wasm, where the loader looks before it starts anything.
fn name_version(staging: &Path) -> anyhow::Result<()> {
    let path = staging.join("portico_bg.wasm");
    let mut wasm = std::fs::read(&path)?;
    let (name, version) = (b"portico-version", env!("CARGO_PKG_VERSION").as_bytes());
    // Lengths below 128 are one byte of LEB128.
    let length = |bytes: &[u8]| u8::try_from(bytes.len()).ok().filter(|length| *length < 100).context("too long");
    wasm.extend([0, length(name)? + length(version)? + 1, length(name)?]);
    wasm.extend_from_slice(name);
    wasm.extend_from_slice(version);
    std::fs::write(&path, wasm).with_context(|| format!("could not write {}", path.display()))
}

/// Copies all that belongs into the package, and removes what an earlier build left there.
fn assemble(staging: &Path) -> anyhow::Result<()> {
    let dist = dist();
    let mut wanted = BTreeSet::new();
    for name in ["portico.js", "portico_bg.wasm"] {
        place(&staging.join(name), &dist.join(name), &mut wanted)?;
    }
    let scripts = root().join("src/js");
    for file in files(&scripts)?.into_iter().filter(|file| !file.ends_with("tsconfig.json")) {
        let to = dist.join(file.strip_prefix(&scripts)?);
        place(&file, &to, &mut wanted)?;
    }
    for file in files(&dist)? {
        if !wanted.contains(&file) {
            std::fs::remove_file(&file).with_context(|| format!("could not remove {}", file.display()))?;
        }
    }
    Ok(())
}

fn place(from: &Path, to: &Path, wanted: &mut BTreeSet<PathBuf>) -> anyhow::Result<()> {
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::copy(from, to).with_context(|| format!("could not copy {} to {}", from.display(), to.display()))?;
    wanted.insert(to.to_path_buf());
    Ok(())
}

fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}
