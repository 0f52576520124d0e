//! The servers under load: how much the sandbox carries on both databases, and what the gateway adds to a call.

use crate::children::Server;
use crate::command::{cargo, output, program, run as run_command};
use crate::root::{released, target};
use crate::servers::wait;
use crate::stop::Stop;
use crate::test::Postgres;
use crate::tools::Tool;
use crate::{ports, setup};
use anyhow::Context;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tempfile::TempDir;

/// Calls a second that the sandbox has to answer.
const SQLITE_FLOOR: f64 = 1_200.0;
const POSTGRES_FLOOR: f64 = 600.0;
/// What 99 of 100 calls may take at most on SQLite, in milliseconds.
const SQLITE_P99: f64 = 60.0;
/// What the gateway may add to a call at the median, in milliseconds.
const GATEWAY_COST: f64 = 1.0;

/// A figure beside what it has to be.
struct Figure {
    name: &'static str,
    value: f64,
    limit: f64,
    is_met: bool,
}

impl Figure {
    fn at_least(name: &'static str, value: f64, limit: f64) -> Self {
        Self { name, value, limit, is_met: value >= limit }
    }

    fn at_most(name: &'static str, value: f64, limit: f64) -> Self {
        Self { name, value, limit, is_met: value <= limit }
    }
}

/// Measures all three, prints tables, and writes everything as JSON below the target folder.
pub(super) fn run(seconds: u64) -> anyhow::Result<ExitCode> {
    setup::ensure(&[Tool::Postgres])?;
    let packages = ["-p", "portico-sandbox", "-p", "portico-gateway", "-p", "portico-load"];
    run_command(cargo().args(["build", "--quiet", "--release"]).args(packages))?;
    pin_to_two_cores();
    let stop = Stop::listen()?;

    println!("\nSQLite, {seconds} s");
    let sqlite = Stage::open(None, &stop)?.throughput(seconds)?;
    println!("\nPostgreSQL at its defaults, {seconds} s");
    let postgres = Postgres::start_with_defaults()?;
    let on_postgres = Stage::open(Some(&postgres.url()), &stop)?.throughput(seconds)?;
    drop(postgres);
    println!("\nPast the gateway and through it, call by call");
    let overhead = Stage::open(None, &stop)?.overhead(&stop)?;

    let figures = [
        Figure::at_least("SQLite: calls a second", number(&sqlite, "/calls_per_second")?, SQLITE_FLOOR),
        Figure::at_most("SQLite: p99, ms", number(&sqlite, "/calls/0/p99_ms")?, SQLITE_P99),
        Figure::at_most("SQLite: errors", number(&sqlite, "/calls/0/errors")?, 0.0),
        Figure::at_least("PostgreSQL: calls a second", number(&on_postgres, "/calls_per_second")?, POSTGRES_FLOOR),
        Figure::at_most("PostgreSQL: errors", number(&on_postgres, "/calls/0/errors")?, 0.0),
        Figure::at_most("gateway: added at the median, ms", number(&overhead, "/cost_p50_ms")?, GATEWAY_COST),
    ];
    print(&figures);
    let folder = target().join("bench");
    std::fs::create_dir_all(&folder)?;
    let report = folder.join("server.json");
    let all = json!({"sqlite": sqlite, "postgres": on_postgres, "gateway": overhead, "figures": list(&figures)});
    std::fs::write(&report, format!("{all:#}\n"))?;
    println!("written to {}", report.display());
    let is_met = figures.iter().all(|figure| figure.is_met);
    Ok(if is_met { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A sandbox in a folder of its own.
struct Stage {
    sandbox: Server,
    port: u16,
    data: TempDir,
}

impl Stage {
    fn open(database: Option<&str>, stop: &Stop) -> anyhow::Result<Self> {
        // Below the target folder: a temporary folder may be memory, and a disk is what a server has.
        let data = tempfile::Builder::new().prefix("bench-").tempdir_in(target())?;
        let port = ports::any()?;
        let mut command = program(released("portico-sandbox"));
        command
            .env("SANDBOX_ADDR", format!("127.0.0.1:{port}"))
            .env("SANDBOX_DATA", data.path().join("sandbox"))
            .env("SANDBOX_CONTROLS", "on")
            .env_remove("SANDBOX_WEBHOOK_URL")
            .env_remove("DATABASE_URL")
            .envs(database.map(|url| ("DATABASE_URL", url)));
        let mut sandbox = Server::start("sandbox", &mut command, &data.path().join("sandbox.log"))?;
        wait(&mut sandbox, port, stop)?;
        Ok(Self { sandbox, port, data })
    }

    fn throughput(&self, seconds: u64) -> anyhow::Result<Value> {
        let (seconds, process) = (seconds.to_string(), self.sandbox.id().to_string());
        self.load(&["throughput", "--connections", "32", "--seconds", &seconds, "--process", &process])
    }

    fn overhead(&self, stop: &Stop) -> anyhow::Result<Value> {
        let port = ports::any()?;
        let origin = format!("http://localhost:{port}");
        let mut command = program(released("portico-gateway"));
        command
            .env("GATEWAY_ADDR", format!("127.0.0.1:{port}"))
            .env("GATEWAY_PUBLIC_URL", &origin)
            .env("GATEWAY_NETSPEND_URL", format!("http://127.0.0.1:{}/netspend-api/v1", self.port))
            .env("GATEWAY_STARTER_KIT", self.kit())
            .env("GATEWAY_DATA", self.data.path().join("gateway"))
            // All customers come from one address here.
            .env("GATEWAY_RATE_PER_MINUTE", "1000000");
        for variable in ["GATEWAY_API_KEY", "GATEWAY_API_SECRET", "GATEWAY_PORTAL", "DATABASE_URL"] {
            command.env_remove(variable);
        }
        let mut gateway = Server::start("gateway", &mut command, &self.data.path().join("gateway.log"))?;
        wait(&mut gateway, port, stop)?;
        self.load(&["overhead", "--gateway", &format!("127.0.0.1:{port}"), "--origin", &origin])
    }

    /// Runs the generator, and gives its report.
    fn load(&self, arguments: &[&str]) -> anyhow::Result<Value> {
        let report = self.data.path().join("report.json");
        let mut command = program(released("portico-load"));
        command.arg("--sandbox").arg(format!("127.0.0.1:{}", self.port));
        command.arg("--kit").arg(self.kit()).arg("--report").arg(&report).args(arguments);
        run_command(&mut command)?;
        read(&report)
    }

    fn kit(&self) -> PathBuf {
        self.data.path().join("sandbox/starter-kit.json")
    }
}

fn read(report: &Path) -> anyhow::Result<Value> {
    let text = std::fs::read_to_string(report).context("the generator left no report")?;
    Ok(serde_json::from_str(&text)?)
}

fn number(report: &Value, pointer: &str) -> anyhow::Result<f64> {
    report.pointer(pointer).and_then(Value::as_f64).with_context(|| format!("a report has no {pointer}"))
}

/// The floors are for two cores. Everything that is started from here on inherits it. Where there is no `taskset`, more
/// cores take part, and that is said.
fn pin_to_two_cores() {
    if std::thread::available_parallelism().is_ok_and(|cores| cores.get() <= 2) {
        return;
    }
    let id = std::process::id().to_string();
    if output(program("taskset").args(["--all-tasks", "--cpu-list", "--pid", "0,1", &id])).is_err() {
        println!("this machine has more than two cores, and there is no taskset to leave the others out");
    }
}

fn print(figures: &[Figure]) {
    println!("\n{:<36}{:>10}{:>10}", "", "measured", "limit");
    for Figure { name, value, limit, is_met } in figures {
        println!("{name:<36}{value:>10.2}{limit:>10.0}  {}", if *is_met { "met" } else { "MISSED" });
    }
}

fn list(figures: &[Figure]) -> Vec<Value> {
    let line = |figure: &Figure| {
        let Figure { name, value, limit, is_met } = figure;
        json!({"figure": name, "value": value, "limit": limit, "met": is_met})
    };
    figures.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_on_its_limit_is_met() {
        assert!(Figure::at_least("calls", 1_200.0, SQLITE_FLOOR).is_met);
        assert!(!Figure::at_least("calls", 1_199.9, SQLITE_FLOOR).is_met);
        assert!(Figure::at_most("ms", 60.0, SQLITE_P99).is_met);
        assert!(!Figure::at_most("errors", 1.0, 0.0).is_met);
    }

    #[test]
    fn a_report_without_a_figure_is_an_error() {
        let report = json!({"calls": [{"p99_ms": 1.5}]});
        assert_eq!(number(&report, "/calls/0/p99_ms").unwrap(), 1.5);
        assert!(number(&report, "/calls_per_second").unwrap_err().to_string().contains("/calls_per_second"));
    }
}
