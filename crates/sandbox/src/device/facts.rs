//! The signals, typed. Nothing here can fail: what has another shape than documented is named in `malformed`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::record::{SIGNALS, SignalState, read_record};

/// `client_hints`: the page's `navigator.userAgentData`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ClientHints {
    /// Name and major version, without the one that is made up.
    pub(crate) brands: Vec<(String, String)>,
    pub(crate) mobile: Option<bool>,
    pub(crate) platform: Option<String>,
    pub(crate) platform_version: Option<String>,
    pub(crate) architecture: Option<String>,
    pub(crate) bitness: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) full_version: Option<String>,
    /// How many brands the page sees, the made-up one included.
    pub(crate) page_brands: Option<u32>,
}

/// `screen`: physical pixels and CSS pixels, the longer side first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Screen {
    pub(crate) long: f64,
    pub(crate) short: f64,
    pub(crate) css_long: f64,
    pub(crate) css_short: f64,
    pub(crate) ratio: f64,
    pub(crate) depth: f64,
}

/// `display`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Display {
    pub(crate) gamut: String,
    pub(crate) hdr: bool,
}

/// `webgl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WebGl {
    #[serde(default)]
    pub(crate) vendor: String,
    pub(crate) renderer: String,
    pub(crate) texture: Option<f64>,
}

/// `attention`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Attention {
    pub(crate) visible: Option<bool>,
}

/// `storage`: `true`, `false`, or the text `blocked`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Storage {
    pub(crate) cookies: Value,
    pub(crate) local: Value,
    pub(crate) session: Value,
    pub(crate) database: Value,
}

/// `worker`: what a dedicated worker of the page sees.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Worker {
    pub(crate) user_agent: Option<String>,
    pub(crate) platform: Option<String>,
    pub(crate) cores: Option<f64>,
    pub(crate) language: Option<String>,
    pub(crate) time_zone: Option<String>,
    pub(crate) brands: Option<u32>,
    pub(crate) page_brands: Option<u32>,
}

/// `engine`: what tells the engines apart whatever they call themselves.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Engine {
    pub(crate) eval: Option<f64>,
    pub(crate) product: Option<String>,
    pub(crate) chrome: Option<bool>,
    pub(crate) nan: Option<u8>,
    pub(crate) vendor: Option<String>,
}

/// Everything that was said. `None`: not read, whatever the reason.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) time_zone: Option<String>,
    pub(crate) languages: Option<Vec<String>>,
    pub(crate) platform: Option<String>,
    pub(crate) client_hints: Option<ClientHints>,
    pub(crate) screen: Option<Screen>,
    pub(crate) display: Option<Display>,
    pub(crate) cores: Option<f64>,
    pub(crate) memory: Option<f64>,
    pub(crate) touch: Option<f64>,
    pub(crate) webgl: Option<WebGl>,
    pub(crate) audio: Option<f64>,
    pub(crate) canvas: Option<[f64; 16]>,
    pub(crate) fonts: Option<u16>,
    pub(crate) user_agent: Option<String>,
    pub(crate) window: Option<[f64; 4]>,
    pub(crate) available: Option<[f64; 2]>,
    pub(crate) offsets: Option<[f64; 3]>,
    pub(crate) attention: Option<Attention>,
    pub(crate) storage: Option<Storage>,
    pub(crate) webdriver: Option<bool>,
    pub(crate) headless: Option<Vec<String>>,
    pub(crate) globals: Option<Vec<String>>,
    pub(crate) worker: Option<Worker>,
    pub(crate) engine: Option<Engine>,
    pub(crate) lies: Option<Vec<String>>,
    pub(crate) gpc: Option<bool>,
    /// How each signal's reading ended. A signal that is not here did not travel.
    pub(crate) states: BTreeMap<&'static str, SignalState>,
    /// Signals that have another shape than documented.
    pub(crate) malformed: Vec<&'static str>,
    /// Signals that were read, and gave their cost.
    pub(crate) timed: u32,
    /// What those cost together, in milliseconds.
    pub(crate) total_ms: f64,
}

impl Facts {
    /// Reads what was received. Signals that are not documented are ignored.
    pub(crate) fn read(received: &Map<String, Value>) -> Self {
        let mut facts = Self::default();
        for &(name, _) in SIGNALS {
            let Some(signal) = received.get(name) else { continue };
            let Some(record) = read_record(signal) else {
                facts.malformed.push(name);
                continue;
            };
            facts.states.insert(name, record.state);
            if let (SignalState::Ok, Some(ms)) = (record.state, record.ms) {
                facts.timed += 1;
                facts.total_ms += ms;
            }
            if let Some(value) = record.value
                && !facts.take(name, value)
            {
                facts.malformed.push(name);
            }
        }
        facts
    }

    /// Puts a value into its field. False when it has another shape.
    fn take(&mut self, name: &str, value: &Value) -> bool {
        match name {
            "time_zone" => put(&mut self.time_zone, value),
            "languages" => put(&mut self.languages, value),
            "platform" => put(&mut self.platform, value),
            "client_hints" => put(&mut self.client_hints, value),
            "screen" => put(&mut self.screen, value),
            "display" => put(&mut self.display, value),
            "cores" => put(&mut self.cores, value),
            "memory" => put(&mut self.memory, value),
            "touch" => put(&mut self.touch, value),
            "webgl" => put(&mut self.webgl, value),
            "audio" => put(&mut self.audio, value),
            "canvas" => put(&mut self.canvas, value),
            "fonts" => put(&mut self.fonts, value),
            "user_agent" => put(&mut self.user_agent, value),
            "window" => put(&mut self.window, value),
            "available" => put(&mut self.available, value),
            "offsets" => put(&mut self.offsets, value),
            "attention" => put(&mut self.attention, value),
            "frame" => value.is_object(),
            "storage" => put(&mut self.storage, value),
            "webdriver" => put(&mut self.webdriver, value),
            "headless" => put(&mut self.headless, value),
            "globals" => put(&mut self.globals, value),
            "worker" => put(&mut self.worker, value),
            "engine" => put(&mut self.engine, value),
            "lies" => put(&mut self.lies, value),
            "gpc" => put(&mut self.gpc, value),
            _ => true,
        }
    }

    /// Whether a signal was read but can't be trusted, since the browser adds noise to it.
    pub(crate) fn is_noised(&self, name: &str) -> bool {
        self.states.get(name) == Some(&SignalState::Noised)
    }
}

fn put<T: DeserializeOwned>(field: &mut Option<T>, value: &Value) -> bool {
    *field = T::deserialize(value).ok();
    field.is_some()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: &Value) -> Facts {
        Facts::read(value.as_object().unwrap())
    }

    #[test]
    fn a_wrong_shape_of_any_signal_is_named_and_loses_nothing_else() {
        for &(name, _) in SIGNALS {
            for wrong in [json!({"value": {"deep": [[[]]]}, "ms": "x"}), json!(null), json!({"state": "x"})] {
                let facts = read(&json!({name: wrong, "later": {"value": 1}}));
                assert_eq!(facts.malformed, [name], "{wrong}");
            }
            let wrong = if name == "storage" || name == "frame" { json!("x") } else { json!({"value": [[7]]}) };
            let other = if name == "gpc" { "webdriver" } else { "gpc" };
            let facts = read(&json!({name: wrong, other: {"value": true}}));
            assert_eq!(facts.malformed, [name]);
            assert!(facts.gpc.or(facts.webdriver).unwrap());
        }
    }

    #[test]
    fn what_was_not_read_is_no_fact_and_keeps_its_state() {
        let facts = read(&json!({"canvas": {"state": "noised", "ms": 3}, "cores": {"value": 8, "ms": 0.5}}));
        assert!(facts.canvas.is_none() && facts.is_noised("canvas") && !facts.is_noised("cores"));
        assert_eq!((facts.cores, facts.timed, facts.total_ms), (Some(8.0), 1, 0.5));
    }
}
