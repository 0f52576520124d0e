//! Processes of ours that end with us: each leads a group of its own, so that what it starts ends with it.

use anyhow::{Context, anyhow};
use rustix::process::{Pid, Signal, kill_process_group};
use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long a server has to end by itself before it is killed.
const GRACE: Duration = Duration::from_secs(5);

/// A server in the background. Dropping it ends it.
#[derive(Debug)]
pub(crate) struct Server {
    /// What a person calls it.
    pub(crate) name: &'static str,
    child: Child,
    log: PathBuf,
}

impl Server {
    /// Starts it; what it prints goes to `log`.
    pub(crate) fn start(name: &'static str, command: &mut Command, log: &Path) -> anyhow::Result<Self> {
        let file = File::create(log).with_context(|| format!("could not write {}", log.display()))?;
        let both = file.try_clone()?;
        command.stdin(Stdio::null()).stdout(file).stderr(both).process_group(0);
        let child = command.spawn().with_context(|| format!("could not start the {name}"))?;
        Ok(Self { name, child, log: log.to_path_buf() })
    }

    /// An error with the end of its log when it has ended.
    pub(crate) fn check(&mut self) -> anyhow::Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => Err(self.obituary(status)),
        }
    }

    /// Its process's number.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Where its log is.
    pub(crate) fn log(&self) -> &Path {
        &self.log
    }

    /// What to say when it ended though nobody asked it to.
    fn obituary(&self, status: ExitStatus) -> anyhow::Error {
        anyhow!("the {} ended ({status}). The end of {}:\n{}", self.name, self.log.display(), tail(&self.log, 20))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        end_group(&mut self.child);
    }
}

/// Asks the child's whole group to end, waits, and kills what is left of it.
pub(crate) fn end_group(child: &mut Child) {
    signal_group(child, Signal::TERM);
    let deadline = Instant::now() + GRACE;
    while matches!(child.try_wait(), Ok(None)) && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    signal_group(child, Signal::KILL);
    // Fails only when it was waited for already.
    let _ = child.wait();
}

/// The group may be gone already, which is what we want: no error then.
fn signal_group(child: &Child, signal: Signal) {
    if let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(pid, signal);
    }
}

/// The last lines of a log, indented.
fn tail(log: &Path, lines: usize) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let all: Vec<&str> = text.lines().collect();
    let from = all.len().saturating_sub(lines);
    all.iter().skip(from).map(|line| format!("    {line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::program;

    #[test]
    fn ends_a_server_and_what_it_started() {
        // The grandchild holds the other end of a pipe: reading it to the end tells that nobody is left.
        let (mut reader, writer) = std::io::pipe().unwrap();
        let mut command = program("sh");
        command.args(["-c", "sleep 600 & sleep 600"]).stdout(writer).stderr(Stdio::null()).process_group(0);
        let mut child = command.spawn().unwrap();
        // It holds our copy of the pipe's end.
        drop(command);
        end_group(&mut child);
        let mut rest = Vec::new();
        std::io::Read::read_to_end(&mut reader, &mut rest).unwrap();
    }

    #[test]
    fn shows_the_end_of_the_log_of_a_server_that_died() {
        let dir = tempfile::tempdir().unwrap();
        let log = dir.path().join("log");
        let mut server =
            Server::start("sandbox", program("sh").args(["-c", "echo the port is taken; exit 3"]), &log).unwrap();
        let error = loop {
            if let Err(error) = server.check() {
                break error.to_string();
            }
        };
        assert!(error.contains("the sandbox ended"), "{error}");
        assert!(error.contains("    the port is taken"), "{error}");
    }
}
