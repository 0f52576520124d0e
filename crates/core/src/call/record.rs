//! What is told of a call: never a value, only names, sizes and headers of sealed values.

/// One try of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRecord {
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: &'static str,
    /// Path under the gateway, such as `/netspend/people`.
    pub path: String,
    /// Absent when there was no answer.
    pub status: Option<u16>,
    /// The error's code, absent when all went well.
    pub code: Option<String>,
    /// Tenths of a millisecond from sending to the whole answer.
    pub duration_tenths: i64,
    /// 1 for the first try.
    pub attempt: u32,
    /// The platform's id of the request.
    pub request_id: Option<String>,
    /// Names of the body's clear members, never their values.
    pub clear: Vec<&'static str>,
    /// The sealed value in the body.
    pub sealed: Option<SealedRecord>,
}

/// What can be said of a sealed value without opening it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRecord {
    /// What it is for, such as `cvc:<card>`.
    pub use_: String,
    /// Such as `ECDH-ES`.
    pub alg: &'static str,
    /// The platform key that it is sealed to.
    pub kid: String,
    /// Length of the sealed value.
    pub bytes: usize,
}
