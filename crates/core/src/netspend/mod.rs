//! The calls by themselves, as the Netspend-style platform has them (contract: section 1). Each moves the session to the
//! person that it is about, or to what the session made, when it has not been moved yet.

mod accounts;
mod agreements;
mod cards;
mod expected_use;
mod files;
mod people;

pub(crate) use agreements::is_sha256;
pub use files::AgreementText;

use crate::call::limit::Scope;
use crate::client::Inner;
use crate::encoding::generate_id;
use crate::fault::Fault;
use crate::ports::Platform;

impl<P: Platform> Inner<P> {
    /// The caller's idempotency key, or one of our own.
    pub(crate) fn key_of(&self, scope: &Scope) -> Result<String, Fault> {
        scope.idempotency_key.clone().map_or_else(|| generate_id(&self.platform), Ok)
    }
}
