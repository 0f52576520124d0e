//! A PostgreSQL of our own for the servers' tests: a fresh cluster in a folder of its own, gone afterwards.

use crate::command::{output, program, run};
use crate::{ports, tools};
use anyhow::Context;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A running server. Dropping it stops it and takes its folder away.
#[derive(Debug)]
pub(crate) struct Postgres {
    bin: PathBuf,
    dir: TempDir,
    port: u16,
}

impl Postgres {
    /// Makes a cluster and starts it on a free port of 127.0.0.1, where it trusts everyone. It is fast, and safe only as
    /// long as the machine runs.
    pub(crate) fn start() -> anyhow::Result<Self> {
        Self::start_with(&["fsync=off", "max_connections=300"])
    }

    /// The same with PostgreSQL's own defaults, for measuring.
    pub(crate) fn start_with_defaults() -> anyhow::Result<Self> {
        Self::start_with(&[])
    }

    fn start_with(settings: &[&str]) -> anyhow::Result<Self> {
        let bin = tools::postgres().context("there is no PostgreSQL server")?;
        let dir = tempfile::Builder::new().prefix("portico-postgres-").tempdir()?;
        if is_root() {
            let id =
                |flag: &str| -> anyhow::Result<u32> { Ok(output(program("id").args([flag, "postgres"]))?.parse()?) };
            chown(dir.path(), Some(id("-u")?), Some(id("-g")?)).context("could not hand the folder to `postgres`")?;
        }
        std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o700))?;
        let port = ports::any()?;
        let cluster = dir.path().join("data");
        let mut initdb = as_its_user(&bin.join("initdb"), dir.path());
        initdb.args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"]);
        run(initdb.arg(&cluster).stdout(Stdio::null())).context("could not make a PostgreSQL cluster")?;
        let mut options = format!("-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''");
        settings.iter().for_each(|setting| options.extend([" -c ", *setting]));
        let mut start = as_its_user(&bin.join("pg_ctl"), dir.path());
        start.arg("-D").arg(&cluster).arg("-l").arg(dir.path().join("log")).args(["-o", &options, "-w", "start"]);
        // Its own log has what it says; a pipe of ours would be held open by the server for as long as it lives.
        run(start.stdout(Stdio::null()).stderr(Stdio::null())).context("could not start PostgreSQL")?;
        Ok(Self { bin, dir, port })
    }

    /// For `PORTICO_TEST_POSTGRES`.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = as_its_user(&self.bin.join("pg_ctl"), self.dir.path());
        stop.arg("-D").arg(self.dir.path().join("data")).args(["-m", "immediate", "stop"]);
        if let Err(error) = run(stop.stdout(Stdio::null())) {
            eprintln!("could not stop PostgreSQL in {}: {error:#}", self.dir.path().display());
        }
    }
}

/// PostgreSQL refuses to run as root.
fn as_its_user(tool: &Path, dir: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = program("runuser");
        command.args(["-u", "postgres", "--"]).arg(tool);
        command
    } else {
        program(tool)
    };
    // The root of the repository may be closed to that user.
    command.current_dir(dir);
    command
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpStream;

    #[test]
    fn listens_while_it_is_held_and_leaves_nothing_behind() {
        let postgres = Postgres::start().unwrap();
        let (port, dir) = (postgres.port, postgres.dir.path().to_path_buf());
        assert_eq!(postgres.url(), format!("postgres://postgres@127.0.0.1:{port}/postgres"));
        TcpStream::connect(("127.0.0.1", port)).unwrap();
        drop(postgres);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
        assert!(!dir.exists());
    }
}
