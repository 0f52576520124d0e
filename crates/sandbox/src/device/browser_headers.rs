//! The headers that the browser sent to the gateway, and that the gateway passes on with `POST /sessions`.

use http::HeaderMap;
use serde::{Deserialize, Serialize};

/// The browser's own headers. One that is not there is not compared.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct BrowserHeaders {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_agent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) accept_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) origin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) brands: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mobile: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) platform: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) full_versions: Option<String>,
}

/// A header longer than this is not a browser's.
const MAX_LEN: usize = 1_024;

impl BrowserHeaders {
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        let text = |name: &str| {
            let value = headers.get(name)?.to_str().ok()?;
            (!value.is_empty() && value.len() <= MAX_LEN).then(|| value.to_owned())
        };
        Self {
            user_agent: text("user-agent"),
            accept_language: text("accept-language"),
            origin: text("origin"),
            brands: text("sec-ch-ua"),
            mobile: text("sec-ch-ua-mobile"),
            platform: text("sec-ch-ua-platform"),
            full_versions: text("sec-ch-ua-full-version-list"),
        }
    }
}

/// The brands of `sec-ch-ua` and of its list of full versions, without the one that is made up.
pub(crate) fn parse_brands(header: &str) -> Vec<(&str, &str)> {
    let mut quoted = header.split('"').skip(1).step_by(2);
    let mut brands = Vec::new();
    while let (Some(name), Some(version)) = (quoted.next(), quoted.next()) {
        if !is_made_up(name) {
            brands.push((name, version));
        }
    }
    brands
}

/// Browsers put one brand with a strange name into the list, so that nobody relies on its form.
fn is_made_up(name: &str) -> bool {
    name.trim_start().starts_with("Not") && name.contains("Brand")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_brands_and_leaves_out_the_made_up_one() {
        let header = r#""Chromium";v="156", "Not)A;Brand";v="24", "Google Chrome";v="156""#;
        assert_eq!(parse_brands(header), [("Chromium", "156"), ("Google Chrome", "156")]);
        assert_eq!(parse_brands("\"Chromium"), []);
        assert_eq!(parse_brands(""), []);
    }
}
