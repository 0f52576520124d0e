//! What the gateway costs: pairs of customers go the same road side by side, one past the gateway and one through it.

use std::{rc::Rc, time::Duration};

use anyhow::ensure;
use serde_json::{Value, json};

use crate::{
    connection::Connection,
    processor,
    road::ROAD,
    samples::{Samples, percentile},
    shared::Shared,
    visitor::{Visitor, Way},
};

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The gateway's address, such as 127.0.0.1:8787
    #[arg(long)]
    gateway: String,
    /// The gateway's origin, as browsers see it
    #[arg(long)]
    origin: String,
    /// Pairs of customers that are measured
    #[arg(long, default_value_t = 100)]
    pairs: usize,
}

/// Pairs that only warm up.
const WARM_UP: usize = 5;

/// The two ways' samples, and the medians.
pub(crate) async fn run(shared: Shared, options: &Options) -> anyhow::Result<([Samples; 2], Value)> {
    let shared = Rc::new(shared);
    let samples = [Samples::default(), Samples::default()];
    let mut differences = Vec::new();
    let mut past = Connection::open(&shared.sandbox).await?;
    let mut through = Connection::open(&options.gateway).await?;
    let mut desk = Connection::open(&shared.sandbox).await?;
    for pair in 0..WARM_UP + options.pairs {
        if pair == WARM_UP {
            samples.iter().for_each(Samples::begin);
        }
        let [direct, proxied] = samples.clone();
        let way = Way::Gateway { origin: options.origin.clone(), cookie: None, nonce: None };
        let mut direct = Visitor::new(Rc::clone(&shared), direct, Way::Direct)?;
        let mut proxied = Visitor::new(Rc::clone(&shared), proxied, way)?;
        for (index, step) in ROAD.into_iter().enumerate() {
            // Whoever comes second finds warm caches: each is second as often as the other.
            if (pair + index).is_multiple_of(2) {
                direct.take(step, &mut past, Some(&mut desk)).await?;
                proxied.take(step, &mut through, Some(&mut desk)).await?;
            } else {
                proxied.take(step, &mut through, Some(&mut desk)).await?;
                direct.take(step, &mut past, Some(&mut desk)).await?;
            }
            if pair >= WARM_UP {
                differences.push(micros(proxied.samples.last()) - micros(direct.samples.last()));
            }
        }
    }
    ensure!(!differences.is_empty(), "there was nothing to compare");
    differences.sort_unstable();
    let medians = samples.each_ref().map(|samples| samples.rows().first().map_or(0, |all| all.percentiles[0]));
    let [direct, gateway] = medians.map(|median| f64::from(median) / 1_000.0);
    let report = json!({
        "pairs": options.pairs,
        "direct_p50_ms": direct,
        "gateway_p50_ms": gateway,
        "cost_p50_ms": f64::from(percentile(&differences, 50)) / 1_000.0,
        "load": processor::load(),
    });
    Ok((samples, report))
}

fn micros(time: Duration) -> i32 {
    i32::try_from(time.as_micros()).unwrap_or(i32::MAX)
}
