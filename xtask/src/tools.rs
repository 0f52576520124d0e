//! What the commands need from the machine: how to find each, and how to get it.

use crate::command::{cargo, output, program};
use crate::root::root;
use std::path::{Path, PathBuf};

/// Something that has to be on the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    WasmTarget,
    Rustfmt,
    Clippy,
    Clang,
    Node,
    Npm,
    NpmPackages,
    Chromium,
    Chromedriver,
    Firefox,
    WebKit,
    Xvfb,
    Postgres,
    Python,
    Nextest,
}

/// How a missing tool gets onto the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mend {
    /// `rustup` with these arguments
    Rustup(&'static [&'static str]),
    /// these Debian packages
    Apt(&'static [&'static str]),
    /// `npm ci`
    NpmCi,
    /// nothing that we may do unasked: a person has to
    Hand(&'static str),
}

/// What it takes to build the package.
pub(crate) const PACKAGE: &[Tool] = &[Tool::WasmTarget, Tool::Clang, Tool::Node, Tool::Npm, Tool::NpmPackages];
/// What it takes to go through a page in a browser.
pub(crate) const BROWSER: &[Tool] = &[Tool::Chromium];
/// All of it.
pub(crate) const ALL: &[Tool] = &[
    Tool::WasmTarget,
    Tool::Rustfmt,
    Tool::Clippy,
    Tool::Clang,
    Tool::Node,
    Tool::Npm,
    Tool::NpmPackages,
    Tool::Chromium,
    Tool::Chromedriver,
    Tool::Firefox,
    Tool::Xvfb,
    Tool::Postgres,
    Tool::Python,
];

impl Tool {
    /// What a person calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::WasmTarget => "Rust for wasm32-unknown-unknown",
            Self::Rustfmt => "rustfmt",
            Self::Clippy => "clippy",
            Self::Clang => "clang",
            Self::Node => "Node.js 20 or newer",
            Self::Npm => "npm",
            Self::NpmPackages => "npm packages",
            Self::Chromium => "Chromium or Chrome",
            Self::Chromedriver => "ChromeDriver",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKitGTK's WebDriver",
            Self::Xvfb => "Xvfb",
            Self::Postgres => "PostgreSQL server",
            Self::Python => "Python 3 with venv",
            Self::Nextest => "cargo-nextest (optional)",
        }
    }

    /// What it is for.
    pub(crate) fn purpose(self) -> &'static str {
        match self {
            Self::WasmTarget | Self::Clang => "the package's wasm",
            Self::Rustfmt | Self::Clippy => "the checks in `test`",
            Self::Node | Self::Npm | Self::NpmPackages => "the package and the portal",
            Self::Chromium => "`demo --smoke` and `test`",
            Self::Chromedriver => "tests of the wasm in a browser",
            Self::Firefox => "the tests and timings of sealing in a second engine",
            Self::WebKit => "`prove seal`: the wasm's known answers in a third engine",
            Self::Xvfb => "a screen for browsers that nobody drives",
            Self::Postgres => "the servers' tests",
            Self::Python => "the other JOSE library in `test`",
            Self::Nextest => "faster native tests; without it `cargo test` runs them",
        }
    }

    /// Whether it is there. Cheap: this runs before every command.
    pub(crate) fn is_there(self) -> bool {
        match self {
            Self::WasmTarget => wasm_target().is_some(),
            Self::Rustfmt => on_path("rustfmt").is_some() && cargo_has("fmt"),
            Self::Clippy => on_path("cargo-clippy").is_some() && cargo_has("clippy"),
            Self::Clang => on_path("clang").is_some(),
            Self::Node => node_major().is_some_and(|major| major >= 20),
            Self::Npm => on_path("npm").is_some(),
            Self::NpmPackages => npm_packages_are_fresh(&root()),
            Self::Chromium => chromium().is_some(),
            Self::Chromedriver => chromedriver().is_some(),
            Self::Firefox => firefox().is_some(),
            Self::WebKit => on_path("WebKitWebDriver").is_some(),
            Self::Xvfb => on_path("xvfb-run").is_some(),
            Self::Postgres => postgres().is_some(),
            // Debian has venv without what it needs to put pip in.
            Self::Python => output(program("python3").args(["-c", "import ensurepip, venv"])).is_ok(),
            Self::Nextest => nextest(),
        }
    }

    /// Its version as it tells it itself, for a person to read.
    pub(crate) fn version(self) -> Option<String> {
        if !self.is_there() {
            return None;
        }
        let told = |name: &Path| output(program(name).arg("--version")).ok();
        match self {
            Self::WasmTarget => output(program("rustc").arg("--version")).ok(),
            Self::Rustfmt | Self::Clang | Self::Node | Self::Npm => told(Path::new(match self {
                Self::Rustfmt => "rustfmt",
                Self::Clang => "clang",
                Self::Node => "node",
                _ => "npm",
            })),
            Self::Clippy => output(cargo().args(["clippy", "--version"])).ok(),
            Self::NpmPackages => Some("as package-lock.json says".to_owned()),
            Self::Chromium => told(&chromium()?),
            Self::Chromedriver => told(&chromedriver()?),
            Self::Firefox => told(&firefox()?),
            Self::WebKit => told(Path::new("WebKitWebDriver")),
            Self::Xvfb => None,
            Self::Postgres => told(&postgres()?.join("postgres")),
            Self::Python => told(Path::new("python3")),
            Self::Nextest => output(cargo().args(["nextest", "--version"])).ok(),
        }
        .and_then(|text| text.lines().next().map(str::to_owned))
    }

    /// How to get it.
    pub(crate) fn mend(self) -> Mend {
        match self {
            Self::WasmTarget => Mend::Rustup(&["target", "add", "wasm32-unknown-unknown"]),
            Self::Rustfmt => Mend::Rustup(&["component", "add", "rustfmt"]),
            Self::Clippy => Mend::Rustup(&["component", "add", "clippy"]),
            Self::Clang => Mend::Apt(&["clang"]),
            Self::Node if node_major().is_some() => {
                Mend::Hand("this Node.js is older than 20: install 20 or newer from https://nodejs.org")
            }
            Self::Node => Mend::Hand("install Node.js 20 or newer, with npm, from https://nodejs.org"),
            Self::Npm => {
                Mend::Hand("install npm: it comes with Node.js from https://nodejs.org (Debian: apt-get install npm)")
            }
            Self::NpmPackages => Mend::NpmCi,
            Self::Chromium => Mend::Apt(&["chromium"]),
            Self::Chromedriver => Mend::Apt(&["chromium-driver"]),
            Self::Firefox => Mend::Apt(&["firefox-esr"]),
            Self::WebKit => Mend::Apt(&["webkit2gtk-driver"]),
            Self::Xvfb => Mend::Apt(&["xvfb", "xauth"]),
            Self::Postgres => Mend::Apt(&["postgresql"]),
            Self::Python => Mend::Apt(&["python3-venv"]),
            Self::Nextest => Mend::Hand("cargo install cargo-nextest --locked"),
        }
    }
}

/// A program of this name on the PATH.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// The second browser: `FIREFOX` when it is set, else the first of the usual names.
pub(crate) fn firefox() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("FIREFOX") {
        return Some(PathBuf::from(named)).filter(|file| file.is_file());
    }
    let mac = PathBuf::from("/Applications/Firefox.app/Contents/MacOS/firefox");
    ["firefox-esr", "firefox"].iter().find_map(|name| on_path(name)).or_else(|| Some(mac).filter(|file| file.is_file()))
}

/// The browser: `CHROME` when it is set, else the first of the usual names.
pub(crate) fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROME") {
        return Some(PathBuf::from(named)).filter(|file| file.is_file());
    }
    let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    names.iter().find_map(|name| on_path(name)).or_else(|| Some(mac).filter(|file| file.is_file()))
}

/// The browser's driver: `CHROMEDRIVER` when it is set, else the one on the PATH.
pub(crate) fn chromedriver() -> Option<PathBuf> {
    match std::env::var_os("CHROMEDRIVER") {
        Some(named) => Some(PathBuf::from(named)).filter(|file| file.is_file()),
        None => on_path("chromedriver"),
    }
}

/// The folder of `initdb` and `pg_ctl`. Debian keeps it off the PATH, one for each version: the newest is taken.
pub(crate) fn postgres() -> Option<PathBuf> {
    let mut dirs: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| bin.join("pg_ctl").is_file() && bin.join("initdb").is_file())
        .collect();
    dirs.sort();
    dirs.pop().map(|(_, bin)| bin).or_else(|| Some(on_path("pg_ctl")?.canonicalize().ok()?.parent()?.to_path_buf()))
}

/// Whether `cargo nextest` works here.
pub(crate) fn nextest() -> bool {
    on_path("cargo-nextest").is_some()
}

/// The folder of the standard library for wasm, which `rustc` tells whether or not it exists.
fn wasm_target() -> Option<PathBuf> {
    let told =
        output(program("rustc").args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"])).ok()?;
    Some(PathBuf::from(told)).filter(|dir| dir.is_dir())
}

/// rustup puts a stand-in for each component on the PATH, there or not: only asking tells.
fn cargo_has(subcommand: &str) -> bool {
    output(cargo().args([subcommand, "--version"])).is_ok()
}

fn node_major() -> Option<u32> {
    major(&output(program("node").arg("--version")).ok()?)
}

fn major(version: &str) -> Option<u32> {
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

/// npm writes `.package-lock.json` at the end of an install: older than our lock file means another lock file's packages.
fn npm_packages_are_fresh(base: &Path) -> bool {
    let written = |file: &str| std::fs::metadata(base.join(file)).and_then(|meta| meta.modified()).ok();
    match (written("node_modules/.package-lock.json"), written("package-lock.json")) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::time::{Duration, SystemTime};

    #[test]
    fn reads_a_version_s_first_number() {
        for (text, expected) in [("v20.20.2", Some(20)), ("18.1.0\n", Some(18)), ("v8", Some(8)), ("nonsense", None)] {
            assert_eq!(major(text), expected, "{text}");
        }
    }

    #[test]
    fn takes_packages_of_an_older_lock_file_for_missing() {
        let dir = tempfile::tempdir().unwrap();
        assert!(!npm_packages_are_fresh(dir.path()), "nothing there");
        std::fs::create_dir(dir.path().join("node_modules")).unwrap();
        let lock = File::create(dir.path().join("package-lock.json")).unwrap();
        assert!(!npm_packages_are_fresh(dir.path()), "never installed");
        File::create(dir.path().join("node_modules/.package-lock.json")).unwrap();
        let later = SystemTime::now() + Duration::from_secs(60);
        lock.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        assert!(npm_packages_are_fresh(dir.path()), "installed since");
        lock.set_modified(later).unwrap();
        assert!(!npm_packages_are_fresh(dir.path()), "the lock file changed");
    }

    #[test]
    fn finds_what_is_on_the_path_and_nothing_else() {
        assert!(on_path("sh").is_some());
        assert!(on_path("no-such-program-of-ours").is_none());
    }
}
