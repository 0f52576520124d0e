//! Why something failed, in the one form that reaches the page.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};

use portico_model::{ErrorCode, FieldCode};

use crate::ports::PortFault;

/// A failure. Holds nothing that a person typed. A pointer, since every result of every wait would else have its size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(Box<FaultFacts>);

/// What is known of a failure: the members of a [`Fault`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultFacts {
    /// Stable and documented.
    pub code: FaultCode,
    /// Whether the same call may succeed later with nothing changed.
    pub retryable: bool,
    /// The HTTP status. Absent when there was no answer.
    pub status: Option<u16>,
    /// The platform's id of the request.
    pub request_id: Option<String>,
    /// What is wrong with each field. Empty unless the code is about fields.
    pub errors: Vec<FieldFault>,
    /// With `device_not_authentic`: `stale_nonce` or `refused`.
    pub reason: Option<String>,
    /// With `verification_failed`: how many tries are left.
    pub attempts_left: Option<u8>,
}

/// A code of the catalogue, or a later one that this version doesn't know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultCode {
    /// One of the catalogue.
    Known(ErrorCode),
    /// As it came over the wire: lower-case letters, digits and underscores.
    Other(String),
}

/// One wrong field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// The field in the names of the package's types, such as `address.postalCode`.
    pub field: String,
    /// The rule that it broke, such as `postal_code_form`.
    pub code: Cow<'static, str>,
    /// What is wrong, for a developer, in the platform's words. Never the value. Empty for what is found here:
    /// docs/errors.md says what the codes mean, and their sentences would be half a kilobyte of the package.
    pub detail: Cow<'static, str>,
}

impl Fault {
    /// The fault that the catalogue has for `code`, with no answer behind it.
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        Self(Box::new(FaultFacts {
            code: FaultCode::Known(code),
            retryable: code.retryable(),
            status: None,
            request_id: None,
            errors: Vec::new(),
            reason: None,
            attempts_left: None,
        }))
    }

    /// The same about fields.
    #[must_use]
    pub fn of_fields(code: ErrorCode, errors: Vec<FieldFault>) -> Self {
        let mut fault = Self::new(code);
        fault.errors = errors;
        fault
    }

    /// Whether this is the catalogue's `code`.
    #[must_use]
    pub fn is(&self, code: ErrorCode) -> bool {
        self.code == FaultCode::Known(code)
    }
}

impl FaultCode {
    /// The code as it stands on the wire and in `PorticoError.code`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(code) => code.as_str(),
            Self::Other(code) => code,
        }
    }
}

impl FieldFault {
    /// The entry for `code` at `field`.
    #[must_use]
    pub fn new(field: &str, code: FieldCode) -> Self {
        Self { field: field.to_owned(), code: code.as_str().into(), detail: "".into() }
    }
}

impl Deref for Fault {
    type Target = FaultFacts;

    fn deref(&self) -> &FaultFacts {
        &self.0
    }
}

impl DerefMut for Fault {
    fn deref_mut(&mut self) -> &mut FaultFacts {
        &mut self.0
    }
}

impl From<ErrorCode> for Fault {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl From<PortFault> for Fault {
    fn from(_: PortFault) -> Self {
        Self::new(ErrorCode::CryptoUnavailable)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code.as_str())
    }
}

impl std::error::Error for Fault {}
