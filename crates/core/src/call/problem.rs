//! Answers that are no success, as faults.

use std::slice;

use portico_model::ErrorCode;
use portico_model::problem::PROBLEM_JSON;

use crate::encoding::{all_bytes, push_member_name, whole};
use crate::fault::{Fault, FaultCode, FieldFault};
use crate::json::{Json, ObjectText};
use crate::ports::{Clock, HttpResponse, NoAnswer};
use crate::time::milliseconds_of;

/// The value of a header; names come in lower case.
pub(crate) fn header<'a>(response: &'a HttpResponse, name: &str) -> Option<&'a str> {
    response.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
}

/// `Retry-After` in milliseconds: seconds, or a date, which counts from the answer's own.
pub(crate) fn retry_after_ms(clock: &impl Clock, response: &HttpResponse) -> Option<u32> {
    let after = header(response, "retry-after")?.trim_ascii();
    let wait = match whole(after) {
        Some(seconds) => seconds.checked_mul(1000)?,
        None => {
            let now = milliseconds_of(clock, header(response, "date")?)?;
            (milliseconds_of(clock, after)? - now).max(0)
        }
    };
    u32::try_from(wait).ok()
}

/// Reads the body of a success.
///
/// # Errors
/// `unexpected_answer` for anything but JSON.
pub(crate) fn read(response: &HttpResponse) -> Result<Json, Fault> {
    Json::parse(&response.body).ok_or_else(|| unexpected(response))
}

/// What a success without a body tells: the id of what was made, at the end of `Location`, and a warning.
pub(crate) fn told_by_headers(response: &HttpResponse) -> Json {
    let mut told = ObjectText::new().optional("warning", header(response, "warning"));
    if let Some(id) = header(response, "location").and_then(|place| whole(place.rsplit_once('/')?.1)) {
        told = told.whole("id", id);
    }
    Json::parse(told.end().as_bytes()).unwrap_or_default()
}

/// A member of a success that is a string.
///
/// # Errors
/// `unexpected_answer` when it is not there.
pub(crate) fn needed<'a>(answer: &'a Json, name: &str, response: &HttpResponse) -> Result<&'a str, Fault> {
    answer.text(name).ok_or_else(|| unexpected(response))
}

/// An answer of no documented form.
pub(crate) fn unexpected(response: &HttpResponse) -> Fault {
    answered(response, ErrorCode::UnexpectedAnswer)
}

/// The fault of a try that got no answer.
pub(crate) fn no_answer(reason: NoAnswer) -> Fault {
    Fault::new(match reason {
        NoAnswer::Lost => ErrorCode::GatewayUnreachable,
        NoAnswer::Offline => ErrorCode::Offline,
    })
}

/// The fault of an answer that is no success.
pub(crate) fn fault_of(response: &HttpResponse) -> Fault {
    let is_problem = header(response, "content-type")
        .and_then(|kind| kind.split(';').next())
        .is_some_and(|kind| kind.trim_ascii().eq_ignore_ascii_case(PROBLEM_JSON));
    let problem = Json::parse(&response.body).unwrap_or_default();
    let Some(code) = problem.text("code").filter(|code| is_problem && is_code(code)) else {
        return without_problem(response, &problem);
    };
    let known = ErrorCode::from_code(code);
    let mut fault = answered(response, known.unwrap_or(ErrorCode::UnexpectedAnswer));
    if known.is_none() {
        fault.code = FaultCode::Other(code.to_owned());
        fault.retryable = matches!(response.status, 429 | 500..=599);
    }
    let text = |of: &Json, name: &str| of.text(name).unwrap_or_default().to_owned();
    for error in problem.list("errors") {
        fault.errors.push(FieldFault {
            field: field_of(&text(error, "pointer")),
            code: text(error, "code").into(),
            detail: text(error, "detail").into(),
        });
    }
    if let Some(id) = problem.text("request_id").filter(|id| !id.is_empty()) {
        fault.request_id = Some(id.to_owned());
    }
    fault.reason = problem.text("reason").map(ToOwned::to_owned);
    fault.attempts_left = problem.whole("attempts_left").and_then(|left| left.try_into().ok());
    fault
}

/// The Passport-style platform answered, or something between here and a platform: what can be said follows from the
/// status, and from whether fields are named. Of what that platform says, its code and the fields' paths are taken, since
/// nobody knows what its sentences repeat.
fn without_problem(response: &HttpResponse, body: &Json) -> Fault {
    let of_passport = body.get("errorMessage").or_else(|| body.get("errorCode")).is_some();
    let reason = body.text("errorCode").filter(|code| is_plain(code));
    let mut errors = Vec::new();
    if let Some(told) = body.get("errors").filter(|_| of_passport) {
        // One object is documented as well as a list.
        let told = if let Json::List(told) = told { told } else { slice::from_ref(told) };
        for error in told {
            if let Some(field) = error.text("field").filter(|field| is_plain(field)) {
                let code = reason.unwrap_or_default().to_owned().into();
                errors.push(FieldFault { field: field.to_owned(), code, detail: "Refused by the platform.".into() });
            }
        }
    }
    let code = match response.status {
        429 => ErrorCode::RateLimited,
        502 | 503 => ErrorCode::UpstreamUnavailable,
        504 => ErrorCode::UpstreamTimeout,
        500..=599 => ErrorCode::InternalError,
        _ if !errors.is_empty() => ErrorCode::ValidationFailed,
        _ if of_passport => ErrorCode::PassportRefused,
        _ => ErrorCode::UnexpectedAnswer,
    };
    let mut fault = answered(response, code);
    fault.errors = errors;
    fault.reason = reason.map(ToOwned::to_owned);
    fault
}

/// A code or a path of that platform, such as `EC-VA-0005` or `business.beneficialOwner[0].ssn`.
fn is_plain(text: &str) -> bool {
    (1..=100).contains(&text.len()) && all_bytes(text, |byte| byte.is_ascii_alphanumeric() || b".-[]".contains(&byte))
}

/// The catalogue's fault for `code`, with the answer behind it.
fn answered(response: &HttpResponse, code: ErrorCode) -> Fault {
    let mut fault = Fault::new(code);
    fault.status = Some(response.status);
    fault.request_id = header(response, "ns-request-id").map(ToOwned::to_owned);
    fault
}

fn is_code(code: &str) -> bool {
    (1..=64).contains(&code.len())
        && all_bytes(code, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// A JSON Pointer into the wire's body as a path in the names of the package's types.
pub(crate) fn field_of(pointer: &str) -> String {
    let mut field = String::with_capacity(pointer.len());
    for segment in pointer.split('/').filter(|segment| !segment.is_empty() && *segment != "encrypted_data") {
        if !field.is_empty() {
            field.push('.');
        }
        push_member_name(&mut field, segment);
    }
    field
}

#[cfg(test)]
mod tests {
    use portico_model::passport::PassportCode;
    use serde_json::json;

    use super::*;

    fn answer(status: u16, kind: &str, body: &str) -> HttpResponse {
        HttpResponse {
            status,
            headers: vec![("content-type".into(), kind.into()), ("ns-request-id".into(), "r1".into())],
            body: body.into(),
        }
    }

    #[test]
    fn reads_a_problem_with_its_fields_in_the_names_of_the_package() {
        let fault = fault_of(&answer(
            422,
            "application/problem+json; charset=utf-8",
            r#"{"code":"validation_failed","request_id":"r2","errors":[
                {"pointer":"/address/postal_code","code":"postal_code_form","detail":"d"},
                {"pointer":"/encrypted_data/government_id/value","code":"ssn_form"},
                {"pointer":"/encrypted_data/verification_value","code":"cvc_form"},
                {"pointer":"/answers/0/option_id","code":"option_unknown"}]}"#,
        ));
        assert!(fault.is(ErrorCode::ValidationFailed) && !fault.retryable);
        assert_eq!((fault.status, fault.request_id.as_deref()), (Some(422), Some("r2")));
        let fields: Vec<_> = fault.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["address.postalCode", "governmentId.value", "cvc", "answers.0.optionId"]);
    }

    #[test]
    fn every_code_of_the_passport_side_is_the_reason_of_a_code_of_ours() {
        let entry = json!({"field": "business.beneficialOwner[0].ssn", "message": "219-09-1234 of mark is no SSN"});
        for known in PassportCode::ALL {
            let bodies = [
                (json!({"errors": [entry, entry]}), 2),
                (json!({"errors": entry}), 1),
                (json!({"errors": null}), 0),
                (json!({"errors": []}), 0),
                (json!({}), 0),
            ];
            for (mut body, fields) in bodies {
                body["errorCode"] = known.as_str().into();
                body["errorMessage"] = known.message().into();
                let fault = fault_of(&answer(known.status(), "application/json", &body.to_string()));
                let expected = match (known.status(), fields) {
                    (500, _) => ErrorCode::InternalError,
                    (429, _) => ErrorCode::RateLimited,
                    (_, 0) => ErrorCode::PassportRefused,
                    _ => ErrorCode::ValidationFailed,
                };
                assert!(fault.is(expected), "{known:?}: {fault:?}");
                assert_eq!((fault.status, fault.reason.as_deref()), (Some(known.status()), Some(known.as_str())));
                assert_eq!(fault.retryable, matches!(known.status(), 429 | 500));
                assert_eq!(fault.errors.len(), fields);
                let told = format!("{fault:?}");
                assert!(!told.contains("219") && !told.contains("mark"), "{told}");
            }
        }
    }

    #[test]
    fn an_answer_of_the_passport_side_without_a_code_is_told_by_its_fields() {
        let fault =
            fault_of(&answer(422, "application/json", r#"{"errorMessage":"x","errors":{"field":"individual.dob"}}"#));
        assert!(fault.is(ErrorCode::ValidationFailed) && fault.reason.is_none());
        assert_eq!((fault.errors[0].field.as_str(), &*fault.errors[0].code), ("individual.dob", ""));
        let fault = fault_of(&answer(404, "application/json", r#"{"errorMessage":"x"}"#));
        assert!(fault.is(ErrorCode::PassportRefused) && fault.reason.is_none());
        // What is no code and no path may be what somebody typed.
        let body = r#"{"errorCode":"mark 123","errors":[{"field":"a b"},{"field":5},{"field":"email"}]}"#;
        let fault = fault_of(&answer(422, "application/json", body));
        assert_eq!((fault.reason.as_deref(), fault.errors.len()), (None, 1));
        assert!(
            fault_of(&answer(422, "application/json", r#"{"errors":[{"field":"email"}]}"#))
                .is(ErrorCode::UnexpectedAnswer)
        );
    }

    #[test]
    fn keeps_a_code_that_this_version_does_not_know() {
        let fault = fault_of(&answer(422, PROBLEM_JSON, r#"{"code":"moon_in_the_wrong_house"}"#));
        assert_eq!((fault.code.as_str(), fault.retryable), ("moon_in_the_wrong_house", false));
        assert_eq!(fault.request_id.as_deref(), Some("r1"));
        assert!(fault_of(&answer(503, PROBLEM_JSON, r#"{"code":"resting"}"#)).retryable);
    }

    #[test]
    fn answers_of_other_forms_get_their_code_from_the_status_and_keep_no_text() {
        for (status, kind, body, code) in [
            (404, "text/html", "<h1>mark</h1>", ErrorCode::UnexpectedAnswer),
            (404, "application/json", r#"{"code":"account_not_found"}"#, ErrorCode::UnexpectedAnswer),
            (422, PROBLEM_JSON, r#"{"code":"Mark 123"}"#, ErrorCode::UnexpectedAnswer),
            (422, PROBLEM_JSON, "{", ErrorCode::UnexpectedAnswer),
            (429, "text/plain", "slow down", ErrorCode::RateLimited),
            (500, "text/plain", "", ErrorCode::InternalError),
            (502, "text/html", "", ErrorCode::UpstreamUnavailable),
            (504, "text/html", "", ErrorCode::UpstreamTimeout),
        ] {
            let fault = fault_of(&answer(status, kind, body));
            assert!(fault.is(code), "{status} {body}: {fault:?}");
            assert!(!format!("{fault} {fault:?}").to_lowercase().contains("mark"));
        }
    }

    #[test]
    fn a_success_of_another_form_is_an_unexpected_answer() {
        let fault = read(&answer(200, "text/html", "<!doctype html>")).unwrap_err();
        assert!(fault.is(ErrorCode::UnexpectedAnswer) && !fault.retryable);
        assert_eq!(fault.status, Some(200));
    }

    /// Asked for what a text says alone.
    struct Unmoved;

    impl Clock for Unmoved {
        fn monotonic_ms(&self) -> f64 {
            0.0
        }

        fn wall_ms(&self) -> f64 {
            0.0
        }
    }

    #[test]
    fn reads_retry_after_in_seconds() {
        let with = |value: &str| {
            let headers = vec![("retry-after".to_owned(), value.to_owned())];
            retry_after_ms(&Unmoved, &HttpResponse { status: 429, headers, body: Vec::new() })
        };
        assert_eq!(with(" 3 "), Some(3000));
        // A date says nothing without the answer's own.
        for absent in ["", "-1", "1.5", "Sun, 06 Nov 1994 08:49:37 GMT", "99999999999"] {
            assert_eq!(with(absent), None, "{absent}");
        }
    }

    #[test]
    fn reads_retry_after_as_a_date_beside_the_answers_own() {
        for (after, wait) in [
            ("Sun, 06 Nov 1994 08:49:40 GMT", Some(3000)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0)),
            ("Sun, 06 Nov 1994 08:49:30 GMT", Some(0)),
            ("Mon, 06 Nov 2094 08:49:37 GMT", None),
            ("tomorrow", None),
        ] {
            let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
            let headers = vec![header("retry-after", after), header("date", "Sun, 06 Nov 1994 08:49:37 GMT")];
            let answer = HttpResponse { status: 503, headers, body: Vec::new() };
            assert_eq!(retry_after_ms(&Unmoved, &answer), wait, "{after}");
        }
    }
}
