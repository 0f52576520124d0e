//! Who signs tickets.

use std::fs;

use portico_unseal::signer::{SignerKey, parse_keys};

use crate::config::ConfigError;

const KEY: &str = "GATEWAY_TICKET_KEY";
const ISSUER: &str = "GATEWAY_TICKET_ISSUER";

/// The partner's login, as the gateway knows it.
#[derive(Clone, Debug)]
pub struct TicketSettings {
    /// `GATEWAY_TICKET_KEY`: the public keys, each of which fixes its algorithm.
    pub keys: Vec<SignerKey>,
    /// `GATEWAY_TICKET_ISSUER`: the `iss` of every ticket.
    pub issuer: String,
}

impl TicketSettings {
    /// Both settings, or none: then no ticket is taken.
    pub(crate) fn read(key: Option<String>, issuer: Option<String>) -> Result<Option<Self>, ConfigError> {
        let missing = |variable| ConfigError::Missing { variable, remedy: "tickets need both the key and the issuer" };
        match (key, issuer) {
            (None, None) => Ok(None),
            (None, Some(_)) => Err(missing(KEY)),
            (Some(_), None) => Err(missing(ISSUER)),
            (Some(key), Some(issuer)) => Ok(Some(Self { keys: read_keys(key.trim())?, issuer })),
        }
    }
}

/// The keys themselves, or the name of a file with them.
fn read_keys(text: &str) -> Result<Vec<SignerKey>, ConfigError> {
    let invalid = |problem: String| ConfigError::Invalid { variable: KEY, problem };
    let is_key = text.starts_with(['{', '-']);
    let file = if is_key { None } else { Some(fs::read_to_string(text)) };
    let keys = match file {
        Some(file) => file.map_err(|error| invalid(format!("{text} can't be read ({error})")))?,
        None => text.to_owned(),
    };
    parse_keys(&keys).map_err(|_| {
        let form = "it is the partner's public key, or a file with it: a JWK, a JWK set or PEM; P-256, Ed25519, or RSA with \
                    2048 bits or more; never a private key or a shared secret";
        invalid(form.to_owned())
    })
}
