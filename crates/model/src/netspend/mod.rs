//! The Netspend-style platform: bodies of the calls under `/netspend-api/v1`.
//!
//! Times are RFC 3339 in UTC, dates `YYYY-MM-DD`, money is a string of dollars such as `"0.00"`.

mod account;
mod agreement;
mod authorization;
mod card;
mod card_use;
mod expected_use;
mod feature;
mod kyc;
mod person;
mod sealed;
mod session;
mod webhook;
mod words;

pub use account::{
    Account, AccountContext, AccountContextRef, AccountState, AccountType, Balance, CardSummary, ContextProgram,
    ContextTerm, NewAccount, Workflow, WorkflowName, WorkflowStep, WorkflowStepName,
};
pub use agreement::{
    Agreement, AgreementAcceptance, AgreementDocument, AgreementFile, AgreementList, AgreementReceipt, AgreementSearch,
    AgreementType, CLICKWRAP,
};
pub use authorization::{AuthorizationCode, NewAuthorizationCode, Redeemed, Redemption};
pub use card::{
    Brand, BrandList, BrandSearch, Card, CardStatus, CardType, LockStatus, NewPhysicalCard, NewPin, NewVerification,
    Shipping, ShippingStatus, Verification, VerificationType,
};
pub use card_use::{
    CardClosure, CardLock, CloseReason, NewCard, NewWalletToken, SealedCardSecrets, Wallet, WalletToken,
    WalletTokenStatus,
};
pub use expected_use::{Answer, Answers, ExpectedUse, Question, QuestionOption, QuestionType};
pub use feature::{Feature, FeatureGate, FeatureList, FeatureName, FeatureState, NewEnrollment};
pub use kyc::{
    AnswerOption, DocumentImages, DocumentRequest, DocumentRequestList, DocumentRequestStatus, IdentityAnswer,
    IdentityAnswers, IdentityQuestion, IdentityQuestions, IdentityScan, IdentityScanStatus, NewDocument, NewDocuments,
    SealedAnswers, SealedQuestions,
};
pub use person::{
    Address, IdentityContext, KycStatus, NewPerson, OfacStatus, Person, PersonPatch, PersonStatus, Relationship,
};
pub use sealed::{CardSecrets, CvcSecret, GovernmentId, GovernmentIdType, PersonSecrets, PinSecret, Sealed};
pub use session::{
    AccessToken, DeviceStatement, NewSession, Session, SessionGrant, SessionInit, SessionPatch, SourceType,
};
pub use webhook::WebhookEvent;
