//! The parts, in an order that finds the cheap mistakes first and builds nothing twice.

use super::part::Build;
use super::{Kind, Part, Work};
use crate::command::{cargo, node};
use crate::interop;
use crate::root::{root, target};
use crate::tools::{Tool, chromedriver, chromium, firefox, nextest};
use crate::{build, size, unwiped};
use anyhow::Context;
use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGE: &[Tool] = crate::tools::PACKAGE;
const JS: &[Tool] = &[Tool::Node, Tool::Npm, Tool::NpmPackages];
const FORMAT: &[Tool] = &[Tool::Rustfmt, Tool::Node, Tool::Npm, Tool::NpmPackages];
const WASM_LINTS: &[Tool] = &[Tool::Clippy, Tool::WasmTarget, Tool::Clang];
const WASM_TESTS: &[Tool] = &[Tool::WasmTarget, Tool::Clang, Tool::Chromium, Tool::Chromedriver];
/// What the whole road in a browser needs.
pub(crate) const E2E: &[Tool] =
    &[Tool::WasmTarget, Tool::Clang, Tool::Node, Tool::Npm, Tool::NpmPackages, Tool::Chromium];
const WEBHOOKS: &[Tool] = &[Tool::Node, Tool::Npm, Tool::NpmPackages, Tool::Python];
/// What the tests of the package in two engines need.
const SEAL: &[Tool] =
    &[Tool::WasmTarget, Tool::Clang, Tool::Node, Tool::Npm, Tool::NpmPackages, Tool::Chromium, Tool::Firefox];
/// Browsers that people have, and all that drives one.
pub(crate) const DEVICE: &[Tool] = &[
    Tool::WasmTarget,
    Tool::Clang,
    Tool::Node,
    Tool::Npm,
    Tool::NpmPackages,
    Tool::Chromium,
    Tool::Chromedriver,
    Tool::Firefox,
    Tool::Xvfb,
];
const ROAD: &[Build] = &[Build::Package, Build::Portal, Build::Servers];

/// All parts.
pub(crate) fn all() -> Vec<Part> {
    let part = |name, about, tools, builds, work| Part { name, about, tools, builds, postgres: false, work };
    vec![
        part("format", "rustfmt and prettier would change nothing", FORMAT, &[], format),
        part("clippy", "no warning in the servers, the core and the tools", &[Tool::Clippy], &[], clippy),
        part("clippy-wasm", "no warning in the binding", WASM_LINTS, &[], clippy_wasm),
        part("xtask", "the tests of these commands", &[Tool::Postgres], &[], xtask),
        part("arrows", "who may depend on whom", &[], &[], arrows),
        Part {
            postgres: true,
            ..part(
                "native",
                "the crates' tests, and the examples in their documentation",
                &[Tool::Postgres, Tool::Node],
                &[],
                native,
            )
        },
        part(
            "interop",
            "jose, jwcrypto, two browsers and the servers' side open what the others seal",
            interop::TOOLS,
            &[Build::Package],
            || interop::work(interop::Amount::default()),
        ),
        part(
            "webhooks",
            "two receivers that others wrote take what the sandbox sends, over kill -9",
            WEBHOOKS,
            &[Build::Servers],
            webhooks,
        ),
        part("openapi", "schemathesis finds no undocumented answer of the sandbox", &[Tool::Python], &[], || {
            openapi(None)
        }),
        part("wasm", "the binding's tests in a headless browser", WASM_TESTS, &[], wasm),
        part("build", "the npm package", PACKAGE, &[], || inside("the package builds", build::run)),
        part("size", "the package's budget", PACKAGE, &[Build::Package], || {
            inside("the package is within its budget", size::run)
        }),
        part("package", "the package as a page, Node and a bundler meet it", PACKAGE, &[Build::Package], package),
        part("element", "the drop-in element's rules and texts", JS, &[], element),
        part("seal", "sealing through the package, in two engines", SEAL, &[Build::Package, Build::Unwiped], || {
            seal(None)
        }),
        part(
            "device",
            "what devices say, which are known again, and who gets no session, in two engines",
            DEVICE,
            &[Build::Package, Build::Servers],
            || device(None),
        ),
        part("types", "the TypeScript of package and portal", PACKAGE, &[Build::Package], types),
        part("e2e", "the whole road in a browser", E2E, ROAD, e2e),
    ]
}

fn format() -> anyhow::Result<Vec<Work>> {
    let mut prettier = node("node_modules/prettier/bin/prettier.cjs");
    prettier.args(["--check", "--log-level", "warn"]).args(PRETTY);
    Ok(vec![check(cargo().args(["fmt", "--all", "--check"])), check(&mut prettier)])
}

/// What prettier keeps in shape. Markdown is laid out by hand, since its tables are.
const PRETTY: &[&str] = &[
    "*.{json,mjs,js}",
    "src/js/**/*.{mjs,js,ts,css}",
    "www/**/*.{mjs,ts,css,html,json}",
    "tests/**/*.{mjs,ts,json}",
    "fuzz/*.mjs",
    "docs/samples/**/*.mjs",
    "pkg/package.json",
    "!**/dist/**",
    "!package-lock.json",
];

fn clippy() -> anyhow::Result<Vec<Work>> {
    let mut own = cargo();
    own.args(["clippy", "--quiet", "--profile", "xtask", "-p", "xtask", "--all-targets", "--", "-D", "warnings"]);
    let mut rest = cargo();
    rest.args(["clippy", "--quiet", "--workspace", "--exclude", "xtask", "--all-targets", "--", "-D", "warnings"]);
    Ok(vec![check(&mut rest), check(&mut own)])
}

fn clippy_wasm() -> anyhow::Result<Vec<Work>> {
    let mut binding = cargo();
    binding.args(["clippy", "--quiet", "-p", "portico", "--target", "wasm32-unknown-unknown", "--all-targets"]);
    Ok(vec![check(binding.args(["--", "-D", "warnings"]))])
}

fn xtask() -> anyhow::Result<Vec<Work>> {
    // In xtask's own profile, where all that it depends on is built already.
    Ok(vec![tests(cargo().args(["test", "--quiet", "--profile", "xtask", "-p", "xtask"]))])
}

fn arrows() -> anyhow::Result<Vec<Work>> {
    Ok(vec![tests(cargo().args(["test", "--quiet", "-p", "portico-arrows"]))])
}

fn native() -> anyhow::Result<Vec<Work>> {
    let mut cargo = cargo();
    if nextest() {
        cargo.args(["nextest", "run", "--no-fail-fast", "--status-level", "fail", "--final-status-level", "slow"]);
    } else {
        cargo.args(["test", "--quiet", "--no-fail-fast", "--lib", "--bins", "--tests"]);
    }
    // nextest leaves the examples in the documentation to cargo.
    let mut examples = self::cargo();
    examples.args(["test", "--quiet", "--doc", "--workspace", "--exclude", "xtask"]);
    Ok(vec![
        tests(
            cargo
                .args(["--workspace"])
                .args(["xtask", "portico-arrows", "portico-interop"].iter().flat_map(|package| ["--exclude", package])),
        ),
        Work::Run(examples, Kind::Examples),
    ])
}

fn wasm() -> anyhow::Result<Vec<Work>> {
    let mut cargo = cargo();
    cargo.args(["test", "-p", "portico", "--target", "wasm32-unknown-unknown"]);
    cargo.env("CHROMEDRIVER", chromedriver().context("there is no ChromeDriver")?);
    if let Some(config) = webdriver_config(&chromium().context("there is no Chromium")?)? {
        cargo.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", config);
    }
    Ok(vec![tests(&mut cargo)])
}

/// `webdriver.json` names the browser by Debian's path. Where it lies elsewhere, a copy names that place.
fn webdriver_config(browser: &Path) -> anyhow::Result<Option<PathBuf>> {
    let debian = "/usr/bin/chromium";
    if browser == Path::new(debian) {
        return Ok(None);
    }
    let text = std::fs::read_to_string(root().join("webdriver.json")).context("could not read webdriver.json")?;
    let path = target().join("webdriver.json");
    std::fs::write(&path, text.replace(debian, &browser.to_string_lossy()))?;
    Ok(Some(path))
}

fn package() -> anyhow::Result<Vec<Work>> {
    Ok(vec![node_tests("tests/package")?])
}

fn element() -> anyhow::Result<Vec<Work>> {
    Ok(vec![node_tests("tests/element")?])
}

fn types() -> anyhow::Result<Vec<Work>> {
    let mut work = Vec::new();
    let configs = ["", "src/js/element", "tests/package", "tests/e2e", "www"];
    let configs = configs.iter().map(|folder| root().join(folder).join("tsconfig.json")).filter(|file| file.is_file());
    for config in configs.chain([scripts_config()?]) {
        let mut tsc = node("node_modules/typescript/bin/tsc");
        work.push(check(tsc.arg("--noEmit").arg("-p").arg(config)));
    }
    Ok(work)
}

/// The types of the glue that our scripts import lie below the target folder, wherever that is.
fn scripts_config() -> anyhow::Result<PathBuf> {
    let scripts = root().join("src/js");
    let include = ["*.mjs", "*.js", "signals/*.js", "index.d.ts"].map(|names| scripts.join(names));
    let config = serde_json::json!({
        "extends": scripts.join("tsconfig.json"),
        "compilerOptions": { "rootDirs": [scripts, target().join("package")] },
        "include": include,
    });
    // Outside of this folder nothing else says that they are modules.
    std::fs::write(target().join("package/package.json"), r#"{"type":"module"}"#)?;
    let path = target().join("tsconfig.scripts.json");
    std::fs::write(&path, config.to_string())?;
    Ok(path)
}

/// `count` is what `prove` asks for; a tenth of it is the tests' own.
pub(crate) fn seal(count: Option<&str>) -> anyhow::Result<Vec<Work>> {
    let mut work = node_tests("tests/seal")?;
    if let Work::Run(command, _) = &mut work {
        command.env("PORTICO_UNWIPED_DIST", unwiped::dist());
        command.env("CHROME", chromium().context("there is no Chromium")?);
        command.env("FIREFOX", firefox().context("there is no Firefox")?);
        if let Some(count) = count {
            command.env("PORTICO_COUNT", count);
        }
    }
    Ok(vec![work])
}

/// `rounds` is what `prove` asks for; one of each is the tests' own.
pub(crate) fn device(rounds: Option<&str>) -> anyhow::Result<Vec<Work>> {
    let mut work = node_tests("tests/device")?;
    if let Work::Run(command, _) = &mut work {
        command.env("PORTICO_BIN", target().join("debug"));
        command.env("CHROME", chromium().context("there is no Chromium")?);
        command.env("CHROMEDRIVER", chromedriver().context("there is no ChromeDriver")?);
        command.env("FIREFOX", firefox().context("there is no Firefox")?);
        if let Some(rounds) = rounds {
            command.env("PORTICO_ROUNDS", rounds);
        }
    }
    Ok(vec![work])
}

/// `examples` of each call and a seed are what `prove` asks for; a tenth of them and a fixed seed are the test's own.
pub(crate) fn openapi(more: Option<(&str, u64)>) -> anyhow::Result<Vec<Work>> {
    let python = interop::python("openapi", "tests/openapi/requirements.txt", "schemathesis")?;
    let mut cargo = cargo();
    cargo.args(["test", "--quiet", "-p", "portico-sandbox", "--test", "suite", "--", "--ignored", "--nocapture"]);
    cargo.arg("openapi::schemathesis").env("PORTICO_PYTHON", python);
    if let Some((examples, seed)) = more {
        cargo.env("PORTICO_COUNT", examples).env("PORTICO_SEED", seed.to_string());
    }
    Ok(vec![tests(&mut cargo)])
}

pub(crate) fn webhooks() -> anyhow::Result<Vec<Work>> {
    let mut work = node_tests("tests/webhooks")?;
    if let Work::Run(command, _) = &mut work {
        command.env("PORTICO_BIN", target().join("debug")).env("PORTICO_PYTHON", interop::environment()?);
    }
    Ok(vec![work])
}

fn e2e() -> anyhow::Result<Vec<Work>> {
    let mut work = node_tests("tests/e2e")?;
    if let Work::Run(command, _) = &mut work {
        command.env("PORTICO_BIN", target().join("debug"));
        command.env("CHROME", chromium().context("there is no Chromium")?);
    }
    Ok(vec![work])
}

/// The whole matrix of journeys, and customers who come back; one journey of each kind is among the tests.
pub(crate) fn journeys() -> anyhow::Result<Work> {
    let mut node = node("--test");
    node.args(["--test-reporter=spec", "--test-concurrency=2"]);
    node.args(["tests/e2e/matrix.test.mjs", "tests/e2e/returning.test.mjs"]);
    node.env("PORTICO_JOURNEYS", "all").env("PORTICO_BIN", target().join("debug"));
    node.env("CHROME", chromium().context("there is no Chromium")?);
    Ok(Work::Run(node, Kind::Node))
}

/// Every `*.test.mjs` of a folder, by name: Node 20 knows no patterns.
fn node_tests(folder: &str) -> anyhow::Result<Work> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root().join(folder)).with_context(|| format!("could not read {folder}"))? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| name.ends_with(".test.mjs"));
    names.sort();
    anyhow::ensure!(!names.is_empty(), "there is no test in {folder}");
    let mut node = node("--test");
    node.args(["--test-reporter=spec", "--test-concurrency=2"]);
    node.args(names.iter().map(|name| format!("{folder}/{name}")));
    Ok(Work::Run(node, Kind::Node))
}

fn inside(what: &'static str, check: fn() -> anyhow::Result<()>) -> anyhow::Result<Vec<Work>> {
    Ok(vec![Work::Inside(what, check)])
}

fn check(command: &mut Command) -> Work {
    Work::Run(std::mem::replace(command, Command::new("true")), Kind::Check)
}

fn tests(command: &mut Command) -> Work {
    Work::Run(std::mem::replace(command, Command::new("true")), Kind::Cargo)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_each_part_once() {
        let mut names: Vec<&str> = all().iter().map(|part| part.name).collect();
        let before = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), before);
    }
}
