//! A call that ends with an error body.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, StatusCode,
    header::{RETRY_AFTER, WWW_AUTHENTICATE},
};
use portico_model::{
    ErrorCode,
    passport::{FieldMessage, PassportCode, PassportError},
};
use portico_unseal::NoRandomness;

use crate::{
    http::Refusal,
    passport::domain::{
        customer::CustomerFault,
        field::{Fault, Faults},
    },
    vault::VaultError,
};

/// Why a call is refused.
#[derive(Clone, Debug)]
pub(crate) struct Refused {
    code: PassportCode,
    errors: Vec<FieldMessage>,
    /// Seconds until another try makes sense.
    retry_after: Option<i64>,
}

impl Refused {
    /// About one field.
    pub(crate) fn field(code: PassportCode, field: &str, message: &str) -> Self {
        let entry = FieldMessage { field: field.to_owned(), message: message.to_owned() };
        Self { errors: vec![entry], ..Self::from(code) }
    }

    /// Come again later.
    pub(crate) fn later(seconds: i64) -> Self {
        Self { retry_after: Some(seconds), ..Self::from(PassportCode::TooManyRequests) }
    }

    /// About fields that are missing, with the paths of each.
    pub(crate) fn missing(paths: Vec<String>) -> Self {
        let entry = |field| FieldMessage { field, message: Fault::Missing.message().to_owned() };
        let errors = paths.into_iter().map(entry).collect();
        Self { errors, ..Self::from(PassportCode::ValidationFailed) }
    }
}

impl From<PassportCode> for Refused {
    fn from(code: PassportCode) -> Self {
        Self { code, errors: Vec::new(), retry_after: None }
    }
}

impl From<Faults> for Refused {
    fn from(faults: Faults) -> Self {
        let code = faults.code();
        let entry = |(field, fault): (String, Fault)| FieldMessage { field, message: fault.message().to_owned() };
        Self { errors: faults.0.into_iter().map(entry).collect(), ..Self::from(code) }
    }
}

impl From<CustomerFault> for Refused {
    fn from(fault: CustomerFault) -> Self {
        let code = fault.code();
        match fault {
            CustomerFault::Faults(faults) => faults.into(),
            CustomerFault::Fixed(path) => Self::field(code, &path, code.message()),
        }
    }
}

impl From<Refusal> for Refused {
    /// What the crate's own parts refuse here are their failures, which are in the log already.
    fn from(_: Refusal) -> Self {
        Self::from(PassportCode::Internal)
    }
}

impl From<Refused> for Refusal {
    /// For the test controls, which answer as the rest of the crate does.
    fn from(refused: Refused) -> Self {
        Self::from(match refused.code {
            PassportCode::NotFound => ErrorCode::RouteNotFound,
            PassportCode::Internal => ErrorCode::InternalError,
            _ => ErrorCode::ValidationFailed,
        })
    }
}

macro_rules! failures {
    ($($name:ty),*) => {$(
        impl From<$name> for Refused {
            fn from(error: $name) -> Self {
                Refusal::from(error).into()
            }
        }
    )*};
}
failures!(sqlx::Error, VaultError, NoRandomness);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(PassportError::new(self.code, self.errors))).into_response();
        if self.code == PassportCode::Unauthorized {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"passport\""));
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}
