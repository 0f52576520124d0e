//! Errors out.

use portico_core::Fault;
use portico_model::ErrorCode;

/// Why a call gives nothing: whatever an argument of the wrong form or the core itself says.
pub(crate) struct Refusal(pub(crate) Fault);

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        Self(code.into())
    }
}
