//! The platform's answer on its way down: as it is, but for what belongs to the sealed class.

use axum::{body::Body, response::Response};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, header};
use portico_model::ErrorCode;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::{log::REQUEST_ID, refusal::Refusal, upstream::Answer};

/// The only headers that go down, beside `location`.
const DOWN: [HeaderName; 4] = [header::CONTENT_TYPE, header::RETRY_AFTER, header::WARNING, REQUEST_ID];
/// Stands where a birth date was: the page may know that there is one.
const MASK: &str = "**/**/****";

/// The answer for the browser.
///
/// # Errors
/// `upstream_unavailable` when it is none of the platform's: a proxy's page, a redirect, a cut-off body.
pub(super) fn write(answer: Answer) -> Result<Response, Refusal> {
    if answer.status.is_redirection() || answer.status.is_informational() {
        return Err(ErrorCode::UpstreamUnavailable.into());
    }
    if !answer.body.is_empty() && !is_json(&answer) {
        return Err(ErrorCode::UpstreamUnavailable.into());
    }
    let location = location(&answer).and_then(|path| HeaderValue::from_str(&path).ok());
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    for name in &DOWN {
        for value in answer.headers.get_all(name) {
            headers.append(name, value.clone());
        }
    }
    if let Some(location) = location {
        headers.insert(header::LOCATION, location);
    }
    Ok(response)
}

fn is_json(answer: &Answer) -> bool {
    let media_type = answer.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    matches!(essence, "application/json" | "application/problem+json")
        && serde_json::from_slice::<IgnoredAny>(&answer.body).is_ok()
}

/// The platform's path of what was made, such as `/v1/customer/id/4200001`.
pub(super) fn location(answer: &Answer) -> Option<String> {
    let location = answer.headers.get(header::LOCATION)?.to_str().ok()?;
    // A whole address or a path, as RFC 9110 section 10.2.2 allows.
    let path = match location.split_once("://") {
        Some((_, rest)) => rest.get(rest.find('/')?..)?,
        None => location,
    };
    path.starts_with('/').then(|| path.to_owned())
}

/// The id at the end of `Location`.
pub(super) fn made(answer: &Answer, resource: &str) -> Option<i64> {
    let path = location(answer)?;
    let (before, id) = path.rsplit_once('/')?;
    before.ends_with(&["/", resource, "/id"].concat()).then(|| id.parse().ok()).flatten().filter(|id| *id > 0)
}

/// A customer without birth dates, which are in no answer to a page.
pub(super) fn masked(mut answer: Answer) -> Answer {
    if let Ok(mut customer) = serde_json::from_slice::<Value>(&answer.body) {
        mask(&mut customer);
        answer.body = Bytes::from(customer.to_string());
    }
    answer
}

fn mask(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| name != "ssn" && name != "ein");
            for (name, member) in members {
                if name != "dob" {
                    mask(member);
                } else if is_given(member) {
                    *member = Value::from(MASK);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        _ => {}
    }
}

/// A blank birth date is none: a page asks for it.
fn is_given(date: &Value) -> bool {
    !date.is_null() && date.as_str().is_none_or(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};
    use serde_json::json;

    use super::*;

    fn at(location: &str) -> Answer {
        let mut headers = HeaderMap::new();
        headers.insert(header::LOCATION, location.parse().unwrap());
        Answer { status: StatusCode::CREATED, headers, body: Bytes::new() }
    }

    #[test]
    fn reads_the_id_of_what_was_made() {
        for (path, resource, id) in [
            ("/v1/customer/id/7", "customer", Some(7)),
            ("https://platform.example/v1/customer/id/7", "customer", Some(7)),
            ("/v1/customer/id/7/account/id/9", "account", Some(9)),
            ("/v1/customer/id/7/account/id/9", "customer", None),
            ("/v1/customer/id/x", "customer", None),
            ("/v1/customer/id/0", "customer", None),
            ("v1/customer/id/7", "customer", None),
        ] {
            assert_eq!(made(&at(path), resource), id, "{path}");
        }
        assert_eq!(location(&at("https://platform.example/v1/customer/id/7")).unwrap(), "/v1/customer/id/7");
    }

    #[test]
    fn masks_birth_dates_and_leaves_last_fours() {
        let mut customer = json!({"individual": {"dob": "05/17/1990", "ssn": "219091234", "ssnLast4": "1234"},
            "business": {"ein": "1", "beneficialOwner": [{"dob": "05/17/1990", "firstName": "Ada"}]}});
        mask(&mut customer);
        let expected = json!({"individual": {"dob": MASK, "ssnLast4": "1234"},
            "business": {"beneficialOwner": [{"dob": MASK, "firstName": "Ada"}]}});
        assert_eq!(customer, expected);
    }

    #[test]
    fn a_birth_date_that_is_not_there_is_not_masked_as_one() {
        for absent in [json!(null), json!(""), json!(" ")] {
            let read = json!({"individual": {"dob": absent}, "business": {"beneficialOwner": [{"dob": absent}]}});
            let mut customer = read.clone();
            mask(&mut customer);
            assert_eq!(customer, read);
        }
    }
}
