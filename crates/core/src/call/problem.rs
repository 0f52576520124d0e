//! Answers that are no success, as faults.

use portico_model::problem::PROBLEM_JSON;
use portico_model::{ErrorCode, Problem};

use crate::fault::{Fault, FaultCode, FieldFault};
use crate::json::{Read, from_bytes};
use crate::ports::{HttpResponse, NoAnswer};

/// The value of a header; names come in lower case.
pub(crate) fn header<'a>(response: &'a HttpResponse, name: &str) -> Option<&'a str> {
    response.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
}

/// `Retry-After` in milliseconds. The form with a date is not used by these platforms, and counts as absent.
pub(crate) fn retry_after_ms(response: &HttpResponse) -> Option<u32> {
    header(response, "retry-after")?.trim().parse::<u32>().ok()?.checked_mul(1000)
}

/// Reads the body of a success.
///
/// # Errors
/// `unexpected_answer` for anything but JSON of the documented form.
pub(crate) fn read<T: Read>(response: &HttpResponse) -> Result<T, Fault> {
    from_bytes(&response.body).ok_or_else(|| unexpected(response))
}

/// An answer of no documented form.
pub(crate) fn unexpected(response: &HttpResponse) -> Fault {
    Fault { status: Some(response.status), request_id: request_id(response), ..Fault::new(ErrorCode::UnexpectedAnswer) }
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
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case(PROBLEM_JSON));
    let problem = if is_problem { from_bytes::<Problem>(&response.body) } else { None };
    let Some(problem) = problem.filter(|problem| is_code(&problem.code)) else {
        return without_problem(response);
    };
    let (code, retryable) = match ErrorCode::from_code(&problem.code) {
        Some(code) => (FaultCode::Known(code), code.retryable()),
        None => (FaultCode::Other(problem.code), matches!(response.status, 429 | 500..=599)),
    };
    let request_id = Some(problem.request_id).filter(|id| !id.is_empty()).or_else(|| request_id(response));
    let errors = problem.errors.into_iter().map(|error| FieldFault {
        field: field_of(&error.pointer),
        code: error.code,
        detail: error.detail,
    });
    Fault {
        code,
        retryable,
        status: Some(response.status),
        request_id,
        errors: errors.collect(),
        reason: problem.reason,
        attempts_left: problem.attempts_left,
    }
}

/// Something between here and the platform answered: what can be said follows from the status alone.
fn without_problem(response: &HttpResponse) -> Fault {
    let code = match response.status {
        429 => ErrorCode::RateLimited,
        502 | 503 => ErrorCode::UpstreamUnavailable,
        504 => ErrorCode::UpstreamTimeout,
        500..=599 => ErrorCode::InternalError,
        _ => ErrorCode::UnexpectedAnswer,
    };
    Fault { status: Some(response.status), request_id: request_id(response), ..Fault::new(code) }
}

fn request_id(response: &HttpResponse) -> Option<String> {
    header(response, "ns-request-id").map(ToOwned::to_owned)
}

fn is_code(code: &str) -> bool {
    (1..=64).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// A JSON Pointer into the wire's body as a path in the names of the package's types.
fn field_of(pointer: &str) -> String {
    let mut field = String::with_capacity(pointer.len());
    for segment in pointer.split('/').filter(|segment| !segment.is_empty() && *segment != "encrypted_data") {
        if !field.is_empty() {
            field.push('.');
        }
        let mut after_underscore = false;
        for letter in if segment == "verification_value" { "cvc" } else { segment }.chars() {
            match letter {
                '_' => after_underscore = true,
                letter if after_underscore => {
                    field.push(letter.to_ascii_uppercase());
                    after_underscore = false;
                }
                letter => field.push(letter),
            }
        }
    }
    field
}

#[cfg(test)]
mod tests {
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
        let fault = read::<Problem>(&answer(200, "text/html", "<!doctype html>")).unwrap_err();
        assert!(fault.is(ErrorCode::UnexpectedAnswer) && !fault.retryable);
        assert_eq!(fault.status, Some(200));
    }

    #[test]
    fn reads_retry_after_in_seconds() {
        let with = |value: &str| {
            let headers = vec![("retry-after".to_owned(), value.to_owned())];
            retry_after_ms(&HttpResponse { status: 429, headers, body: Vec::new() })
        };
        assert_eq!(with(" 3 "), Some(3000));
        for absent in ["", "-1", "1.5", "Sun, 06 Nov 1994 08:49:37 GMT", "99999999999"] {
            assert_eq!(with(absent), None, "{absent}");
        }
    }
}
