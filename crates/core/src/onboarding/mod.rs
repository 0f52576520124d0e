//! The guided way: the next step from anywhere, computed from the platform's answers alone.

mod answers;
mod handle;
mod kept;
mod load;
mod machine;
mod step;
mod submit;
mod writes;

pub use handle::Onboarding;
pub(crate) use kept::{Kept, NAME};
pub use machine::StepKind;
pub use step::{DeclineReason, OnboardingIds, Step};
