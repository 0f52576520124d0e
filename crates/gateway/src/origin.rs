//! Which pages may call: those of the gateway's own origin.

use http::{HeaderMap, header};
use portico_model::ErrorCode;

use crate::refusal::Refusal;

/// Refuses a request that another origin's page caused.
///
/// `Origin` is on every request that could change something, and the browser alone writes it. `Sec-Fetch-Site` is on
/// the rest. A caller that sends neither is no browser's page: it has no cookie of ours, and the proof stops it.
pub(crate) fn check(own_origin: &str, headers: &HeaderMap) -> Result<(), Refusal> {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let same_origin = origins.all(|origin| origin.as_bytes() == own_origin.as_bytes());
    let mut sites = headers.get_all("sec-fetch-site").iter();
    // "none": the person typed the address or opened a file in a tab of its own.
    let same_site = sites.all(|site| matches!(site.as_bytes(), b"same-origin" | b"none"));
    if same_origin && same_site { Ok(()) } else { Err(ErrorCode::OriginNotAllowed.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(headers: &[(&'static str, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        check("https://portal.example", &map).is_ok()
    }

    #[test]
    fn takes_the_own_origin_and_callers_that_are_no_page() {
        assert!(allowed(&[]));
        assert!(allowed(&[("origin", "https://portal.example"), ("sec-fetch-site", "same-origin")]));
        assert!(allowed(&[("sec-fetch-site", "none")]));
    }

    #[test]
    fn refuses_every_other_origin() {
        for headers in [
            [("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")],
            [("origin", "https://portal.example"), ("sec-fetch-site", "cross-site")],
            [("origin", "https://portal.example"), ("sec-fetch-site", "same-site")],
            [("origin", "null"), ("sec-fetch-site", "none")],
            [("origin", "https://portal.example"), ("origin", "https://evil.example")],
            [("origin", "https://portal.example:8443"), ("sec-fetch-site", "same-origin")],
            [("origin", "http://portal.example"), ("sec-fetch-site", "same-origin")],
            [("origin", "https://portal.example.evil.example"), ("sec-fetch-site", "same-origin")],
        ] {
            assert!(!allowed(&headers), "{headers:?}");
        }
    }
}
