//! The gateway as a program: settings from the environment, one listener, an end on SIGTERM or Ctrl-C.

use std::{io, io::IsTerminal, net::SocketAddr, process::ExitCode, time::Duration};

use anyhow::Context;
use portico_gateway::{Config, State, router};
use tokio::{net::TcpListener, signal, signal::unix};
use tracing_subscriber::EnvFilter;

/// How long calls that are under way may take after the signal.
const SHUTDOWN: Duration = Duration::from_secs(20);
const SWEEP_EVERY: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() -> ExitCode {
    start_log();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> anyhow::Result<()> {
    let config = Config::from_env()?;
    let (addr, public_url) = (config.addr, config.public_url.clone());
    let state = State::open(config).await?;
    let gateway_key = state.gateway_key().to_owned();
    let listener =
        TcpListener::bind(addr).await.with_context(|| format!("GATEWAY_ADDR {addr} can't be listened on"))?;
    tracing::info!(addr = %listener.local_addr()?, %public_url, gateway_key, "the gateway is ready");
    let sweeper = tokio::spawn(sweep(state.clone()));

    let app = router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let (stopping, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        wait_for_signal().await;
        drop(stopping);
    });
    tokio::select! {
        result = server => result?,
        () = async { stopped.await.ok(); tokio::time::sleep(SHUTDOWN).await } => {
            tracing::warn!("some connections were cut off");
        }
    }
    sweeper.abort();
    state.close().await;
    tracing::info!("the gateway has stopped");
    Ok(())
}

async fn sweep(state: State) {
    loop {
        tokio::time::sleep(SWEEP_EVERY).await;
        if let Err(error) = state.sweep().await {
            tracing::warn!(%error, "the gateway's database could not be swept");
        }
    }
}

async fn wait_for_signal() {
    match unix::signal(unix::SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = terminate.recv() => {}
            _ = signal::ctrl_c() => {}
        },
        Err(_) => drop(signal::ctrl_c().await),
    }
}

/// Lines to stderr, by RUST_LOG. The libraries under us see headers and bodies, so no setting makes them talk.
fn start_log() {
    let mut filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    for quiet in
        ["hyper=warn", "hyper_util=warn", "h2=warn", "reqwest=warn", "rustls=warn", "sqlx=warn", "tower_http=warn"]
    {
        if let Ok(directive) = quiet.parse() {
            filter = filter.add_directive(directive);
        }
    }
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
}
