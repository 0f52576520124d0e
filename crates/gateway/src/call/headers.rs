//! Which headers of a browser's request go up.

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::allow_list::{After, Route};

/// The only ones of a usual call. Cookie and proof stay here.
static UP: [HeaderName; 3] =
    [header::ACCEPT, HeaderName::from_static("idempotency-key"), HeaderName::from_static("ns-session-id")];

/// What the browser says of itself, as it said it. The platform compares it with the device statement of the call that
/// opens a session; no other call tells it.
static DEVICE: [HeaderName; 7] = [
    header::USER_AGENT,
    header::ACCEPT_LANGUAGE,
    header::ORIGIN,
    HeaderName::from_static("sec-ch-ua"),
    HeaderName::from_static("sec-ch-ua-mobile"),
    HeaderName::from_static("sec-ch-ua-platform"),
    HeaderName::from_static("sec-ch-ua-full-version-list"),
];

/// The headers of the call to the platform, but its token.
pub(super) fn up(route: &Route, from_browser: &HeaderMap, has_body: bool) -> HeaderMap {
    let mut up = HeaderMap::new();
    let device = if route.after == After::SessionOpened { DEVICE.as_slice() } else { &[] };
    for name in UP.iter().chain(device) {
        // A header that came twice goes up twice: the platform judges what was sent.
        for value in from_browser.get_all(name) {
            up.append(name, value.clone());
        }
    }
    // The body is plain JSON, whatever parameters its type had.
    if has_body {
        up.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    up
}
