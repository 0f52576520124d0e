//! The cookie that stands for a browser.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, header};
use sha2::{Digest, Sha256};

use crate::secret::Secret;

const NAME: &str = "__Host-portico";
/// 32 random bytes in base64url.
const LENGTH: usize = 43;

/// A cookie's value: random, and meaning nothing. Only its SHA-256 is stored, so that a copy of the database lets
/// nobody in.
#[derive(Clone, Debug)]
pub(crate) struct Cookie(Secret);

impl Cookie {
    /// A new value; `None` when the operating system gives no randomness.
    pub(crate) fn generate() -> Option<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).ok()?;
        Some(Self(Secret::new(URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// The value that a request bears. None when it bears two: one of them is not ours.
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        let mut values = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == NAME)
            .map(|(_, value)| value);
        let value = values.next()?;
        (values.next().is_none() && value.len() == LENGTH).then(|| Self(Secret::new(value.to_owned())))
    }

    /// What is stored of it.
    pub(crate) fn hash(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.0.expose()))
    }

    /// The header that gives it to the browser. No Max-Age: it ends with the browser, or with its binding before.
    pub(crate) fn to_header(&self) -> Option<HeaderValue> {
        let text = [NAME, "=", self.0.expose(), "; Path=/; Secure; HttpOnly; SameSite=Strict"].concat();
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// The header that takes it away.
    pub(crate) fn clearing_header() -> HeaderValue {
        HeaderValue::from_static("__Host-portico=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::COOKIE, line.parse().unwrap());
        }
        Cookie::read(&headers).map(|cookie| cookie.0.expose().to_owned())
    }

    #[test]
    fn is_random_and_has_every_attribute() {
        let (one, two) = (Cookie::generate().unwrap(), Cookie::generate().unwrap());
        assert_ne!(one.hash(), two.hash());
        let header = one.to_header().unwrap();
        let text = header.to_str().unwrap();
        assert!(text.starts_with("__Host-portico=") && header.is_sensitive());
        for attribute in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"] {
            assert!(text.split("; ").any(|part| part == attribute), "{attribute}");
        }
        assert!(!text.contains("Domain") && !format!("{one:?}").contains(one.0.expose()));
    }

    #[test]
    fn is_read_from_among_other_cookies_and_only_when_it_is_one() {
        let value = "A".repeat(LENGTH);
        let ours = format!("{NAME}={value}");
        assert_eq!(read(&[&format!("a=b; {ours}; c=d")]), Some(value.clone()));
        assert_eq!(read(&["a=b", &ours]), Some(value));
        assert_eq!(read(&[&ours, &ours]), None);
        assert_eq!(read(&[&format!("{NAME}=short")]), None);
        assert_eq!(read(&["a=b"]), None);
    }
}
