//! What is told of a call.

use portico_core::call;
use serde::Serialize;

use super::all;

/// `CallRecord` of index.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CallRecord<'a> {
    method: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    duration_ms: f64,
    attempt: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    clear: &'a [String],
    sealed: Vec<SealedRecord<'a>>,
}

#[derive(Serialize)]
struct SealedRecord<'a> {
    member: &'a str,
    r#use: &'a str,
    alg: &'a str,
    enc: &'a str,
    kid: &'a str,
    bytes: usize,
}

impl<'a> From<&'a call::CallRecord> for CallRecord<'a> {
    fn from(record: &'a call::CallRecord) -> Self {
        Self {
            method: record.method,
            path: &record.path,
            status: record.status,
            code: record.code.as_deref(),
            duration_ms: record.duration_ms,
            attempt: record.attempt,
            request_id: record.request_id.as_deref(),
            clear: &record.clear,
            sealed: all(&record.sealed),
        }
    }
}

impl<'a> From<&'a call::SealedRecord> for SealedRecord<'a> {
    fn from(record: &'a call::SealedRecord) -> Self {
        Self {
            member: &record.member,
            r#use: &record.use_,
            alg: &record.alg,
            enc: &record.enc,
            kid: &record.kid,
            bytes: record.bytes,
        }
    }
}
