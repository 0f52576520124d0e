//! The sandbox's binary: settings from the environment, one process, until it is told to stop.

use std::io::IsTerminal;

use anyhow::Context;
use portico_sandbox::{Config, State, router, run_deliveries, run_passport};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    let config = Config::from_env()?;
    let address = config.address;
    let controls = config.controls;
    let state = State::open(config).await?;
    let listener = TcpListener::bind(address).await.with_context(|| format!("{address} can't be listened on"))?;
    tracing::info!(address = %listener.local_addr()?, controls, "sandbox is up");
    let deliveries = tokio::spawn(run_deliveries(state.clone()));
    let passport = tokio::spawn(run_passport(state.clone()));
    axum::serve(listener, router(state.clone())).with_graceful_shutdown(told_to_stop()?).await?;
    deliveries.abort();
    passport.abort();
    state.close().await;
    Ok(())
}

/// Ends on SIGTERM and on SIGINT.
fn told_to_stop() -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
