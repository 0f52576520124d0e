//! How many calls a second: so many connections, each with one customer after the other.

use std::{
    cell::Cell,
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::ensure;
use serde_json::{Value, json};
use tokio::{task::JoinSet, time::sleep};

use crate::{
    connection::Connection,
    processor,
    road::ROAD,
    samples::{Samples, rate},
    shared::Shared,
    visitor::{Visitor, Way},
};

/// Everything has been done once by then.
const WARM_UP: Duration = Duration::from_secs(5);

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Kept-alive connections, each with one call under way
    #[arg(long, default_value_t = 32)]
    connections: usize,
    /// How long calls count, in seconds
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// The sandbox's process, for its processor time
    #[arg(long)]
    process: Option<u32>,
}

/// Sends load, and gives what came of it.
pub(crate) async fn run(shared: Shared, options: &Options) -> anyhow::Result<(Samples, Value)> {
    let (shared, samples, ends) = (Rc::new(shared), Samples::default(), Rc::new(Cell::new(false)));
    let mut customers = JoinSet::new();
    for _ in 0..options.connections {
        customers.spawn_local(go(Rc::clone(&shared), samples.clone(), Rc::clone(&ends)));
    }
    sleep(WARM_UP).await;
    let used = || options.process.and_then(processor::seconds_of);
    let (start, used_before) = (Instant::now(), used());
    samples.begin();
    sleep(Duration::from_secs(options.seconds)).await;
    samples.end();
    let (seconds, used_after) = (start.elapsed().as_secs_f64(), used());
    ends.set(true);
    while let Some(done) = customers.join_next().await {
        done??;
    }
    let count = samples.count();
    ensure!(count > 0, "no call was answered");
    let used = used_after.zip(used_before).map(|(after, before)| after - before);
    let report = json!({
        "connections": options.connections,
        "seconds": seconds,
        "calls_per_second": rate(count, seconds),
        "server_cpu_ms_per_call": used.map(|used| used * 1_000.0 * seconds.recip() / rate(count, seconds)),
        "load": processor::load(),
        "calls": samples.rows().iter().map(|row| row.json(seconds)).collect::<Vec<_>>(),
        "errors": samples.errors(),
    });
    Ok((samples, report))
}

/// One customer after the other. One whose call fails goes away, and the next one comes; the error is counted.
async fn go(shared: Rc<Shared>, samples: Samples, ends: Rc<Cell<bool>>) -> anyhow::Result<()> {
    while !ends.get() {
        let mut connection = Connection::open(&shared.sandbox).await?;
        while !ends.get() && onboard(&shared, &samples, &ends, &mut connection).await.is_ok() {}
    }
    Ok(())
}

async fn onboard(
    shared: &Rc<Shared>,
    samples: &Samples,
    ends: &Cell<bool>,
    connection: &mut Connection,
) -> anyhow::Result<()> {
    let mut visitor = Visitor::new(Rc::clone(shared), samples.clone(), Way::Direct)?;
    for step in ROAD {
        if ends.get() {
            break;
        }
        if let Err(error) = visitor.take(step, connection, None).await {
            samples.failed("road", &error.to_string());
            return Err(error);
        }
    }
    Ok(())
}
