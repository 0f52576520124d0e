//! The rules of a person's fields, for whoever creates or changes one.

use portico_model::{
    ErrorCode,
    netspend::{Address, PersonSecrets},
};

use crate::{
    clock::day,
    domain::{
        fields::{self, Errors},
        government_id,
    },
    http::Refusal,
};

/// What a call says about a person. A member that is absent is not looked at.
#[derive(Default)]
pub(super) struct PersonFields<'a> {
    pub(super) first_name: Option<&'a str>,
    pub(super) middle_name: Option<&'a str>,
    pub(super) last_name: Option<&'a str>,
    pub(super) email: Option<&'a str>,
    pub(super) phone: Option<&'a str>,
    pub(super) address: Option<&'a Address>,
    pub(super) secrets: Option<&'a PersonSecrets>,
}

impl PersonFields<'_> {
    /// Notes everything that is wrong. An address with a code of its own ends it at once.
    pub(super) fn check(&self, errors: &mut Errors, now: i64) -> Result<(), ErrorCode> {
        errors.note("/first_name", self.first_name.and_then(fields::check_name));
        errors.note("/middle_name", self.middle_name.and_then(fields::check_name));
        errors.note("/last_name", self.last_name.and_then(fields::check_name));
        errors.note("/email", self.email.and_then(fields::check_email));
        errors.note("/phone", self.phone.and_then(fields::check_phone));
        if let Some(address) = self.address {
            fields::check_address(address, "/address", errors)?;
        }
        let Some(secrets) = self.secrets else { return Ok(()) };
        let born = secrets.date_of_birth.as_deref();
        errors.note("/encrypted_data/date_of_birth", born.and_then(|text| fields::check_birth_date(text, day(now))));
        let id = secrets.government_id.as_ref();
        errors.note("/encrypted_data/government_id/value", id.and_then(|id| government_id::check(id.kind, &id.value)));
        Ok(())
    }
}

/// A refusal if anything was noted.
pub(super) fn refuse_if_any(errors: Errors) -> Result<(), Refusal> {
    match errors.into_list() {
        list if list.is_empty() => Ok(()),
        list => Err(Refusal::fields(ErrorCode::ValidationFailed, list)),
    }
}
