//! The words of this wire's enums by themselves, for whoever reads an answer without serde: a browser.

use super::{
    AccountState, AccountType, CardStatus, CardType, KycStatus, LockStatus, OfacStatus, PersonStatus, ShippingStatus,
    SourceType, WorkflowStepName,
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
    KycStatus: "unchecked" => Unchecked, "pending" => Pending, "approved" => Approved, "conditional" => Conditional,
        "rejected" => Rejected, "blocked" => Blocked;
    LockStatus: "unlocked" => Unlocked, "locked" => Locked;
    OfacStatus: "unchecked" => Unchecked, "approved" => Approved, "rejected" => Rejected;
    PersonStatus: "inactive" => Inactive, "active" => Active, "closed" => Closed;
    ShippingStatus: "pending" => Pending, "shipped" => Shipped, "delivered" => Delivered;
    SourceType: "account" => Account, "person" => Person;
    WorkflowStepName: "kyc_data" => KycData, "identity_questions" => IdentityQuestions,
        "identity_review_pending" => IdentityReviewPending, "identity_scan" => IdentityScan,
        "provide_documents" => ProvideDocuments, "primary_person_kyc_approve" => PrimaryPersonKycApprove,
        "accept_agreement" => AcceptAgreement, "expected_use" => ExpectedUse, "unknown" => Unknown;
}
