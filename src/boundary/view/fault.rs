//! Failures.

use portico_core as core;
use serde::Serialize;

/// The members of `PorticoError` in index.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Fault<'a> {
    code: &'a str,
    message: &'a str,
    retryable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    errors: Vec<FieldFault<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempts_left: Option<u8>,
}

#[derive(Serialize)]
struct FieldFault<'a> {
    field: &'a str,
    code: &'a str,
    detail: &'a str,
}

impl<'a> From<&'a core::Fault> for Fault<'a> {
    fn from(fault: &'a core::Fault) -> Self {
        Self {
            code: fault.code.as_str(),
            message: fault.message(),
            retryable: fault.retryable,
            status: fault.status,
            request_id: fault.request_id.as_deref(),
            errors: super::all(&fault.errors),
            reason: fault.reason.as_deref(),
            attempts_left: fault.attempts_left,
        }
    }
}

impl<'a> From<&'a core::FieldFault> for FieldFault<'a> {
    fn from(fault: &'a core::FieldFault) -> Self {
        Self { field: &fault.field, code: &fault.code, detail: &fault.detail }
    }
}
