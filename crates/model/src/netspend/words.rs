//! The words of this wire's enums by themselves, for whoever reads an answer without serde: a browser.

use super::{
    AccountState, AccountType, CardStatus, CardType, CloseReason, FeatureGate, FeatureName, FeatureState, KycStatus,
    LockStatus, OfacStatus, PersonStatus, ShippingStatus, SourceType, Wallet, WorkflowStepName,
};

macro_rules! words {
    ($($name:ident: $($word:literal => $variant:ident),*;)*) => {
        $(impl $name {
            /// Every word that it has on the wire.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// What `word` means; `None` for a word that it doesn't have.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }

            /// The word on the wire.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        })*

        #[cfg(test)]
        #[test]
        fn every_word_is_the_one_that_serde_has() {
            $(for word in $name::WORDS {
                let value = $name::from_word(word).unwrap();
                assert_eq!(serde_json::to_value(value).unwrap(), *word);
                assert_eq!(value.word(), *word);
            })*
        }
    };
}

words! {
    AccountState: "new" => New, "active" => Active, "closed" => Closed;
    AccountType: "dda" => Dda, "gpr" => Gpr;
    CardStatus: "unactivated" => Unactivated, "active" => Active, "closed" => Closed;
    CardType: "physical" => Physical, "virtual" => Virtual, "digital" => Digital;
    CloseReason: "lost" => Lost, "stolen" => Stolen, "damaged" => Damaged, "not_needed" => NotNeeded;
    FeatureGate: "not_offered" => NotOffered, "account_inactive" => AccountInactive,
        "card_not_activated" => CardNotActivated, "negative_balance" => NegativeBalance,
        "kyc_not_approved" => KycNotApproved, "ssn_missing" => SsnMissing, "email_missing" => EmailMissing,
        "esign_not_accepted" => EsignNotAccepted,
        "e_communications_consent_missing" => ECommunicationsConsentMissing,
        "person_session_required" => PersonSessionRequired;
    FeatureName: "savings" => Savings, "bank_transfer" => BankTransfer, "me_to_me" => MeToMe;
    FeatureState: "not_eligible" => NotEligible, "eligible" => Eligible, "enrolled" => Enrolled;
    KycStatus: "unchecked" => Unchecked, "pending" => Pending, "approved" => Approved, "conditional" => Conditional,
        "rejected" => Rejected, "blocked" => Blocked;
    LockStatus: "unlocked" => Unlocked, "locked" => Locked;
    OfacStatus: "unchecked" => Unchecked, "approved" => Approved, "rejected" => Rejected;
    PersonStatus: "inactive" => Inactive, "active" => Active, "closed" => Closed;
    ShippingStatus: "pending" => Pending, "shipped" => Shipped, "delivered" => Delivered;
    SourceType: "account" => Account, "person" => Person;
    Wallet: "apple_pay" => ApplePay, "google_pay" => GooglePay, "samsung_pay" => SamsungPay;
    WorkflowStepName: "kyc_data" => KycData, "identity_questions" => IdentityQuestions,
        "identity_review_pending" => IdentityReviewPending, "identity_scan" => IdentityScan,
        "provide_documents" => ProvideDocuments, "primary_person_kyc_approve" => PrimaryPersonKycApprove,
        "accept_agreement" => AcceptAgreement, "expected_use" => ExpectedUse, "unknown" => Unknown;
}
