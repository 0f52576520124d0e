//! Sandbox, gateway and an invented partner's server: built, started against each other, and found healthy.

use crate::children::Server;
use crate::command::{cargo, node, program, run};
use crate::{portal, ports, root, stop::Stop};
use anyhow::{Context, bail};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a server may take to answer: a first start makes keys, and RSA keys take their time.
const PATIENCE: Duration = Duration::from_secs(60);

/// Builds both, as the tests use them too.
pub(crate) fn build() -> anyhow::Result<()> {
    run(cargo().args(["build", "--quiet", "-p", "portico-sandbox", "-p", "portico-gateway"]))
}

/// The same as they are deployed, for what is timed.
pub(crate) fn build_released() -> anyhow::Result<()> {
    run(cargo().args(["build", "--quiet", "--release", "-p", "portico-sandbox", "-p", "portico-gateway"]))
}

/// The partner's name in the tickets that its server mints.
const TICKET_ISSUER: &str = "partner";

/// All servers, running. Dropping them ends them, the gateway first.
#[derive(Debug)]
pub(crate) struct Servers {
    gateway: Server,
    partner: Server,
    sandbox: Server,
    gateway_port: u16,
    sandbox_port: u16,
}

/// Where they keep what they keep, and where they listen.
#[derive(Debug)]
pub(crate) struct Places {
    pub(crate) data: PathBuf,
    pub(crate) gateway_port: u16,
    pub(crate) sandbox_port: u16,
    pub(crate) partner_port: u16,
}

impl Servers {
    /// Starts all and waits until all answer.
    pub(crate) fn start(places: &Places, stop: &Stop) -> anyhow::Result<Self> {
        let Places { data, gateway_port, sandbox_port, partner_port } = places;
        let folder = data.join("partner");
        std::fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
        let mut sandbox = Server::start("sandbox", &mut sandbox_command(places), &data.join("sandbox.log"))?;
        wait(&mut sandbox, *sandbox_port, stop)?;
        write_portal_config(data, *sandbox_port)?;
        // Before the gateway, which reads the key that it writes.
        let mut partner = Server::start("partner", &mut partner_command(places), &data.join("partner.log"))?;
        wait(&mut partner, *partner_port, stop)?;
        let mut gateway = Server::start("gateway", &mut gateway_command(places), &data.join("gateway.log"))?;
        wait(&mut gateway, *gateway_port, stop)?;
        Ok(Self { gateway, partner, sandbox, gateway_port: *gateway_port, sandbox_port: *sandbox_port })
    }

    /// The one address that a person opens.
    pub(crate) fn url(&self) -> String {
        format!("http://localhost:{}", self.gateway_port)
    }

    /// The sandbox's own address, for its test controls.
    pub(crate) fn sandbox_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.sandbox_port)
    }

    /// Where the servers' logs are.
    pub(crate) fn logs(&self) -> [&Path; 3] {
        [self.sandbox.log(), self.gateway.log(), self.partner.log()]
    }

    /// Returns when somebody asks to stop; an error when one of them ends by itself.
    pub(crate) fn watch(&mut self, stop: &Stop) -> anyhow::Result<()> {
        while !stop.asked() {
            self.sandbox.check()?;
            self.gateway.check()?;
            self.partner.check()?;
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

fn sandbox_command(places: &Places) -> std::process::Command {
    let Places { data, gateway_port, sandbox_port: port, .. } = places;
    let mut command = program(root::built("portico-sandbox"));
    command
        .env("SANDBOX_ADDR", format!("127.0.0.1:{port}"))
        .env("SANDBOX_PUBLIC_URL", format!("http://127.0.0.1:{port}"))
        .env("SANDBOX_DATA", data.join("sandbox"))
        .env("SANDBOX_CONTROLS", "on")
        .env("SANDBOX_POLICY", "observe")
        .env("SANDBOX_WEBHOOK_PRIVATE", "allow")
        .env("SANDBOX_FRAME_ANCESTORS", format!("http://localhost:{gateway_port}"))
        // One set for some other database would mix this run's data into it.
        .env_remove("DATABASE_URL");
    command
}

fn gateway_command(places: &Places) -> std::process::Command {
    let Places { data, gateway_port, sandbox_port, partner_port } = places;
    let mut command = program(root::built("portico-gateway"));
    command
        .env("GATEWAY_ADDR", format!("127.0.0.1:{gateway_port}"))
        .env("GATEWAY_PUBLIC_URL", format!("http://localhost:{gateway_port}"))
        .env("GATEWAY_NETSPEND_URL", format!("http://127.0.0.1:{sandbox_port}/netspend-api/v1"))
        .env("GATEWAY_PASSPORT_URL", format!("http://127.0.0.1:{sandbox_port}/v1"))
        .env("GATEWAY_STARTER_KIT", starter_kit(data))
        .env("GATEWAY_DATA", data.join("gateway"))
        .env("GATEWAY_PORTAL", portal::dist())
        .env("GATEWAY_PORTAL_CONFIG", data.join("portal.json"))
        .env("GATEWAY_PORTAL_FRAME", sandbox_pages(*sandbox_port))
        .env("GATEWAY_PORTAL_API", format!("http://127.0.0.1:{partner_port}"))
        .env("GATEWAY_TICKET_KEY", ticket_key(data))
        .env("GATEWAY_TICKET_ISSUER", TICKET_ISSUER)
        .env_remove("GATEWAY_API_KEY")
        .env_remove("GATEWAY_API_SECRET")
        .env_remove("DATABASE_URL");
    command
}

/// The sample of a partner's server, whose login takes any name.
fn partner_command(places: &Places) -> std::process::Command {
    let Places { data, gateway_port, partner_port, .. } = places;
    let mut command = node("docs/samples/node/partner.mjs");
    command
        .env("PARTNER_ADDR", format!("127.0.0.1:{partner_port}"))
        .env("PARTNER_KEY", data.join("partner/key.pem"))
        .env("PARTNER_TICKET_KEY", ticket_key(data))
        .env("GATEWAY_PUBLIC_URL", format!("http://localhost:{gateway_port}"))
        .env("GATEWAY_TICKET_ISSUER", TICKET_ISSUER);
    command
}

/// Where the partner's server leaves the public half of its key for the gateway.
fn ticket_key(data: &Path) -> PathBuf {
    data.join("partner/ticket-key.json")
}

fn starter_kit(data: &Path) -> PathBuf {
    data.join("sandbox/starter-kit.json")
}

/// What the portal has to know: the public half of the starter kit. The key and the secret stay with the gateway.
fn write_portal_config(data: &Path, sandbox_port: u16) -> anyhow::Result<()> {
    let path = starter_kit(data);
    let text = std::fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
    let kit: Value = serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))?;
    let config = portal_config(&kit, sandbox_port)?;
    Ok(std::fs::write(data.join("portal.json"), config.to_string())?)
}

/// Where a person reads the sandbox's pages: the letterbox, and its records of devices.
fn sandbox_pages(sandbox_port: u16) -> String {
    format!("http://localhost:{sandbox_port}")
}

fn portal_config(kit: &Value, sandbox_port: u16) -> anyhow::Result<Value> {
    let text = |pointer: &str| {
        kit.pointer(pointer).and_then(Value::as_str).with_context(|| format!("the starter kit has no {pointer}"))
    };
    let sandbox = sandbox_pages(sandbox_port);
    Ok(json!({
        "gateway": "/portico",
        "sdkId": text("/sdk_id")?,
        "platformKey": text("/platform_key")?,
        "providedId": text("/provided_ids/dda")?,
        "letterbox": format!("{sandbox}/sandbox/letterbox"),
        "devices": format!("{sandbox}/sandbox/devices"),
        "signIn": "/partner/sign-in",
    }))
}

/// Waits until it answers.
pub(crate) fn wait(server: &mut Server, port: u16, stop: &Stop) -> anyhow::Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while !ports::answers(port, "/healthz") {
        server.check()?;
        if stop.asked() {
            bail!("stopped while the {} was starting", server.name);
        }
        if Instant::now() > deadline {
            bail!(
                "the {} did not answer within {} s; its log is {}",
                server.name,
                PATIENCE.as_secs(),
                server.log().display()
            );
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_portal_nothing_secret() {
        let kit = json!({
            "api_key": "the-key", "api_secret": "the-secret", "webhook_secret": "whsec_x", "sdk_id": "PT-SANDBOX-1",
            "platform_key": "thumbprint", "provided_ids": { "dda": "acp_checking", "gpr": "acp_prepaid" },
        });
        let config = portal_config(&kit, 8788).unwrap();
        assert_eq!(config.pointer("/sdkId"), Some(&json!("PT-SANDBOX-1")));
        assert_eq!(config.pointer("/providedId"), Some(&json!("acp_checking")));
        assert_eq!(config.pointer("/devices"), Some(&json!("http://localhost:8788/sandbox/devices")));
        let text = config.to_string();
        for secret in ["the-key", "the-secret", "whsec_x"] {
            assert!(!text.contains(secret), "{secret}");
        }
        let error = portal_config(&json!({}), 8788).unwrap_err().to_string();
        assert!(error.contains("/sdk_id"), "{error}");
    }
}
