//! One part of the tests: what it needs, and what it runs.

use super::Kind;
use crate::tools::Tool;
use std::process::Command;

/// A part, as `--only` names it.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// What has to be on the machine.
    pub(crate) tools: &'static [Tool],
    /// What has to be built before.
    pub(crate) builds: &'static [Build],
    /// Whether it wants a PostgreSQL of its own.
    pub(crate) postgres: bool,
    /// All of them run, also after one that failed.
    pub(crate) work: fn() -> anyhow::Result<Vec<Work>>,
}

/// What several parts build on. Each knows by itself when there is nothing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    Package,
    /// the package again, with nothing wiped
    Unwiped,
    Portal,
    Servers,
}

/// Something to run and to count.
#[derive(Debug)]
pub(crate) enum Work {
    /// a program, with the runner whose lines it prints
    Run(Command, Kind),
    /// something of our own that holds or doesn't
    Inside(&'static str, fn() -> anyhow::Result<()>),
}
