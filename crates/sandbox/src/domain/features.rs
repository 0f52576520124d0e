//! What each feature asks for: one pure function of where a person stands (contract section 1.10).

use portico_model::netspend::{FeatureGate, FeatureName};

/// Where a person stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    pub(crate) is_account_active: bool,
    pub(crate) has_active_card: bool,
    /// Whether the account owes money.
    pub(crate) is_overdrawn: bool,
    /// Both checks.
    pub(crate) is_approved: bool,
    pub(crate) has_ssn: bool,
    pub(crate) has_email: bool,
    pub(crate) has_esign: bool,
    /// Whether the session is this person's.
    pub(crate) is_own_session: bool,
    /// Whether the person agrees to electronic communications, which an enrolment says.
    pub(crate) consents: bool,
}

impl Facts {
    /// What is missing for `feature`, in the order in which it is best brought.
    pub(crate) fn missing(&self, feature: FeatureName, is_offered: bool) -> Vec<FeatureGate> {
        use FeatureGate as Gate;
        let all = [
            (is_offered, Gate::NotOffered),
            (self.is_account_active, Gate::AccountInactive),
            (self.is_own_session, Gate::PersonSessionRequired),
            (self.has_active_card, Gate::CardNotActivated),
        ];
        let own: &[(bool, Gate)] = match feature {
            FeatureName::Savings => &[
                (!self.is_overdrawn, Gate::NegativeBalance),
                (self.has_ssn, Gate::SsnMissing),
                (self.consents, Gate::ECommunicationsConsentMissing),
            ],
            FeatureName::BankTransfer => &[
                (self.is_approved, Gate::KycNotApproved),
                (self.has_email, Gate::EmailMissing),
                (self.has_ssn, Gate::SsnMissing),
                (self.has_esign, Gate::EsignNotAccepted),
            ],
            // The person session, which all of them ask for.
            FeatureName::MeToMe => &[],
        };
        all.iter().chain(own).filter(|(holds, _)| !holds).map(|(_, gate)| *gate).collect()
    }
}

#[cfg(test)]
mod tests {
    use FeatureGate as Gate;
    use FeatureName::{BankTransfer, MeToMe, Savings};

    use super::*;

    const ALL: Facts = Facts {
        is_account_active: true,
        has_active_card: true,
        is_overdrawn: false,
        is_approved: true,
        has_ssn: true,
        has_email: true,
        has_esign: true,
        is_own_session: true,
        consents: true,
    };

    #[test]
    fn each_feature_asks_for_its_own_and_all_for_an_account_a_session_and_a_card() {
        for feature in FeatureName::ALL {
            assert_eq!(ALL.missing(feature, true), [], "{feature:?}");
            assert_eq!(ALL.missing(feature, false), [Gate::NotOffered]);
        }
        let table: [(Facts, Gate, &[FeatureName]); 9] = [
            (Facts { is_account_active: false, ..ALL }, Gate::AccountInactive, &FeatureName::ALL),
            (Facts { has_active_card: false, ..ALL }, Gate::CardNotActivated, &FeatureName::ALL),
            (Facts { is_own_session: false, ..ALL }, Gate::PersonSessionRequired, &FeatureName::ALL),
            (Facts { is_overdrawn: true, ..ALL }, Gate::NegativeBalance, &[Savings]),
            (Facts { consents: false, ..ALL }, Gate::ECommunicationsConsentMissing, &[Savings]),
            (Facts { has_ssn: false, ..ALL }, Gate::SsnMissing, &[Savings, BankTransfer]),
            (Facts { is_approved: false, ..ALL }, Gate::KycNotApproved, &[BankTransfer]),
            (Facts { has_email: false, ..ALL }, Gate::EmailMissing, &[BankTransfer]),
            (Facts { has_esign: false, ..ALL }, Gate::EsignNotAccepted, &[BankTransfer]),
        ];
        for (facts, gate, askers) in table {
            for feature in [Savings, BankTransfer, MeToMe] {
                let expected = if askers.contains(&feature) { vec![gate] } else { Vec::new() };
                assert_eq!(facts.missing(feature, true), expected, "{gate:?} {feature:?}");
            }
        }
    }
}
