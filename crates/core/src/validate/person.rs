//! A person.

use portico_model::FieldCode;
use portico_model::netspend::{Address, GovernmentIdType};
use zeroize::Zeroizing;

use super::address::check_address;
use super::birth_date::check_birth_date;
use super::email::check_email;
use super::input::{GovernmentIdInput, PersonInput};
use super::name::check_name;
use super::phone::check_phone;
use super::ssn::check_ssn;
use super::wrong::Wrong;
use crate::call::request::{secret_bytes, secret_object};
use crate::fault::Fault;
use crate::pii::Pii;
use crate::time::CivilDate;

/// A person in the wire's form.
pub(crate) struct CheckedPerson {
    pub(crate) first_name: String,
    pub(crate) middle_name: Option<String>,
    pub(crate) last_name: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) address: Address,
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
    let first_name = wrong.take("firstName", check_name(input.first_name.expose()));
    let middle_name = wrong.take("middleName", check_middle_name(input.middle_name.as_ref()));
    let last_name = wrong.take("lastName", check_name(input.last_name.expose()));
    let email = wrong.take("email", check_email(input.email.expose()));
    let phone = wrong.take("phone", check_phone(input.phone.expose()));
    let address = check_address(&input.address, &mut wrong);
    let date_of_birth = wrong.take("dateOfBirth", check_birth_date(input.date_of_birth.expose(), today));
    let government_id = check_government_id(&input.government_id, &mut wrong);
    let checked = (|| {
        Some(CheckedPerson {
            first_name: first_name?.to_owned(),
            middle_name: middle_name?.map(ToOwned::to_owned),
            last_name: last_name?.to_owned(),
            email: email?.to_owned(),
            phone: phone?.expose().clone(),
            address: address?,
            secrets: write_secrets(date_of_birth?, government_id?.expose()),
        })
    })();
    wrong.end()?;
    checked.ok_or_else(|| portico_model::ErrorCode::InternalFault.into())
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
        assert_eq!(
            (person.first_name.as_str(), person.middle_name, person.phone.as_str()),
            ("Ada", None, "+15125550143")
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
        let fields: Vec<_> = fault.errors.iter().map(|error| (error.field.as_str(), error.code.as_str())).collect();
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
