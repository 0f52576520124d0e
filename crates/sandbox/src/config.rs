//! What the sandbox is started with.

use std::{env, net::SocketAddr, path::PathBuf};

use anyhow::{Context, bail};

use crate::passport::PassportConfig;

/// How a device statement is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Judge and record; refuse forgeries alone.
    Observe,
    /// Refuse what is judged not to be authentic.
    Enforce,
}

/// The sandbox's settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its own address as clients see it, without a slash at the end: what links to files begin with.
    pub public_url: String,
    /// The folder of the key file, the starter kit and the SQLite file.
    pub data: PathBuf,
    /// A PostgreSQL URL; `None` for the SQLite file in `data`.
    pub database_url: Option<String>,
    /// The settings of the Passport-style platform.
    pub passport: PassportConfig,
    /// Whether the test controls under `/sandbox` exist.
    pub controls: bool,
    /// How device statements are judged.
    pub policy: Policy,
    /// Which pages may show the pages for developers in a frame: the sources of the CSP directive `frame-ancestors`.
    pub frame_ancestors: String,
    /// Where webhooks go; `None` keeps them in the outbox.
    pub webhook_url: Option<String>,
    /// Whether webhooks may go to private addresses too, as on one machine they must.
    pub webhook_private: bool,
}

impl Config {
    /// The settings of the environment.
    ///
    /// # Errors
    /// When a variable has a value that it doesn't take; the error names the variable.
    pub fn from_env() -> anyhow::Result<Self> {
        let read = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let address = read("SANDBOX_ADDR").unwrap_or_else(|| "127.0.0.1:8788".to_owned());
        let address: SocketAddr = address.parse().context("SANDBOX_ADDR takes an address and a port")?;
        let public_url = read("SANDBOX_PUBLIC_URL").unwrap_or_else(|| format!("http://{address}"));
        Ok(Self {
            address,
            public_url: public_url.trim_end_matches('/').to_owned(),
            data: read("SANDBOX_DATA").unwrap_or_else(|| "tmp/sandbox".to_owned()).into(),
            database_url: read("DATABASE_URL"),
            passport: PassportConfig::from_env(),
            controls: match read("SANDBOX_CONTROLS").as_deref() {
                None | Some("off") => false,
                Some("on") => true,
                Some(_) => bail!("SANDBOX_CONTROLS takes on or off"),
            },
            policy: match read("SANDBOX_POLICY").as_deref() {
                None | Some("observe") => Policy::Observe,
                Some("enforce") => Policy::Enforce,
                Some(_) => bail!("SANDBOX_POLICY takes observe or enforce"),
            },
            frame_ancestors: match read("SANDBOX_FRAME_ANCESTORS") {
                None => "'none'".to_owned(),
                Some(sources) if is_source_list(&sources) => sources,
                Some(_) => bail!("SANDBOX_FRAME_ANCESTORS takes origins with spaces between them, or 'none'"),
            },
            webhook_url: read("SANDBOX_WEBHOOK_URL"),
            webhook_private: match read("SANDBOX_WEBHOOK_PRIVATE").as_deref() {
                None | Some("refuse") => false,
                Some("allow") => true,
                Some(_) => bail!("SANDBOX_WEBHOOK_PRIVATE takes refuse or allow"),
            },
        })
    }
}

/// Nothing that ends the directive or the header.
fn is_source_list(text: &str) -> bool {
    text.bytes().all(|byte| byte == b' ' || (byte.is_ascii_graphic() && !matches!(byte, b';' | b',' | b'"')))
}
