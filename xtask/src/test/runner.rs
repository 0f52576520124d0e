//! Runs parts one after the other, shows what they print, counts, and goes on after one that failed.

use super::part::{Build, Part, Work};
use super::{Count, Kind, Postgres};
use crate::children::end_group;
use crate::command::line;
use crate::stop::Stop;
use crate::{build, portal, servers, setup, unwiped};
use anyhow::{Context, bail};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// Runs the parts and prints the table and the closing line.
pub(crate) fn run_parts(parts: &[Part], stop: &Stop) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let mut rows = Vec::new();
    let mut sum = Count::default();
    let mut postgres = None;
    for part in parts {
        println!("\n── {}: {}", part.name, part.about);
        let began = Instant::now();
        let count = run_part(part, &mut postgres, stop).unwrap_or_else(|error| {
            eprintln!("{}: {error:#}", part.name);
            Count::of_check(false)
        });
        if stop.asked() {
            bail!("stopped in the part `{}`", part.name);
        }
        sum += count;
        rows.push((part.name, count, began.elapsed()));
    }
    drop(postgres);
    println!("\n{:<14}{:>8}{:>8}{:>9}", "part", "passed", "failed", "time");
    for (name, count, time) in rows {
        println!("{name:<14}{:>8}{:>8}{:>8.1}s", count.passed, count.failed, time.as_secs_f64());
    }
    println!("{:<30}{:>8.1}s\n", "", started.elapsed().as_secs_f64());
    println!("{} passed, {} failed", sum.passed, sum.failed);
    Ok(if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn run_part(part: &Part, postgres: &mut Option<Postgres>, stop: &Stop) -> anyhow::Result<Count> {
    setup::ensure(part.tools)?;
    for needed in part.builds {
        match needed {
            Build::Package => build::run().context("the package does not build")?,
            Build::Unwiped => unwiped::run().context("the package that wipes nothing does not build")?,
            Build::Portal => portal::build().context("the portal does not build")?,
            Build::Servers => servers::build().context("the servers do not build")?,
        }
    }
    if part.postgres && postgres.is_none() {
        *postgres = Some(Postgres::start()?);
    }
    let mut sum = Count::default();
    for work in (part.work)()? {
        sum += match work {
            Work::Inside(what, check) => inside(what, check),
            Work::Run(mut command, kind) => {
                if let Some(postgres) = postgres.as_ref().filter(|_| part.postgres) {
                    command.env("PORTICO_TEST_POSTGRES", postgres.url());
                }
                counted(&mut command, kind, stop)?
            }
        };
    }
    Ok(if sum == Count::default() { Count::of_check(false) } else { sum })
}

fn inside(what: &str, check: fn() -> anyhow::Result<()>) -> Count {
    let outcome = check();
    match &outcome {
        Ok(()) => println!("{what}: yes"),
        Err(error) => eprintln!("{what}: no: {error:#}"),
    }
    Count::of_check(outcome.is_ok())
}

/// Runs it in a group of its own, so that what it starts ends with it, and reads along.
fn counted(command: &mut Command, kind: Kind, stop: &Stop) -> anyhow::Result<Count> {
    let shown = line(command);
    println!("$ {shown}");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let mut child = command.spawn().with_context(|| format!("could not start `{shown}`"))?;
    let (sender, lines) = channel();
    if let Some(stdout) = child.stdout.take() {
        forward(stdout, sender.clone());
    }
    if let Some(stderr) = child.stderr.take() {
        forward(stderr, sender);
    }
    let mut output = String::new();
    loop {
        match lines.recv_timeout(Duration::from_millis(100)) {
            Ok(text) => {
                println!("{text}");
                output.push_str(&text);
                output.push('\n');
            }
            Err(RecvTimeoutError::Disconnected) => break,
            // Something that it left behind may hold the pipe: the end of the program itself is enough.
            Err(RecvTimeoutError::Timeout) if child.try_wait()?.is_some() => break,
            Err(RecvTimeoutError::Timeout) => {}
        }
        if stop.asked() {
            end_group(&mut child);
            break;
        }
    }
    let succeeded = child.wait()?.success();
    end_group(&mut child);
    Ok(Count::read(kind, &output, succeeded))
}

fn forward(from: impl Read + Send + 'static, to: Sender<String>) {
    std::thread::spawn(move || {
        for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
            if to.send(String::from_utf8_lossy(&line).trim_end().to_owned()).is_err() {
                return;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::program;

    #[test]
    fn counts_what_a_runner_says_on_both_its_outputs() {
        let stop = Stop::listen().unwrap();
        let script = "echo 'test result: ok. 2 passed; 0 failed;'; echo 'Summary [ 1s] 3 tests run: 3 passed' >&2";
        let count = counted(program("sh").args(["-c", script]), Kind::Cargo, &stop).unwrap();
        assert_eq!(count, Count { passed: 5, failed: 0 });
        let count = counted(program("sh").args(["-c", "exit 1"]), Kind::Cargo, &stop).unwrap();
        assert_eq!(count, Count { passed: 0, failed: 1 });
    }

    #[test]
    fn goes_on_after_a_part_that_failed_and_fails_as_a_whole() {
        let part = |name, work| Part { name, about: "", tools: &[], builds: &[], postgres: false, work };
        let parts = [
            part("one", || Ok(vec![Work::Inside("it holds", || bail!("it does not"))])),
            part("two", || Ok(vec![Work::Inside("it holds", || Ok(()))])),
            part("none", || Ok(Vec::new())),
        ];
        let stop = Stop::listen().unwrap();
        let mut none = None;
        let counts: Vec<Count> = parts.iter().map(|part| run_part(part, &mut none, &stop).unwrap()).collect();
        let expected = [(0, 1), (1, 0), (0, 1)].map(|(passed, failed)| Count { passed, failed });
        assert_eq!(counts, expected);
    }
}
