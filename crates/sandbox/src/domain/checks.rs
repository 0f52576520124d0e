//! What the KYC and OFAC checks find, by the documented test values (contract section 5).

use portico_model::netspend::{GovernmentIdType, KycStatus, OfacStatus};
use serde::{Deserialize, Serialize};

/// How often a cure may fail before the person is rejected.
pub(crate) const CURE_TRIES: i64 = 3;

/// Where the checks ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) kyc: KycStatus,
    pub(crate) ofac: OfacStatus,
    /// What cures a conditional status.
    pub(crate) cure: Option<Cure>,
}

/// What a conditional person can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Cure {
    IdentityQuestions,
    ProvideDocuments,
    IdentityScan,
}

impl Outcome {
    /// Before the data suffices.
    pub(crate) const UNCHECKED: Self = Self { kyc: KycStatus::Unchecked, ofac: OfacStatus::Unchecked, cure: None };
}

/// Where both checks end for a government id. Both run: a rejected OFAC check says nothing about KYC.
pub(crate) fn run(kind: GovernmentIdType, value: &str) -> Outcome {
    let kyc = |kyc, cure| Outcome { kyc, ofac: OfacStatus::Approved, cure };
    let approved = kyc(KycStatus::Approved, None);
    if kind != GovernmentIdType::Ssn {
        return approved;
    }
    match value.get(value.len().saturating_sub(4)..) {
        Some("0001") => kyc(KycStatus::Conditional, Some(Cure::IdentityQuestions)),
        Some("0002") => kyc(KycStatus::Conditional, Some(Cure::ProvideDocuments)),
        Some("0003") => kyc(KycStatus::Conditional, Some(Cure::IdentityScan)),
        Some("0004") => kyc(KycStatus::Rejected, None),
        Some("0005") => Outcome { ofac: OfacStatus::Rejected, ..approved },
        Some("0006") => kyc(KycStatus::Pending, None),
        Some("0007") => kyc(KycStatus::Blocked, None),
        _ => approved,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_the_last_four_digits_ask_for() {
        use KycStatus::{Approved, Blocked, Conditional, Pending, Rejected};
        for (ssn, kyc, ofac, cure) in [
            ("219090001", Conditional, OfacStatus::Approved, Some(Cure::IdentityQuestions)),
            ("219090002", Conditional, OfacStatus::Approved, Some(Cure::ProvideDocuments)),
            ("219090003", Conditional, OfacStatus::Approved, Some(Cure::IdentityScan)),
            ("219090004", Rejected, OfacStatus::Approved, None),
            ("219090005", Approved, OfacStatus::Rejected, None),
            ("219090006", Pending, OfacStatus::Approved, None),
            ("219090007", Blocked, OfacStatus::Approved, None),
            ("219090008", Approved, OfacStatus::Approved, None),
        ] {
            assert_eq!(run(GovernmentIdType::Ssn, ssn), Outcome { kyc, ofac, cure }, "{ssn}");
        }
        let passport = run(GovernmentIdType::Passport, "A00000004");
        assert_eq!((passport.kyc, passport.ofac), (Approved, OfacStatus::Approved));
    }
}
