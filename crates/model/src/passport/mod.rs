//! The Passport-style platform: bodies of the calls under `/v1`.
//!
//! Ids are numbers, dates `MM/DD/YYYY`, times `MM/DD/YYYY HH:mm:ss`, money is a string of dollars such as `"0.00"`.

mod account;
mod code;
mod customer;
mod error;
mod linked_document;
mod list;
mod requirement;
mod webhook;

pub use account::{
    Account, AccountClosing, AccountStatus, AccountUpdate, Amount, NewAccount, OutstandingBalanceInstruction,
    RoutableAccount,
};
pub use code::PassportCode;
pub use customer::{BeneficialOwner, Business, Customer, CustomerStatus, CustomerType, Individual, MailingAddress};
pub use error::{FieldMessage, PassportError};
pub use linked_document::{
    AcceptanceDetails, AcceptanceMode, AcceptedBy, AcceptedLinkedDocument, LinkedDocument, LinkedDocuments,
    SignedDocument, StoredDocument,
};
pub use list::{Criteria, Filter, ListPage, ListRequest, SortOptions};
pub use requirement::missing_for_deposit;
pub use webhook::{ACCOUNT_STATUS_CHANGED, AccountEvent, AccountEventResource, Notice};
