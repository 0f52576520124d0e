//! Builds the npm package: the wasm by cargo, its glue by wasm-bindgen, both made smaller, and our own scripts beside.

use crate::command::{cargo, node, output, run as execute};
use crate::root::{root, target};
use crate::stamp::Stamp;
use crate::{names, trim};
use anyhow::{Context, ensure};
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
    "pkg/webpack.config.js",
    "rust-toolchain.toml",
    "src",
    "xtask/src/build.rs",
    "xtask/src/hot-clang.sh",
    "xtask/src/names.rs",
    "xtask/src/trim.rs",
];

const TERSER: &str = "the npm package webpack brings terser along: npm ci";
/// The script of the worker that seals documents.
const WORKER: &str = "document-worker.js";
/// Scripts that a page loads when it first uses them, each a file of its own.
pub(crate) const ON_DEMAND: &[&str] = &["documents.mjs", "cures.mjs", "passport.mjs", "passport-calls.mjs"];

/// Where the built package lies.
pub(crate) fn dist() -> PathBuf {
    root().join("pkg/dist")
}

/// Where one build of the package is made, and where it goes.
pub(crate) struct Place {
    /// The sources of the wasm: a workspace.
    pub(crate) sources: PathBuf,
    /// cargo's folder for them.
    pub(crate) target: PathBuf,
    pub(crate) staging: PathBuf,
    pub(crate) dist: PathBuf,
}

/// Builds pkg/dist when something has changed.
pub(crate) fn run() -> anyhow::Result<()> {
    // Two commands at the same time would write into each other's files: the second waits, and finds all done.
    std::fs::create_dir_all(target())?;
    let lock = std::fs::File::create(target().join("package.lock"))?;
    lock.lock().context("could not wait for another build of the package")?;
    let stamp = stamp()?;
    if dist().join("portico_bg.wasm").is_file() && stamp.is_fresh("package") {
        return Ok(());
    }
    make(&Place { sources: root(), target: target(), staging: target().join("package"), dist: dist() })?;
    stamp.write("package")
}

/// The state of all that the package is made from.
pub(crate) fn stamp() -> anyhow::Result<Stamp> {
    Stamp::of(INPUTS)
}

/// Builds the package.
pub(crate) fn make(place: &Place) -> anyhow::Result<()> {
    let staging = &place.staging;
    println!("package: cargo");
    compile(place)?;
    println!("package: wasm-bindgen and wasm-opt");
    bind(place)?;
    trim::trim(&staging.join("portico_bg.wasm"), &staging.join("portico.js"))?;
    optimise(staging)?;
    name_version(staging)?;
    println!("package: webpack");
    bundle(staging)?;
    assemble(staging, &place.dist)
}

fn compile(from: &Place) -> anyhow::Result<()> {
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
    flags.push(remap(&from.sources, "portico"));
    execute(
        cargo()
            .args(["build", "--package", "portico", "--lib", "--profile", "wasm", "--target", "wasm32-unknown-unknown"])
            .arg("--config")
            .arg(format!("target.wasm32-unknown-unknown.rustflags=[{}]", flags.join(", ")))
            .arg("--target-dir")
            .arg(&from.target)
            .current_dir(&from.sources)
            .env("CC_wasm32_unknown_unknown", from.sources.join("xtask/src/hot-clang.sh"))
            .env_remove("RUSTFLAGS"),
    )
}

/// The glue, as a module that a page imports. Its default address of the wasm is left out, since the loader has its own
/// and bundlers would take the file along twice.
fn bind(place: &Place) -> anyhow::Result<()> {
    let wasm = place.target.join("wasm32-unknown-unknown/wasm/portico.wasm");
    let mut args = vec![OsString::from("wasm-bindgen"), wasm.into(), "--out-dir".into(), (&place.staging).into()];
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
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args).context("wasm-bindgen failed")?;
    // The loader has compiled the wasm by itself, so that of the glue's own way to start, only its two ends are needed.
    let ends = "export { __wbg_get_imports as imports, __wbg_finalize_init as adopt };";
    let types = "export function imports(): WebAssembly.Imports;\n\
                 export function adopt(instance: WebAssembly.Instance, module: WebAssembly.Module): void;\n";
    let (script, declared) = (place.staging.join("portico.js"), place.staging.join("portico.d.ts"));
    let glue = std::fs::read_to_string(&script).context("there is no glue")?;
    let opened = glue.replace("export { initSync, __wbg_init as default };", ends);
    ensure!(opened != glue, "the glue of this wasm-bindgen ends in other exports");
    std::fs::write(&script, opened)?;
    let known = std::fs::read_to_string(&declared).context("the glue has no types")?;
    std::fs::write(&declared, known + types)?;
    Ok(())
}

/// Smaller before compression and after it: nothing is inlined but traps, and functions of like names stand side by side,
/// where brotli finds what they share. Names are needed for that, so they go last.
fn optimise(staging: &Path) -> anyhow::Result<()> {
    let inline_traps = ["-ocimfs", "0", "-aimfs", "1", "-fimfs", "0"];
    let (bound, wasm) = (staging.join("portico_bg.wasm"), staging.join("optimised.wasm"));
    let shrink = [
        &[
            "-g",
            "-Os",
            // Zeros between texts cost brotli less than the heads of the pieces that packing leaves.
            "--skip-pass=memory-packing",
            "--converge",
            "-lmu",
            "--skip-pass=local-cse",
            "--skip-pass=code-folding",
            "--skip-pass=simplify-locals",
            "--dealign",
        ],
        &inline_traps[..],
    ]
    .concat();
    wasm_opt(&shrink, &bound, &wasm)?;
    wasm_opt(&["-g", "--reorder-functions-by-name", "--reorder-locals"], &wasm, &wasm)?;
    let rename = "--minify-imports-and-exports-and-modules";
    let fold = ["--coalesce-locals-learning", "--reorder-locals", "--code-folding", "--coalesce-locals-learning"];
    let strip = ["--strip-debug", "--strip-producers", "--strip-target-features", rename];
    let renamed = wasm_opt(&[&fold[..], &strip].concat(), &wasm, &wasm)?;
    let glue = staging.join("portico.js");
    let short = names::shorten(&std::fs::read_to_string(&glue)?, &renamed)?;
    std::fs::write(&glue, short).context("could not write the glue")?;
    // Once by itself: less of it is left than where webpack's minimizer meets it among our scripts.
    execute(
        node("node_modules/terser/bin/terser")
            .args(["--module", "--mangle", "--compress", "passes=3,ecma=2022,unsafe_arrows=true", "--output"])
            .arg(&glue)
            .arg(&glue),
    )
    .context(TERSER)
}

/// Gives what wasm-opt printed.
fn wasm_opt(flags: &[&str], from: &Path, to: &Path) -> anyhow::Result<String> {
    output(node("node_modules/binaryen/bin/wasm-opt").args(flags).arg(from).arg("-o").arg(to))
        .context("the npm package binaryen has wasm-opt: npm ci")
}

/// Joins our scripts and the glue into one small module, with a map of what was in it beside it.
fn bundle(staging: &Path) -> anyhow::Result<()> {
    let scripts = staging.join("scripts");
    let mut wanted = BTreeSet::new();
    let sources = root().join("src/js");
    for file in files(&sources)?.into_iter().filter(|file| is_script(file)) {
        place(&file, &scripts.join(file.strip_prefix(&sources)?), &mut wanted)?;
    }
    place(&staging.join("portico.js"), &scripts.join("portico.js"), &mut wanted)?;
    let to = |name: &str, folder: &Path| format!("{name}={}", folder.display());
    execute(
        node("node_modules/webpack-cli/bin/cli.js")
            .args(["--config", "pkg/webpack.config.js", "--stats", "errors-warnings"])
            .args(["--env", &to("from", &scripts), "--env", &to("to", &staging.join("bundle"))]),
    )
    .context("webpack failed")?;
    // The worker's script is a file of its own, which no bundler of the package's users takes apart.
    for name in [WORKER].iter().chain(ON_DEMAND) {
        execute(
            node("node_modules/terser/bin/terser")
                .args(["--module", "--mangle", "--compress", "passes=2", "--output"])
                .arg(staging.join("bundle").join(name))
                .arg(scripts.join(name)),
        )
        .context(TERSER)?;
    }
    Ok(())
}

/// Whether webpack joins this one: the element stays apart, and so do the types.
fn is_script(file: &Path) -> bool {
    let is = |ending: &str| file.extension().is_some_and(|extension| extension == ending);
    let folders = [root().join("src/js"), root().join("src/js/signals")];
    (is("mjs") || is("js")) && folders.iter().any(|folder| file.parent() == Some(folder))
}

/// Writes the version into a custom section of the wasm, where the loader looks before it starts anything.
fn name_version(staging: &Path) -> anyhow::Result<()> {
    let path = staging.join("optimised.wasm");
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
fn assemble(staging: &Path, dist: &Path) -> anyhow::Result<()> {
    let mut wanted = BTreeSet::new();
    for name in ["index.mjs", "index.mjs.map", WORKER].iter().chain(ON_DEMAND) {
        place(&staging.join("bundle").join(name), &dist.join(name), &mut wanted)?;
    }
    place(&staging.join("optimised.wasm"), &dist.join("portico_bg.wasm"), &mut wanted)?;
    let scripts = root().join("src/js");
    for file in files(&scripts)?.into_iter().filter(|file| !is_script(file) && !file.ends_with("tsconfig.json")) {
        let to = dist.join(file.strip_prefix(&scripts)?);
        place(&file, &to, &mut wanted)?;
    }
    for file in files(dist)? {
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
