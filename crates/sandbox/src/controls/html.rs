//! Plain pages without a script: what they have in common.

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{
    Method,
    header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY},
};
use portico_model::ErrorCode;

use crate::http::Refusal;

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// A whole page. `class` is the main part's; `main` is HTML.
pub(super) fn page(title: &str, class: &str, main: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title} | Sandbox</title><link rel=\"stylesheet\" href=\"/sandbox/letterbox.css\"></head>\
         <body><header><a href=\"/sandbox\">Sandbox</a></header><main class=\"{class}\">{main}</main></body></html>"
    );
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
    ];
    (headers, html).into_response()
}

/// Text as HTML has it.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Controls change things without a credential, and a form of another site could press them. Browsers say so.
pub(super) async fn refuse_other_sites(request: Request, next: Next) -> Response {
    let site = request.headers().get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let is_foreign = site.is_some_and(|site| site != "same-origin" && site != "none");
    if is_foreign && request.method() != Method::GET {
        return Refusal::from(ErrorCode::OriginNotAllowed).into_response();
    }
    next.run(request).await
}
