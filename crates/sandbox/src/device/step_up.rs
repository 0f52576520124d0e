//! What a step-up leads to: a person who would be approved shows more first.

use portico_model::{id::SessionId, netspend::KycStatus};

use super::score::Decision;
use crate::{
    State,
    config::Policy,
    domain::checks::{Cure, Outcome},
    store::{Connection, device_checks},
};

/// Where the checks of a person of this session end: `conditional` instead of `approved` where the policy is to enforce and
/// the session's device was not trusted. Identity questions cure it.
pub(crate) async fn soften(
    state: &State,
    connection: &mut Connection,
    session: &SessionId,
    outcome: Outcome,
) -> sqlx::Result<Outcome> {
    if outcome.kyc != KycStatus::Approved || state.config.policy == Policy::Observe {
        return Ok(outcome);
    }
    let decision = device_checks::decision_of(connection, session.as_str()).await?;
    let is_trusted = decision.as_deref() == Some(Decision::Allow.as_str());
    let softened = Outcome { kyc: KycStatus::Conditional, cure: Some(Cure::IdentityQuestions), ..outcome };
    Ok(if is_trusted { outcome } else { softened })
}
