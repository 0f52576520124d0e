//! The sandbox as a process of its own, which can be killed as only a process can.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
    thread,
};

use axum::body::Body;
use http::{HeaderMap, Request};
use http_body_util::BodyExt;
use portico_sandbox::Config;

use super::Reply;

/// A running binary. Dropping it kills it.
pub(crate) struct Process {
    child: Child,
    url: String,
    client: reqwest::Client,
}

impl Process {
    /// Starts the binary with these settings, on a port that the system chooses.
    pub(crate) fn start(config: &Config) -> Self {
        // Nobody else may have installed it; a second call finds it there and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // One connection for each request: what a killed server leaves behind is of no use to the next.
        let client = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_portico-sandbox"));
        command
            .env_clear()
            .env("SANDBOX_ADDR", "127.0.0.1:0")
            .env("SANDBOX_PUBLIC_URL", &config.public_url)
            .env("SANDBOX_DATA", &config.data)
            .env("SANDBOX_CONTROLS", "on")
            .env("SANDBOX_WEBHOOK_PRIVATE", "allow")
            .env("RUST_LOG", "portico_sandbox=info")
            .stderr(Stdio::piped());
        if let Some(url) = &config.database_url {
            command.env("DATABASE_URL", url);
        }
        if let Some(url) = &config.webhook_url {
            command.env("SANDBOX_WEBHOOK_URL", url);
        }
        let mut child = command.spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(log.read_line(&mut line).unwrap() > 0, "the sandbox ended before it was up");
            if let Some((_, rest)) = line.split_once("address=") {
                break rest.split_whitespace().next().unwrap().to_owned();
            }
        };
        // Whatever it logs from now on has to go somewhere, or it would wait for a reader.
        thread::spawn(move || log.read_to_end(&mut Vec::new()));
        Self { child, url: format!("http://{address}"), client }
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Sends a request; an error when the connection ends without an answer.
    pub(crate) async fn send(&self, request: Request<Body>) -> Result<Reply, reqwest::Error> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let headers: HeaderMap = parts.headers;
        let url = format!("{}{}", self.url(), parts.uri);
        let answer = self.client.request(parts.method, url).headers(headers).body(body).send().await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        Ok(Reply { status, headers, bytes: answer.bytes().await?.to_vec() })
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Gone already when it was killed by the test.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
