//! Values out, exactly as index.d.ts has them: names in camel case, and no member that it doesn't promise.

mod account;
mod agreement;
mod call;
mod card;
mod fault;
mod json;
mod person;
mod question;
mod session;
mod step;

pub(crate) use account::Account;
pub(crate) use agreement::{Agreement, AgreementReceipt, AgreementText};
pub(crate) use call::CallRecord;
pub(crate) use card::{Brand, Card, Verification};
pub(crate) use fault::Fault;
pub(crate) use json::{all, json};
pub(crate) use person::Person;
pub(crate) use question::Question;
pub(crate) use session::{SessionInfo, state};
pub(crate) use step::{Ids, Step};
