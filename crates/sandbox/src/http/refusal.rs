//! A call that ends with a problem body.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use portico_model::{ErrorCode, FieldCode, FieldError, Problem, netspend::FeatureGate};
use portico_unseal::{NoRandomness, Unsealable};

use crate::vault::VaultError;

/// Why a call is refused. Becomes a problem body where the request's id is known.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) code: ErrorCode,
    errors: Vec<FieldError>,
    reason: Option<&'static str>,
    attempts_left: Option<u8>,
    missing: Vec<FeatureGate>,
}

impl Refusal {
    /// One of the named fields broke a rule.
    pub(crate) fn fields(code: ErrorCode, errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::from(code) }
    }

    /// One field broke a rule.
    pub(crate) fn field(pointer: &str, code: FieldCode) -> Self {
        Self::fields(ErrorCode::ValidationFailed, vec![FieldError::new(pointer, code)])
    }

    /// The device statement was not accepted.
    pub(crate) fn device(reason: &'static str) -> Self {
        Self { reason: Some(reason), ..Self::from(ErrorCode::DeviceNotAuthentic) }
    }

    /// A wrong security code.
    pub(crate) fn verification(attempts_left: u8) -> Self {
        Self { attempts_left: Some(attempts_left), ..Self::from(ErrorCode::VerificationFailed) }
    }

    /// What a feature asks for is not there.
    pub(crate) fn feature(missing: Vec<FeatureGate>) -> Self {
        Self { missing, ..Self::from(ErrorCode::FeatureNotEligible) }
    }

    /// The server's own failure. The cause goes to the log, and nowhere else.
    pub(crate) fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::from(ErrorCode::InternalError)
    }

    /// Whether it is the server's own failure.
    pub(crate) fn is_fault(&self) -> bool {
        self.code.status().is_none_or(|status| status >= 500)
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.code
            .status()
            .and_then(|status| StatusCode::from_u16(status).ok())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The problem body.
    pub(crate) fn problem(&self, request_id: &str) -> Problem {
        Problem {
            errors: self.errors.clone(),
            reason: self.reason.map(str::to_owned),
            attempts_left: self.attempts_left,
            missing: self.missing.iter().map(|gate| gate.word().to_owned()).collect(),
            ..Problem::new(self.code, request_id)
        }
    }
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        Self { code, errors: Vec::new(), reason: None, attempts_left: None, missing: Vec::new() }
    }
}

impl From<Unsealable> for Refusal {
    fn from(_: Unsealable) -> Self {
        Self::from(ErrorCode::Unsealable)
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        // A database's own text can quote a row; which kind of failure it was is enough to go on with.
        let kind = match &error {
            sqlx::Error::Database(database) => format!("database error {}", database.code().unwrap_or_default()),
            sqlx::Error::AnyDriverError(error) => {
                let of_file = error.downcast_ref().and_then(rusqlite::Error::sqlite_error);
                format!("database error {}", of_file.map(|error| error.extended_code).unwrap_or_default())
            }
            sqlx::Error::PoolTimedOut => "no database connection in time".to_owned(),
            sqlx::Error::Io(_) => "database connection lost".to_owned(),
            sqlx::Error::ColumnDecode { index, .. } => format!("column {index} can't be read"),
            _ => "database error".to_owned(),
        };
        Self::internal(&kind)
    }
}

impl From<VaultError> for Refusal {
    fn from(error: VaultError) -> Self {
        Self::internal(&error)
    }
}

impl From<NoRandomness> for Refusal {
    fn from(error: NoRandomness) -> Self {
        Self::internal(&error)
    }
}

impl IntoResponse for Refusal {
    /// The status alone: the envelope writes the body, since it knows the request's id.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
