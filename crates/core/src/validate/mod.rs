//! The page's inputs, checked before anything is sent: all that is wrong at once, each beside its field.
//!
//! The names of fields are those of the package's types, the codes those of the platform, so that a page shows both in
//! one way. What passes is in the wire's form: trimmed, digits without separators, phone in E.164, state in capitals.

mod address;
mod answers;
mod birth_date;
mod card;
#[cfg(test)]
mod cases;
mod check;
mod ein;
mod email;
mod name;
mod passport;
mod phone;
mod ssn;
mod state;
mod wrong;

pub(crate) use answers::check_answers;
pub(crate) use check::{check, check_word, is_sha256};
pub(crate) use wrong::Wrong;
