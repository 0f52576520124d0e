//! People (contract: section 1.6).

use portico_model::netspend::SourceType;

use super::shapes::PERSON;
use crate::call::shape::Expected;
use crate::call::{Call, Plan};
use crate::json::ObjectText;
use crate::validate::{CheckedPerson, PersonInput, check_person};

/// Checks a person by the platform's calendar, seals birth date and government id, and creates the primary person of an
/// account. A failed KYC check does not fail the call: look at the statuses. Fails with `validation_failed`, with all
/// wrong fields, before anything is sent, and with `account_not_new`.
#[must_use]
pub fn create_person(account_id: &str, person: PersonInput) -> Plan {
    let account_id = account_id.to_owned();
    Plan::Dated(Box::new(move |now| Ok(create_checked(&account_id, check_person(&person, now.today())?))))
}

/// The same with a person that was checked.
pub(crate) fn create_checked(account_id: &str, person: CheckedPerson) -> Call {
    let context = ObjectText::new().text("type", "account").text("account_id", account_id).end();
    let body = person.clear.text("relationship", "primary").raw("identity_context", &context);
    let call = Call::write("POST", &["people"], body, &Expected::One(PERSON));
    call.sealing(["person:", account_id], person.secrets).making(SourceType::Person)
}

/// Reads a person. Fails with `person_not_found`.
#[must_use]
pub fn person(person_id: &str) -> Call {
    Call::get(&["people", person_id], &Expected::One(PERSON))
}
