//! A browser's visit: its headers and the signals that its statement holds, from a fixture and changed by the test.

use http::Method;
use jiff::{Timestamp, tz::TimeZone};
use portico_unseal::jws::SignatureKey;
use serde_json::{Value, json};

use super::{Platform, Reply, Statement};

/// Browsers of people.
pub(crate) const PEOPLE: [(&str, &str); 8] = [
    ("windows_chrome", include_str!("../fixtures/windows_chrome.json")),
    ("android_chrome", include_str!("../fixtures/android_chrome.json")),
    ("ios_safari", include_str!("../fixtures/ios_safari.json")),
    ("mac_safari", include_str!("../fixtures/mac_safari.json")),
    ("firefox", include_str!("../fixtures/firefox.json")),
    ("firefox_private", include_str!("../fixtures/firefox_private.json")),
    ("firefox_resisting", include_str!("../fixtures/firefox_resisting.json")),
    ("linux_virtual_display", include_str!("../fixtures/linux_virtual_display.json")),
];

/// Browsers that programs drive, each with another way to hide it.
pub(crate) const ROBOTS: [(&str, &str); 5] = [
    ("robot_a_default", include_str!("../fixtures/robot_a_default.json")),
    ("robot_b_hidden", include_str!("../fixtures/robot_b_hidden.json")),
    ("robot_c_other_system", include_str!("../fixtures/robot_c_other_system.json")),
    ("robot_d_redefined", include_str!("../fixtures/robot_d_redefined.json")),
    ("robot_i_chromedriver", include_str!("../fixtures/robot_i_chromedriver.json")),
];

/// What a browser sends.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) headers: Value,
    pub(crate) signals: Value,
}

impl Visit {
    /// A fixture's. Its offset now is filled in, since it depends on the day.
    pub(crate) fn of(name: &str) -> Self {
        let text = PEOPLE.iter().chain(&ROBOTS).find(|(found, _)| *found == name).unwrap().1;
        let fixture: Value = serde_json::from_str(text).unwrap();
        let mut visit = Self { headers: fixture["headers"].clone(), signals: fixture["signals"].clone() };
        visit.be_in_zone(fixture["signals"]["time_zone"]["value"].as_str().unwrap());
        visit
    }

    /// Moves to another zone; January and July are the fixture's, or the test's to change.
    pub(crate) fn be_in_zone(&mut self, zone: &str) {
        #[allow(clippy::disallowed_methods, reason = "a browser has the machine's time")]
        let now = Timestamp::now();
        let offset = TimeZone::get(zone).unwrap().to_offset(now).seconds() / 60;
        self.signals["time_zone"]["value"] = json!(zone);
        self.signals["offsets"]["value"][2] = json!(offset);
    }

    /// Sets a signal's value, or a member of it (`screen/long`).
    pub(crate) fn set(&mut self, path: &str, value: Value) {
        let (signal, member) = path.split_once('/').unwrap_or((path, ""));
        if self.signals[signal].get("value").is_none() {
            self.signals[signal] = json!({"value": null, "ms": 1});
        }
        let target = &mut self.signals[signal]["value"];
        if member.is_empty() { *target = value } else { target[member] = value }
    }

    /// Sets a signal's state in place of its value.
    pub(crate) fn lose(&mut self, signal: &str, state: &str) {
        self.signals[signal] = json!({"state": state, "ms": 0.4});
    }

    /// A statement of this visit.
    pub(crate) async fn statement(&self, platform: &Platform, bearer: &str) -> Statement {
        let mut statement = Statement::prepare(platform, bearer).await;
        statement.body["origin"] = self.headers.get("origin").cloned().unwrap_or(json!("https://portal.example"));
        statement.body["device"] = self.signals.clone();
        statement
    }

    /// Sends a statement with this visit's headers.
    pub(crate) async fn send(&self, platform: &Platform, bearer: &str, sealed: String) -> Reply {
        let mut headers = vec![("authorization", bearer)];
        let own = self.headers.as_object().unwrap();
        headers.extend(own.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())));
        platform.call(Method::POST, "/sessions", &headers, Some(&json!({"encrypted_data": sealed}))).await
    }

    /// Asks for a session with `device`.
    pub(crate) async fn ask(&self, platform: &Platform, device: &SignatureKey) -> Reply {
        let bearer = platform.bearer().await;
        let statement = self.statement(platform, &bearer).await;
        self.send(platform, &bearer, statement.sealed(device)).await
    }

    /// What was found about this visit with `device`.
    pub(crate) async fn check_with(&self, platform: &Platform, device: &SignatureKey) -> Value {
        let reply = self.ask(platform, device).await;
        match reply.json().get("id").and_then(Value::as_str) {
            Some(session) => check_of(platform, session).await,
            None => newest_check(platform).await,
        }
    }

    /// The same with a device of its own.
    pub(crate) async fn check(&self, platform: &Platform) -> Value {
        self.check_with(platform, &SignatureKey::generate().unwrap()).await
    }
}

/// The check of this session.
async fn check_of(platform: &Platform, session: &str) -> Value {
    let path = format!("/devices/checks?session_id={session}");
    platform.control(Method::GET, &path, None).await.expect(200)["checks"][0].clone()
}

/// The last check on record.
pub(crate) async fn newest_check(platform: &Platform) -> Value {
    platform.control(Method::GET, "/devices/checks", None).await.expect(200)["checks"][0].clone()
}

/// The codes of a check's reasons.
pub(crate) fn codes(check: &Value) -> Vec<&str> {
    check["reasons"].as_array().unwrap().iter().map(|reason| reason["code"].as_str().unwrap()).collect()
}
