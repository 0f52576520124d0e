//! A person.

use portico_model::netspend::GovernmentIdType;
use portico_model::{ErrorCode, FieldCode};
use zeroize::Zeroizing;

use super::address::check_address;
use super::birth_date::check_birth_date;
use super::email::check_email;
use super::input::{GovernmentIdInput, PersonInput};
use super::name::check_name;
use super::phone::check_phone;
use super::ssn::check_ssn;
use super::wrong::{Form, Wrong};
use crate::call::request::{secret_bytes, secret_object};
use crate::fault::Fault;
use crate::json::ObjectText;
use crate::pii::Pii;
use crate::time::CivilDate;

/// A person in the wire's form.
pub(crate) struct CheckedPerson {
    /// Contact data.
    pub(crate) clear: ObjectText,
    /// JSON of birth date and government id, to be sealed.
    pub(crate) secrets: Pii<Vec<u8>>,
}

/// Checks a person by the platform's `today`.
///
/// # Errors
/// `validation_failed` with all that is wrong.
pub(crate) fn check_person(input: &PersonInput, today: CivilDate) -> Result<CheckedPerson, Fault> {
    // Exposed to be checked. Contact data goes on clear in the body of its own call; birth date and government id go on
    // in `secrets` alone.
    let mut wrong = Wrong::default();
    let phone = check_phone(input.phone.expose());
    let clear = Form { members: ObjectText::new(), wrong: &mut wrong }
        .text("first_name", "firstName", check_name(input.first_name.expose()))
        .optional("middle_name", "middleName", check_middle_name(input.middle_name.as_ref()))
        .text("last_name", "lastName", check_name(input.last_name.expose()))
        .text("email", "email", check_email(input.email.expose()))
        .text("phone", "phone", phone.as_ref().map(|phone| phone.expose().as_str()).map_err(|code| *code))
        .members;
    let address = check_address(&input.address, &mut wrong);
    let date_of_birth = wrong.take("dateOfBirth", check_birth_date(input.date_of_birth.expose(), today));
    let government_id = check_government_id(&input.government_id, &mut wrong);
    wrong.end()?;
    let (Some(date_of_birth), Some(ssn)) = (date_of_birth, government_id) else {
        return Err(ErrorCode::InternalFault.into());
    };
    Ok(CheckedPerson { clear: clear.raw("address", &address), secrets: write_secrets(date_of_birth, ssn.expose()) })
}

fn check_middle_name(name: Option<&Pii<String>>) -> Result<Option<&str>, FieldCode> {
    match name.map(|name| name.expose().trim_ascii()) {
        None | Some("") => Ok(None),
        Some(name) => check_name(name).map(Some),
    }
}

fn check_government_id(input: &GovernmentIdInput, wrong: &mut Wrong) -> Option<Pii<String>> {
    if input.kind != GovernmentIdType::Ssn {
        wrong.note("governmentId.type", FieldCode::OptionUnknown);
        return None;
    }
    wrong.take("governmentId.value", check_ssn(input.value.expose()))
}

fn write_secrets(date_of_birth: &str, ssn: &str) -> Pii<Vec<u8>> {
    let id = Zeroizing::new(secret_object().text("type", "ssn").text("value", ssn).end());
    secret_bytes(secret_object().text("date_of_birth", date_of_birth).raw("government_id", &id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::AddressInput;

    const TODAY: CivilDate = CivilDate { year: 2026, month: 11, day: 21 };

    fn ada() -> PersonInput {
        PersonInput {
            first_name: " Ada ".into(),
            middle_name: Some("".into()),
            last_name: "Lovelace".into(),
            email: "ada@example.com".into(),
            phone: "(512) 555-0143".into(),
            address: AddressInput {
                line1: "1 Main St".into(),
                line2: None,
                city: "Austin".into(),
                state: "TX".into(),
                postal_code: "78701".into(),
                country: None,
            },
            date_of_birth: "1990-12-10".into(),
            government_id: GovernmentIdInput { kind: GovernmentIdType::Ssn, value: "123-45-6789".into() },
        }
    }

    #[test]
    fn keeps_contact_and_sealed_data_apart() {
        let person = check_person(&ada(), TODAY).unwrap();
        let address = r#"{"line1":"1 Main St","city":"Austin","state":"TX","postal_code":"78701","country":"US"}"#;
        assert_eq!(
            person.clear.end(),
            [
                r#"{"first_name":"Ada","last_name":"Lovelace","email":"ada@example.com","phone":"+15125550143","address":"#,
                address,
                "}"
            ]
            .concat()
        );
        let secrets = std::str::from_utf8(person.secrets.expose()).unwrap();
        assert_eq!(secrets, r#"{"date_of_birth":"1990-12-10","government_id":{"type":"ssn","value":"123456789"}}"#);
    }

    #[test]
    fn tells_all_that_is_wrong_in_the_names_of_the_package_and_repeats_no_value() {
        let input = PersonInput {
            first_name: "m4rk".into(),
            last_name: "".into(),
            email: "mark".into(),
            phone: "mark".into(),
            date_of_birth: "2012-01-01".into(),
            government_id: GovernmentIdInput { kind: GovernmentIdType::Ssn, value: "mark".into() },
            ..ada()
        };
        let fault = check_person(&input, TODAY).err().unwrap();
        let fields: Vec<_> = fault.errors.iter().map(|error| (error.field.as_str(), &*error.code)).collect();
        assert_eq!(
            fields,
            [
                ("firstName", "name_form"),
                ("lastName", "required"),
                ("email", "email_form"),
                ("phone", "phone_form"),
                ("dateOfBirth", "under_age"),
                ("governmentId.value", "ssn_form"),
            ]
        );
        let text = format!("{fault} {fault:?} {input:?}");
        assert!(!text.contains("mark") && !text.contains("m4rk") && !text.contains("2012"), "{text}");
    }

    #[test]
    fn takes_no_other_government_id_for_now() {
        let government_id = GovernmentIdInput { kind: GovernmentIdType::Passport, value: "C01234567".into() };
        let fault = check_person(&PersonInput { government_id, ..ada() }, TODAY).err().unwrap();
        assert_eq!(fault.errors[0].field, "governmentId.type");
    }
}
