//! The caller's address, where a proxy of the partner's stands in front of the gateway.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{self, ConnectInfo, Request},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName};

use crate::state::State;

/// Puts the address that the proxy tells in the place of the proxy's own, where the settings name a header for it. Where the
/// header tells none, the caller has none: the proxy's would be evidence of the wrong thing.
pub(crate) async fn learn(extract::State(state): extract::State<State>, mut request: Request, next: Next) -> Response {
    if let Some(name) = state.address_header() {
        let told = last(request.headers(), name).map(|address| ConnectInfo(SocketAddr::new(address, 0)));
        request.extensions_mut().remove::<ConnectInfo<SocketAddr>>();
        if let Some(told) = told {
            request.extensions_mut().insert(told);
        }
    }
    next.run(request).await
}

/// The last address of the last line: the proxy's own entry. What stands before it, anybody may have sent.
fn last(headers: &HeaderMap, name: &HeaderName) -> Option<IpAddr> {
    let line = headers.get_all(name).iter().next_back()?.to_str().ok()?;
    let entry = line.rsplit(',').next()?.trim();
    let address = entry.parse::<SocketAddr>().map(|address| address.ip()).or_else(|_| {
        entry.strip_prefix('[').and_then(|entry| entry.strip_suffix(']')).unwrap_or(entry).parse::<IpAddr>()
    });
    address.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_entry_of_the_last_line_counts_in_every_form() {
        let name = HeaderName::from_static("x-forwarded-for");
        for (lines, address) in [
            (vec!["203.0.113.7"], Some("203.0.113.7")),
            (vec!["198.51.100.1, 203.0.113.7"], Some("203.0.113.7")),
            (vec!["198.51.100.1", "203.0.113.7"], Some("203.0.113.7")),
            (vec!["203.0.113.7:5000"], Some("203.0.113.7")),
            (vec!["2001:db8::7"], Some("2001:db8::7")),
            (vec!["[2001:db8::7]"], Some("2001:db8::7")),
            (vec!["[2001:db8::7]:5000"], Some("2001:db8::7")),
            (vec!["198.51.100.1, unknown"], None),
            (vec![""], None),
            (vec![], None),
        ] {
            let mut headers = HeaderMap::new();
            for line in &lines {
                headers.append(&name, line.parse().unwrap());
            }
            assert_eq!(last(&headers, &name), address.map(|text| text.parse().unwrap()), "{lines:?}");
        }
    }
}
