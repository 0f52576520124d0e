//! Set-up: installs what is missing where it may, and says the exact command where it may not.

use crate::command::{program, run};
use crate::tools::{Mend, Tool, on_path};
use anyhow::{Context, bail};

/// Makes sure that all of these are there. Does nothing, and takes no time worth a word, when they are.
pub(crate) fn ensure(tools: &[Tool]) -> anyhow::Result<()> {
    let missing: Vec<Tool> = tools.iter().copied().filter(|tool| !tool.is_there()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let machine = Machine::here();
    let by_hand: Vec<String> = missing
        .iter()
        .filter_map(|tool| {
            Some(format!("  {} ({}):\n    {}", tool.name(), tool.purpose(), machine.by_hand(tool.mend())?))
        })
        .collect();
    if !by_hand.is_empty() {
        bail!("something is missing, and only you can install it:\n{}", by_hand.join("\n"));
    }
    apt(&missing)?;
    for tool in missing {
        match tool.mend() {
            Mend::Rustup(args) => {
                println!("set-up: {} is missing: rustup {}", tool.name(), args.join(" "));
                run(program("rustup").args(args))?;
            }
            Mend::NpmCi => {
                println!("set-up: npm packages: npm ci");
                run(program("npm").args(["ci", "--no-audit", "--no-fund"]))?;
            }
            Mend::Apt(_) | Mend::Hand(_) => {}
        }
        if !tool.is_there() {
            bail!("{} is still missing after the set-up; `cargo xtask doctor` tells more", tool.name());
        }
    }
    Ok(())
}

/// What we may do on this machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Machine {
    /// root on a Debian: packages can be installed without asking
    apt: bool,
    rustup: bool,
}

impl Machine {
    /// This one.
    pub(crate) fn here() -> Self {
        let root = rustix::process::geteuid().is_root();
        Self { apt: root && on_path("apt-get").is_some(), rustup: on_path("rustup").is_some() }
    }

    /// What a person has to do; nothing when we can do it.
    fn by_hand(self, mend: Mend) -> Option<String> {
        match mend {
            Mend::Apt(_) if self.apt => None,
            Mend::Rustup(_) if self.rustup => None,
            Mend::NpmCi => None,
            _ => Some(self.command(mend)),
        }
    }

    /// The command that mends it here.
    pub(crate) fn command(self, mend: Mend) -> String {
        match mend {
            Mend::Rustup(args) if self.rustup => format!("rustup {}", args.join(" ")),
            Mend::Rustup(args) => {
                format!("install rustup from https://rustup.rs, then: rustup {}", args.join(" "))
            }
            Mend::Apt(packages) if self.apt => format!("apt-get install -y {}", packages.join(" ")),
            Mend::Apt(packages) if on_path("apt-get").is_some() => {
                format!("sudo apt-get install -y {}", packages.join(" "))
            }
            Mend::Apt(packages) => format!("install {} with your system's package manager", packages.join(" and ")),
            Mend::NpmCi => "npm ci".to_owned(),
            Mend::Hand(text) => text.to_owned(),
        }
    }
}

/// All Debian packages in one go.
fn apt(missing: &[Tool]) -> anyhow::Result<()> {
    let packages: Vec<&str> = missing
        .iter()
        .filter_map(|tool| match tool.mend() {
            Mend::Apt(packages) => Some(packages),
            _ => None,
        })
        .flatten()
        .copied()
        .collect();
    if packages.is_empty() {
        return Ok(());
    }
    println!("set-up: apt-get install {}", packages.join(" "));
    // A machine that never asked has no lists, and finds nothing.
    run(program("apt-get").args(["update", "-qq"])).context("could not read the lists of Debian packages")?;
    run(program("apt-get")
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(&packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: Machine = Machine { apt: false, rustup: false };
    const ROOT: Machine = Machine { apt: true, rustup: true };

    #[test]
    fn does_what_it_may_and_says_the_rest() {
        let target = Mend::Rustup(&["target", "add", "wasm32-unknown-unknown"]);
        assert_eq!(ROOT.by_hand(target), None);
        assert_eq!(ROOT.by_hand(Mend::Apt(&["clang"])), None);
        assert!(BARE.by_hand(target).unwrap().contains("https://rustup.rs"));
        assert!(BARE.by_hand(Mend::Apt(&["clang"])).unwrap().contains("clang"));
        assert_eq!(ROOT.by_hand(Mend::Hand("install Node.js")), Some("install Node.js".to_owned()));
    }
}
