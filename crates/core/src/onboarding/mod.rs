//! The guided way: the next step from anywhere, computed from the platform's answers alone.

mod step;

use std::fmt;

use portico_model::ErrorCode;
pub use step::{DeclineReason, OfferedAgreement, OnboardingIds, ShownAgreement, Step, StepInput};

use crate::call::{Abort, CallOptions};
use crate::client::Client;
use crate::fault::Fault;
use crate::ports::Platform;

/// An onboarding. Clones share everything.
pub struct Onboarding<P: Platform> {
    client: Client<P>,
}

impl<P: Platform> Client<P> {
    /// The onboarding from `provided_id`, where it stopped. `locale` is the BCP 47 tag of the texts that are accepted.
    pub async fn onboarding<A: Abort>(
        &self,
        provided_id: &str,
        locale: &str,
        options: CallOptions<A>,
    ) -> Result<Onboarding<P>, Fault> {
        let _ = (provided_id, locale, options);
        Err(ErrorCode::InternalFault.into())
    }
}

impl<P: Platform> Onboarding<P> {
    /// What to do next.
    #[must_use]
    pub fn step(&self) -> Step {
        Step::PersonDetails
    }

    /// What was made so far.
    #[must_use]
    pub fn ids(&self) -> OnboardingIds {
        OnboardingIds::default()
    }

    /// Does what the current step asks for and gives the next one.
    pub async fn submit<A: Abort>(&self, input: StepInput, options: CallOptions<A>) -> Result<Step, Fault> {
        let _ = (input, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// Asks the platform where this stands.
    pub async fn refresh<A: Abort>(&self, options: CallOptions<A>) -> Result<Step, Fault> {
        let _ = options;
        Err(ErrorCode::InternalFault.into())
    }

    /// Forgets this onboarding in this browser, so that the next one starts anew.
    pub async fn forget(&self) {}
}

impl<P: Platform> Clone for Onboarding<P> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone() }
    }
}

impl<P: Platform> fmt::Debug for Onboarding<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Onboarding")
    }
}
