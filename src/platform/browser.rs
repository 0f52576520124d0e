//! All ports in one value.

use std::cell::RefCell;

use js_sys::Function;
use web_sys::{CryptoKeyPair, RequestCredentials, Url};

use super::{database::Database, global};

/// The browser that the page runs in, seen from one gateway.
#[derive(Debug)]
pub struct Browser {
    /// Two gateways of one origin, such as a trial and the real one, share neither keys nor sessions.
    scope: String,
    pub(super) credentials: RequestCredentials,
    pub(super) database: Database,
    pub(super) device: RefCell<Option<CryptoKeyPair>>,
    pub(super) observer: Function,
}

impl Browser {
    /// The browser for the gateway at the absolute URL `gateway`; `observer` is called with an
    /// event's type, `call` or `statechange`, and its detail as JSON.
    #[must_use]
    pub fn new(gateway: &str, observer: Function) -> Self {
        Self {
            scope: gateway.to_owned(),
            credentials: credentials_for(gateway),
            database: Database::default(),
            device: RefCell::new(None),
            observer,
        }
    }

    /// The name under which the database keeps `name` for this gateway.
    pub(super) fn scoped(&self, name: &str) -> String {
        [self.scope.as_str(), " ", name].concat()
    }
}

/// The gateway's cookie has to travel along, also to a gateway of another origin.
fn credentials_for(gateway: &str) -> RequestCredentials {
    let page = global::page_origin();
    match Url::new(gateway) {
        Ok(url) if page.as_deref() == Some(&url.origin()) => RequestCredentials::SameOrigin,
        _ => RequestCredentials::Include,
    }
}
