//! A gateway in process, a platform behind a real socket, and browsers.

#![allow(dead_code, reason = "each test binary uses its part of this")]
#![allow(unreachable_pub, reason = "shared by test binaries, none of which is a library")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

pub mod browser;
pub mod database;
pub mod platform;
pub mod registry;
pub mod routes;
pub mod tickets;

use axum::Router;
use portico_gateway::{Clock, Config, Secret, State, router};
use tempfile::TempDir;

pub use browser::Browser;
pub use platform::Platform;

/// When every test begins: 2026-01-01T00:00:00Z.
pub const START: i64 = 1_767_225_600;
pub const PUBLIC_URL: &str = "https://portal.example";

/// A gateway before a platform, with a clock that the test moves.
pub struct Stage {
    pub router: Router,
    pub state: State,
    pub clock: Clock,
    pub platform: Platform,
    pub config: Config,
    folder: TempDir,
}

impl Stage {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// With settings of the test's own.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let platform = Platform::start().await;
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::stopped_at(START);
        let mut config = Config::from_lookup(|name| match name {
            "GATEWAY_API_KEY" => Some("the-key".to_owned()),
            "GATEWAY_API_SECRET" => Some("the-secret".to_owned()),
            "GATEWAY_PUBLIC_URL" => Some(PUBLIC_URL.to_owned()),
            "GATEWAY_NETSPEND_URL" => Some(platform.base_url()),
            "GATEWAY_RATE_PER_MINUTE" => Some("100000".to_owned()),
            _ => None,
        })
        .unwrap();
        config.data = folder.path().to_owned();
        config.database_url = database::fresh().await.map(Secret::new);
        config.clock = clock.clone();
        change(&mut config);
        let state = State::open(config.clone()).await.unwrap();
        Self { router: router(state.clone()), state, clock, platform, config, folder }
    }

    /// The same gateway after its process was started anew: nothing is kept but the database.
    pub async fn restart(&mut self) {
        self.state.close().await;
        self.state = State::open(self.config.clone()).await.unwrap();
        self.router = router(self.state.clone());
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.router, &self.clock)
    }

    /// A browser with a session.
    pub async fn connected(&self) -> Browser {
        let mut browser = self.browser();
        browser.connect().await;
        browser
    }
}
