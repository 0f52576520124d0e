//! What the KYC and OFAC checks find, by the documented test values (contract section 5).

use portico_model::netspend::{GovernmentIdType, KycStatus, OfacStatus};

/// Where both checks end for a government id. Both run: a rejected OFAC check says nothing about KYC.
pub(crate) fn run(kind: GovernmentIdType, value: &str) -> (KycStatus, OfacStatus) {
    let approved = (KycStatus::Approved, OfacStatus::Approved);
    if kind != GovernmentIdType::Ssn {
        return approved;
    }
    match value.get(value.len().saturating_sub(4)..) {
        Some("0001" | "0002" | "0003") => (KycStatus::Conditional, OfacStatus::Approved),
        Some("0004") => (KycStatus::Rejected, OfacStatus::Approved),
        Some("0005") => (KycStatus::Approved, OfacStatus::Rejected),
        Some("0006") => (KycStatus::Pending, OfacStatus::Approved),
        Some("0007") => (KycStatus::Blocked, OfacStatus::Approved),
        _ => approved,
    }
}

/// Which step cures a conditional person with this government id.
pub(crate) fn cure(value: &str) -> Option<portico_model::netspend::WorkflowStepName> {
    use portico_model::netspend::WorkflowStepName;
    match value.get(value.len().saturating_sub(4)..) {
        Some("0001") => Some(WorkflowStepName::IdentityQuestions),
        Some("0002") => Some(WorkflowStepName::ProvideDocuments),
        Some("0003") => Some(WorkflowStepName::IdentityScan),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_the_last_four_digits_ask_for() {
        for (ssn, kyc, ofac) in [
            ("219090001", KycStatus::Conditional, OfacStatus::Approved),
            ("219090002", KycStatus::Conditional, OfacStatus::Approved),
            ("219090003", KycStatus::Conditional, OfacStatus::Approved),
            ("219090004", KycStatus::Rejected, OfacStatus::Approved),
            ("219090005", KycStatus::Approved, OfacStatus::Rejected),
            ("219090006", KycStatus::Pending, OfacStatus::Approved),
            ("219090007", KycStatus::Blocked, OfacStatus::Approved),
            ("219090008", KycStatus::Approved, OfacStatus::Approved),
        ] {
            assert_eq!(run(GovernmentIdType::Ssn, ssn), (kyc, ofac), "{ssn}");
        }
        let passport = run(GovernmentIdType::Passport, "A00000004");
        assert_eq!(passport, (KycStatus::Approved, OfacStatus::Approved));
    }
}
