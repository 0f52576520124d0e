//! `cargo xtask demo`: the whole road on this machine, at one address.

use crate::children::end_group;
use crate::command::node;
use crate::root::root;
use crate::servers::{Places, Servers};
use crate::stop::Stop;
use crate::tools::{BROWSER, PACKAGE, chromium};
use crate::{build, portal, ports, servers, setup};
use anyhow::{Context, anyhow, bail};
use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// Where the portal is when nobody says otherwise; the sandbox takes the next free port.
const PORT: u16 = 8787;

/// How the demo runs.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Goes through the whole onboarding in a browser, prints the steps passed, and ends
    #[arg(long)]
    smoke: bool,
    /// With --smoke: shows the browser
    #[arg(long, requires = "smoke")]
    headed: bool,
    /// With --smoke: slowly enough to watch
    #[arg(long, requires = "smoke")]
    slow: bool,
    /// The portal's port; 8787 or the next free one when left out
    #[arg(long)]
    port: Option<u16>,
    /// Forgets what earlier runs of the demo kept
    #[arg(long)]
    reset: bool,
}

/// Sets up, builds, starts, and stays until somebody stops it.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    setup::ensure(PACKAGE)?;
    if options.smoke {
        setup::ensure(BROWSER)?;
    }
    build_all()?;

    let stop = Stop::listen()?;
    let data = Data::open(options)?;
    let gateway_port = match options.port {
        Some(port) => ports::claim(port)?,
        None => ports::free_from(PORT)?,
    };
    let sandbox_port = ports::free_from(gateway_port.saturating_add(1))?;
    let partner_port = ports::free_from(sandbox_port.saturating_add(1))?;
    let places = Places { data: data.path, gateway_port, sandbox_port, partner_port };
    let mut servers = Servers::start(&places, &stop)?;
    if options.smoke {
        return smoke(options, &servers, &stop);
    }
    announce(&servers);
    servers.watch(&stop)?;
    println!("\nstopped");
    Ok(ExitCode::SUCCESS)
}

/// Side by side: the end of the wasm's build has work for one core only, and the servers' build fills the other.
fn build_all() -> anyhow::Result<()> {
    std::thread::scope(|scope| {
        let servers = scope.spawn(servers::build);
        let page = build::run().and_then(|()| portal::build());
        let servers = servers.join().map_err(|_| anyhow!("the build of the servers broke off"))?;
        page.and(servers)
    })
}

fn announce(servers: &Servers) {
    println!("\n  Open {}\n", servers.url());
    println!("  Test controls: {}/sandbox", servers.sandbox_url());
    println!("  Ctrl-C stops it. What you enter is kept until `cargo xtask demo --reset`.");
    for log in servers.logs() {
        println!("  Log: {}", log.strip_prefix(root()).unwrap_or(log).display());
    }
}

/// The walk through the portal; its exit code is ours.
fn smoke(options: &Options, servers: &Servers, stop: &Stop) -> anyhow::Result<ExitCode> {
    let mut walk = node("tests/e2e/smoke.mjs");
    walk.env("PORTICO_URL", servers.url()).env("PORTICO_SANDBOX_URL", servers.sandbox_url()).process_group(0);
    if let Some(browser) = chromium() {
        walk.env("CHROME", browser);
    }
    if options.headed {
        walk.env("PORTICO_HEADED", "1");
    }
    if options.slow {
        walk.env("PORTICO_SLOW", "1");
    }
    let mut child = walk.spawn().context("could not start node")?;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        if stop.asked() {
            end_group(&mut child);
            bail!("stopped");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The demo's data, held by one demo at a time.
#[derive(Debug)]
struct Data {
    path: PathBuf,
    /// Held for its lock, which ends with the process however that ends.
    _lock: Option<File>,
    /// Held since dropping it takes the folder away.
    _fresh: Option<tempfile::TempDir>,
}

impl Data {
    fn open(options: &Options) -> anyhow::Result<Self> {
        if options.smoke {
            let fresh = tempfile::Builder::new().prefix("portico-smoke-").tempdir()?;
            return Ok(Self { path: fresh.path().to_path_buf(), _lock: None, _fresh: Some(fresh) });
        }
        let path = root().join("tmp/demo");
        let lock = lock(&path)?;
        if options.reset {
            reset(&path)?;
        }
        Ok(Self { path, _lock: Some(lock), _fresh: None })
    }
}

/// Two demos on one database would take each other's ids and sessions.
fn lock(path: &Path) -> anyhow::Result<File> {
    std::fs::create_dir_all(path).with_context(|| format!("could not make {}", path.display()))?;
    let file = File::create(path.join("lock"))?;
    if file.try_lock().is_err() {
        bail!("a demo is running already: stop it with Ctrl-C where it runs, or use it (see {})", path.display());
    }
    Ok(file)
}

/// All but the lock, which we hold.
fn reset(path: &Path) -> anyhow::Result<()> {
    for name in ["sandbox", "gateway", "partner"] {
        match std::fs::remove_dir_all(path.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lets_one_demo_at_a_time_use_the_data() {
        let dir = tempfile::tempdir().unwrap();
        let held = lock(dir.path()).unwrap();
        assert!(lock(dir.path()).unwrap_err().to_string().contains("running already"));
        drop(held);
        lock(dir.path()).unwrap();
    }

    #[test]
    fn forgets_what_servers_kept_and_keeps_its_lock() {
        let dir = tempfile::tempdir().unwrap();
        let _held = lock(dir.path()).unwrap();
        std::fs::create_dir(dir.path().join("sandbox")).unwrap();
        reset(dir.path()).unwrap();
        reset(dir.path()).unwrap();
        assert!(!dir.path().join("sandbox").exists());
        assert!(dir.path().join("lock").exists());
    }
}
