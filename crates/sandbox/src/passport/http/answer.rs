//! Answers without a body: made, changed, and either with a warning.

use axum::response::{IntoResponse, Response};
use http::{
    HeaderName, HeaderValue, StatusCode,
    header::{ACCESS_CONTROL_EXPOSE_HEADERS, LOCATION, WARNING},
};

/// Done, and yet something is worth knowing: status 299, and the text in `Warning`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Warning {
    /// The first account was to be no primary one.
    FirstIsPrimary,
    /// What the guide recommends about the acceptance is left out.
    AcceptanceIncomplete,
}

impl Warning {
    const fn text(self) -> &'static str {
        match self {
            Self::FirstIsPrimary => "299 - \"WARN-9001: the customer's only open account is the primary one\"",
            Self::AcceptanceIncomplete => {
                "299 - \"WARN-9002: without acceptanceMode and acceptanceDetails the approval may take longer\""
            }
        }
    }
}

/// What was done.
#[derive(Clone, Debug)]
pub(crate) enum Done {
    /// 201, and the path of what was made in `Location`.
    Created(String, Vec<Warning>),
    /// 204.
    Changed,
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        let Self::Created(path, warnings) = self else { return StatusCode::NO_CONTENT.into_response() };
        let warned = StatusCode::from_u16(299).unwrap_or(StatusCode::CREATED);
        let status = if warnings.is_empty() { StatusCode::CREATED } else { warned };
        let mut response = status.into_response();
        let mut put = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().append(name, value);
            }
        };
        put(LOCATION, &path);
        // A page of another origin reads no header that isn't named here.
        put(ACCESS_CONTROL_EXPOSE_HEADERS, if warnings.is_empty() { "Location" } else { "Location, Warning" });
        warnings.iter().for_each(|warning| put(WARNING, warning.text()));
        response
    }
}
