//! Settings, from the environment and the starter kit.

use std::{env, fs, net::SocketAddr, path::PathBuf, time::Duration};

use http::HeaderName;
use reqwest::Url;
use serde::Deserialize;

use crate::{clock::Clock, secret::Secret, tickets::TicketSettings, webhooks::WebhookSecret};

/// Everything that the gateway is told at its start.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it listens: `GATEWAY_ADDR`.
    pub addr: SocketAddr,
    /// Its origin as browsers see it: `GATEWAY_PUBLIC_URL`. DPoP proofs name it, and pages of no other origin may call.
    pub public_url: Url,
    /// The platform's base address, without a slash at its end: `GATEWAY_NETSPEND_URL`.
    pub netspend_url: Url,
    /// The same of the Passport-style platform: `GATEWAY_PASSPORT_URL`, `/v1` at the origin of the other without it.
    pub passport_url: Url,
    /// Folder of the partner's own agreements for Passport accounts: `GATEWAY_PASSPORT_AGREEMENTS`. Without it the built-in texts.
    pub passport_agreements: Option<PathBuf>,
    /// The key of the Passport-style platform's notices: `GATEWAY_PASSPORT_WEBHOOK_SECRET`, or that of the webhooks.
    pub passport_webhook_secret: Option<WebhookSecret>,
    /// The partner's key: `GATEWAY_API_KEY`, or from the starter kit.
    pub api_key: Secret,
    /// The partner's secret: `GATEWAY_API_SECRET`, or from the starter kit.
    pub api_secret: Secret,
    /// Folder of the SQLite file: `GATEWAY_DATA`. Not used with a database of another kind.
    pub data: PathBuf,
    /// A PostgreSQL address, when more than one gateway shares its state: `DATABASE_URL`.
    pub database_url: Option<Secret>,
    /// Folder of the built portal: `GATEWAY_PORTAL`. Without it the gateway serves no page.
    pub portal: Option<PathBuf>,
    /// The file served at `/portal.json`: `GATEWAY_PORTAL_CONFIG`.
    pub portal_config: Option<PathBuf>,
    /// The origin that the portal's page for developers, and no other page, may show in a frame: `GATEWAY_PORTAL_FRAME`. The
    /// demo names the sandbox's; a portal for customers has none.
    pub portal_frame: Option<Url>,
    /// The partner's own server, to which `/partner/…` is passed on: `GATEWAY_PORTAL_API`. For development, where nothing else
    /// puts both on one origin.
    pub portal_api: Option<Url>,
    /// Calls a minute for each browser, and for each address that is no known browser: `GATEWAY_RATE_PER_MINUTE`.
    pub rate_per_minute: u32,
    /// Whether a proof needs the gateway's nonce: `GATEWAY_DPOP_NONCE`, `required` (the default) or `off`.
    pub dpop_nonce: bool,
    /// The key of the platform's webhooks: `GATEWAY_WEBHOOK_SECRET`, `whsec_…`. Without it none are taken.
    pub webhook_secret: Option<WebhookSecret>,
    /// What the partner's own server shows to read the webhooks that came: `GATEWAY_ADMIN_TOKEN`. Without it nobody may.
    pub admin_token: Option<Secret>,
    /// Whose tickets vouch for returning customers: `GATEWAY_TICKET_KEY` and `GATEWAY_TICKET_ISSUER`. Without them none are
    /// taken.
    pub tickets: Option<TicketSettings>,
    /// The header in which a proxy in front of the gateway tells the caller's address: `GATEWAY_ADDRESS_HEADER`. Without it the
    /// address is that of the connection.
    pub address_header: Option<HeaderName>,
    /// How long a call waits for the platform, token included.
    pub upstream_timeout: Duration,
    /// How long a browser may let an upload rest.
    pub upload_rest: Duration,
    /// The clock that everything goes by.
    pub clock: Clock,
}

/// Why the settings can't be used. Says which one, never a secret's value.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A setting that has no default is not there.
    #[error("{variable} is not set: {remedy}")]
    Missing {
        /// Name of the variable.
        variable: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// A setting is there and can't be used.
    #[error("{variable} can't be used: {problem}")]
    Invalid {
        /// Name of the variable.
        variable: &'static str,
        /// What is wrong with it.
        problem: String,
    },
}

/// What the gateway takes from the starter kit. The file has more, for the page.
#[derive(Default, Deserialize)]
struct StarterKit {
    api_key: Option<String>,
    api_secret: Option<String>,
}

const KEY_REMEDY: &str = "set it to the partner's API key, or set GATEWAY_STARTER_KIT to the starter-kit.json that the \
                          sandbox writes at its first start";
const SECRET_REMEDY: &str = "set it to the partner's API secret, or set GATEWAY_STARTER_KIT to the starter-kit.json \
                             that the sandbox writes at its first start";

impl Config {
    /// The settings from the process's environment.
    ///
    /// # Errors
    /// [`ConfigError`] names the variable and what to do.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_lookup(|name| env::var(name).ok())
    }

    /// The settings from anything that knows variables by name. Empty ones count as not set.
    ///
    /// # Errors
    /// [`ConfigError`] names the variable and what to do.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let set = |name: &str| lookup(name).filter(|value| !value.trim().is_empty());
        let or = |name: &str, default: &str| set(name).unwrap_or_else(|| default.to_owned());
        let kit = set("GATEWAY_STARTER_KIT").map_or_else(|| Ok(StarterKit::default()), |path| read_kit(&path))?;
        let secret = |variable, from_kit, remedy| {
            set(variable).or(from_kit).map(Secret::new).ok_or(ConfigError::Missing { variable, remedy })
        };
        let netspend_url = "http://127.0.0.1:8788/netspend-api/v1";
        let netspend_url = parse_upstream("GATEWAY_NETSPEND_URL", &or("GATEWAY_NETSPEND_URL", netspend_url))?;
        let passport_url = [&netspend_url.origin().ascii_serialization(), "/v1"].concat();
        let webhook_secret = |variable| set(variable).map(|text| parse_webhook_secret(variable, &text)).transpose();
        Ok(Self {
            addr: parse("GATEWAY_ADDR", &or("GATEWAY_ADDR", "127.0.0.1:8787"), "it has the form 127.0.0.1:8787")?,
            public_url: parse_origin("GATEWAY_PUBLIC_URL", &or("GATEWAY_PUBLIC_URL", "http://localhost:8787"))?,
            passport_url: parse_upstream("GATEWAY_PASSPORT_URL", &or("GATEWAY_PASSPORT_URL", &passport_url))?,
            netspend_url,
            passport_agreements: set("GATEWAY_PASSPORT_AGREEMENTS").map(PathBuf::from),
            passport_webhook_secret: match webhook_secret("GATEWAY_PASSPORT_WEBHOOK_SECRET")? {
                Some(secret) => Some(secret),
                None => webhook_secret("GATEWAY_WEBHOOK_SECRET")?,
            },
            api_key: secret("GATEWAY_API_KEY", kit.api_key, KEY_REMEDY)?,
            api_secret: secret("GATEWAY_API_SECRET", kit.api_secret, SECRET_REMEDY)?,
            data: or("GATEWAY_DATA", "tmp/gateway").into(),
            database_url: set("DATABASE_URL").map(Secret::new),
            portal: set("GATEWAY_PORTAL").map(PathBuf::from),
            portal_config: set("GATEWAY_PORTAL_CONFIG").map(PathBuf::from),
            portal_frame: set("GATEWAY_PORTAL_FRAME")
                .map(|text| parse_origin("GATEWAY_PORTAL_FRAME", &text))
                .transpose()?,
            portal_api: set("GATEWAY_PORTAL_API").map(|text| parse_origin("GATEWAY_PORTAL_API", &text)).transpose()?,
            rate_per_minute: parse("GATEWAY_RATE_PER_MINUTE", &or("GATEWAY_RATE_PER_MINUTE", "240"), "it is a number")?,
            dpop_nonce: parse_choice("GATEWAY_DPOP_NONCE", &or("GATEWAY_DPOP_NONCE", "required"))?,
            webhook_secret: webhook_secret("GATEWAY_WEBHOOK_SECRET")?,
            admin_token: set("GATEWAY_ADMIN_TOKEN").map(parse_admin_token).transpose()?,
            tickets: TicketSettings::read(set("GATEWAY_TICKET_KEY"), set("GATEWAY_TICKET_ISSUER"))?,
            address_header: set("GATEWAY_ADDRESS_HEADER")
                .map(|text| parse("GATEWAY_ADDRESS_HEADER", &text, "it is the name of a header"))
                .transpose()?,
            upstream_timeout: Duration::from_secs(15),
            upload_rest: Duration::from_secs(15),
            clock: Clock::system(),
        })
    }
}

fn parse<T: std::str::FromStr>(variable: &'static str, text: &str, form: &str) -> Result<T, ConfigError> {
    text.trim().parse().map_err(|_| invalid(variable, form))
}

fn invalid(variable: &'static str, problem: &str) -> ConfigError {
    ConfigError::Invalid { variable, problem: problem.to_owned() }
}

fn parse_webhook_secret(variable: &'static str, text: &str) -> Result<WebhookSecret, ConfigError> {
    text.trim().parse().map_err(|error| invalid(variable, &format!("{error}")))
}

/// Somebody who guesses has all the time in the world.
fn parse_admin_token(text: String) -> Result<Secret, ConfigError> {
    let token = Secret::new(text);
    let is_good = token.expose().len() >= 32 && token.expose().bytes().all(|byte| byte.is_ascii_graphic());
    is_good.then_some(token).ok_or_else(|| invalid("GATEWAY_ADMIN_TOKEN", "it has at least 32 visible characters"))
}

/// `required` or `off`.
fn parse_choice(variable: &'static str, text: &str) -> Result<bool, ConfigError> {
    match text.trim() {
        "required" => Ok(true),
        "off" => Ok(false),
        _ => Err(invalid(variable, "it is required or off")),
    }
}

fn read_kit(path: &str) -> Result<StarterKit, ConfigError> {
    let variable = "GATEWAY_STARTER_KIT";
    let text = fs::read(path).map_err(|error| {
        invalid(variable, &format!("{path} can't be read ({error}); start the sandbox first, it writes the file"))
    })?;
    // serde's message is left out: it can quote a piece of the file.
    serde_json::from_slice(&text).map_err(|_| invalid(variable, &format!("{path} is not the sandbox's JSON file")))
}

/// An origin whose cookies browsers keep: `__Host-` ones are Secure, which http has on the own machine alone.
fn parse_origin(variable: &'static str, text: &str) -> Result<Url, ConfigError> {
    let url: Url = parse(variable, text, "it has the form https://portal.example")?;
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match url.scheme() {
        "https" => {}
        "http" if local => {}
        _ => return Err(invalid(variable, "it has to begin with https:// (http:// works on localhost alone)")),
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return Err(invalid(variable, "it is an origin, so nothing may follow the host and the port"));
    }
    Ok(url)
}

fn parse_upstream(variable: &'static str, text: &str) -> Result<Url, ConfigError> {
    let url: Url = parse(variable, text.trim().trim_end_matches('/'), "it has the form https://platform.example/v1")?;
    if !matches!(url.scheme(), "https" | "http") || url.query().is_some() || url.fragment().is_some() {
        return Err(invalid(variable, "it is an https:// or http:// address without a query"));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Config::from_lookup(move |name| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.clone()))
    }

    const KEYS: [(&str, &str); 2] = [("GATEWAY_API_KEY", "key-5"), ("GATEWAY_API_SECRET", "secret-7")];

    #[test]
    fn names_the_variable_that_is_missing_and_what_to_do() {
        let error = with(&[]).unwrap_err().to_string();
        assert!(error.starts_with("GATEWAY_API_KEY is not set: ") && error.contains("GATEWAY_STARTER_KIT"), "{error}");
        let error = with(&[("GATEWAY_API_KEY", "key-5"), ("GATEWAY_API_SECRET", " ")]).unwrap_err().to_string();
        assert!(error.starts_with("GATEWAY_API_SECRET is not set: ") && !error.contains("key-5"), "{error}");
    }

    #[test]
    fn has_the_documented_defaults() {
        let config = with(&KEYS).unwrap();
        assert_eq!(config.addr.to_string(), "127.0.0.1:8787");
        assert_eq!(config.public_url.as_str(), "http://localhost:8787/");
        assert_eq!(config.netspend_url.as_str(), "http://127.0.0.1:8788/netspend-api/v1");
        assert_eq!(config.passport_url.as_str(), "http://127.0.0.1:8788/v1");
        assert_eq!(config.rate_per_minute, 240);
        assert!(config.dpop_nonce);
        assert!(config.database_url.is_none() && config.portal.is_none() && config.portal_config.is_none());
        assert!(config.portal_frame.is_none());
    }

    #[test]
    fn takes_key_and_secret_from_the_starter_kit_and_the_environment_wins() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("starter-kit.json");
        fs::write(&path, r#"{"api_key":"k","api_secret":"s","sdk_id":"PT-SANDBOX-1"}"#).unwrap();
        let path = path.to_str().unwrap();
        let config = with(&[("GATEWAY_STARTER_KIT", path)]).unwrap();
        assert_eq!((config.api_key.expose(), config.api_secret.expose()), ("k", "s"));
        let config = with(&[("GATEWAY_STARTER_KIT", path), ("GATEWAY_API_KEY", "mine")]).unwrap();
        assert_eq!((config.api_key.expose(), config.api_secret.expose()), ("mine", "s"));
    }

    #[test]
    fn says_what_is_wrong_with_a_starter_kit_and_quotes_nothing_of_it() {
        let error = with(&[("GATEWAY_STARTER_KIT", "/no/such/file")]).unwrap_err().to_string();
        assert!(error.contains("/no/such/file") && error.contains("start the sandbox first"), "{error}");
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), r#"{"api_key":{"leak":1}}"#).unwrap();
        let error = with(&[("GATEWAY_STARTER_KIT", file.path().to_str().unwrap())]).unwrap_err().to_string();
        assert!(error.contains("not the sandbox's JSON file") && !error.contains("leak"), "{error}");
    }

    #[test]
    fn refuses_values_that_can_not_work() {
        for (variable, value) in [
            ("GATEWAY_ADDR", "localhost"),
            ("GATEWAY_PUBLIC_URL", "http://portal.example"),
            ("GATEWAY_PUBLIC_URL", "https://portal.example/bank"),
            ("GATEWAY_PUBLIC_URL", "ftp://localhost"),
            ("GATEWAY_PORTAL_API", "http://partner.example"),
            ("GATEWAY_PORTAL_FRAME", "*"),
            ("GATEWAY_PORTAL_FRAME", "https://a.example https://b.example"),
            ("GATEWAY_PORTAL_FRAME", "http://sandbox.example"),
            ("GATEWAY_PORTAL_FRAME", "https://a.example/; script-src 'unsafe-eval'"),
            ("GATEWAY_NETSPEND_URL", "platform"),
            ("GATEWAY_NETSPEND_URL", "https://platform.example/v1?x=1"),
            ("GATEWAY_PASSPORT_URL", "platform"),
            ("GATEWAY_PASSPORT_WEBHOOK_SECRET", "secret"),
            ("GATEWAY_RATE_PER_MINUTE", "many"),
            ("GATEWAY_ADDRESS_HEADER", "x forwarded for"),
            ("GATEWAY_DPOP_NONCE", "on"),
            ("GATEWAY_WEBHOOK_SECRET", "secret"),
            ("GATEWAY_ADMIN_TOKEN", "short"),
            ("GATEWAY_TICKET_KEY", "{}"),
            ("GATEWAY_TICKET_KEY", "/no/such/file"),
            ("GATEWAY_TICKET_KEY", r#"{"kty":"oct","k":"AAAA"}"#),
        ] {
            let issuer = ("GATEWAY_TICKET_ISSUER", if variable == "GATEWAY_TICKET_KEY" { "partner" } else { "" });
            let error = with(&[KEYS[0], KEYS[1], issuer, (variable, value)]).unwrap_err().to_string();
            assert!(error.starts_with(variable), "{variable}={value}: {error}");
        }
    }

    #[test]
    fn prints_no_secret() {
        let admin = ("GATEWAY_ADMIN_TOKEN", "admin-token-of-thirty-two-letters");
        let config = with(&[KEYS[0], KEYS[1], ("DATABASE_URL", "postgres://u:p4ss@h/d"), admin]).unwrap();
        let print = format!("{config:?}");
        for secret in ["key-5", "secret-7", "p4ss", "admin-token"] {
            assert!(!print.contains(secret));
        }
    }
}
