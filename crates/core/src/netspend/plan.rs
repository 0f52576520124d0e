//! What an operation sends: checked, and before anything is sent.

use portico_model::id::{AccountId, PersonId, ProvidedId, VerificationId};
use portico_model::netspend::{
    AccountContextRef, Address, AgreementAcceptance, AgreementSearch, Answers, BrandSearch, CLICKWRAP, CvcSecret,
    IdentityContext, NewAccount, NewPerson, NewPhysicalCard, NewPin, NewVerification, PinSecret, Relationship, Sealed,
    VerificationType,
};
use portico_model::{ErrorCode, FieldCode};
use zeroize::Zeroize;

use super::files;
use super::operation::Operation;
use crate::call::request::{Body, Call, Sealing, secret_json};
use crate::encoding::json;
use crate::fault::Fault;
use crate::pii::Pii;
use crate::time::{CivilDate, write_rfc3339};
use crate::validate::{AddressInput, PersonInput, Wrong, check_address, check_cvc, check_person, check_pin};

/// What planning needs beside the operation.
pub(crate) struct Setting<'a> {
    /// The platform's time.
    pub(crate) now_ms: i64,
    /// Where the gateway is.
    pub(crate) gateway_url: &'a str,
    /// The idempotency key, for a write.
    pub(crate) key: String,
}

/// The call of an operation.
///
/// # Errors
/// `validation_failed` with all wrong fields; `unexpected_answer` for an agreement whose file is not the gateway's.
pub(crate) fn plan(operation: &Operation, setting: Setting<'_>) -> Result<Call, Fault> {
    let Setting { now_ms, gateway_url, key } = setting;
    Ok(match operation {
        Operation::CreateAccount { provided_id } => {
            let context =
                AccountContextRef { kind: "provided".to_owned(), provided_id: ProvidedId(provided_id.clone()) };
            let new = NewAccount { account_context: Some(context), provided_id: None, parent_account_id: None };
            Call::write("POST", &["accounts"], Body::Clear(json(&new)?), key)
        }
        Operation::ReadAccount { account_id } => Call::get(&["accounts", account_id]),
        Operation::CreatePerson { account_id, person } => {
            Call::write("POST", &["people"], seal_person(account_id, person, now_ms)?, key)
        }
        Operation::ReadPerson { person_id } => Call::get(&["people", person_id]),
        Operation::SearchAgreements { provided_id } => {
            let question = AgreementSearch { provided_id: ProvidedId(provided_id.clone()) };
            Call::search(&["agreements", "search"], json(&question)?)
        }
        Operation::ReadAgreement { agreement_id } => Call::get(&["agreements", agreement_id]),
        Operation::ReadAgreementText { agreement } => {
            let path = files::path(agreement, gateway_url).ok_or(ErrorCode::UnexpectedAnswer)?;
            Call { path, accept: "text/*", ..Call::get(&[]).sessionless() }
        }
        Operation::ReadAcceptedAgreements { person_id } => Call::get(&["people", person_id, "agreements"]),
        Operation::AcceptAgreement { person_id, agreement_id, document_sha256, locale } => {
            let mut wrong = Wrong::default();
            if !is_sha256(document_sha256) {
                wrong.note("documentSha256", FieldCode::WrongType);
            }
            wrong.end()?;
            let acceptance = AgreementAcceptance {
                accepted_at: write_rfc3339(now_ms),
                locale: locale.clone(),
                document_sha256: document_sha256.clone(),
                acceptance_mode: CLICKWRAP.to_owned(),
            };
            let path = ["people", person_id, "agreements", agreement_id];
            Call::write("PUT", &path, Body::Clear(json(&acceptance)?), key)
        }
        Operation::ReadExpectedUse { person_id } => Call::get(&["people", person_id, "expected_use"]),
        Operation::AnswerExpectedUse { person_id, answers } => {
            let body = Body::Clear(json(&Answers { answers: answers.clone() })?);
            Call::write("PUT", &["people", person_id, "expected_use"], body, key)
        }
        Operation::SearchBrands { person_id } => {
            let question = BrandSearch { person_id: PersonId(person_id.clone()) };
            Call::search(&["cards", "brands", "search"], json(&question)?)
        }
        Operation::OrderPhysicalCard { account_id, person_id, brand_name, address } => {
            let order = NewPhysicalCard {
                account_id: AccountId(account_id.clone()),
                person_id: PersonId(person_id.clone()),
                brand_name: brand_name.clone(),
                address: checked_address(address)?,
            };
            Call::write("POST", &["cards", "physical"], Body::Clear(json(&order)?), key)
        }
        Operation::ReadCard { card_id } => Call::get(&["cards", card_id]),
        Operation::VerifyCard { card_id, cvc } => {
            Call::write("POST", &["cards", card_id, "verifications"], seal_cvc(card_id, cvc)?, key)
        }
        Operation::SetPin { card_id, verification_id, pin } => {
            Call::write("PUT", &["cards", card_id, "pin"], seal_pin(card_id, verification_id, pin)?, key)
        }
    })
}

fn seal_person(account_id: &str, person: &PersonInput, now_ms: i64) -> Result<Body, Fault> {
    let checked = check_person(person, CivilDate::of_unix_seconds(now_ms.div_euclid(1000)))?;
    let new = NewPerson {
        first_name: checked.first_name,
        middle_name: checked.middle_name,
        last_name: checked.last_name,
        relationship: Relationship::Primary,
        identity_context: IdentityContext { kind: "account".to_owned(), account_id: AccountId(account_id.to_owned()) },
        email: Some(checked.email),
        phone: Some(checked.phone),
        address: Some(checked.address),
        encrypted_data: None,
    };
    Ok(Body::Sealing(Sealing {
        use_: ["person:", account_id].concat(),
        secret: checked.secrets,
        write: Box::new(move |sealed: Sealed| json(&NewPerson { encrypted_data: Some(sealed), ..new.clone() })),
    }))
}

fn checked_address(address: &AddressInput) -> Result<Address, Fault> {
    let mut wrong = Wrong::default();
    let checked = check_address(address, &mut wrong);
    wrong.end()?;
    checked.ok_or_else(|| ErrorCode::InternalFault.into())
}

fn seal_cvc(card_id: &str, cvc: &Pii<String>) -> Result<Body, Fault> {
    let mut wrong = Wrong::default();
    // Exposed to be checked and sealed.
    wrong.take("cvc", check_cvc(cvc.expose()));
    wrong.end()?;
    let mut secret = CvcSecret { verification_value: cvc.expose().clone() };
    let text = secret_json(&secret);
    secret.verification_value.zeroize();
    Ok(Body::Sealing(Sealing {
        use_: ["cvc:", card_id].concat(),
        secret: text?,
        write: Box::new(|encrypted_data: Sealed| {
            json(&NewVerification { kind: VerificationType::Cvc, encrypted_data })
        }),
    }))
}

fn seal_pin(card_id: &str, verification_id: &str, pin: &Pii<String>) -> Result<Body, Fault> {
    let mut wrong = Wrong::default();
    // Exposed to be checked and sealed.
    wrong.take("pin", check_pin(pin.expose()));
    wrong.end()?;
    let mut secret = PinSecret { pin: pin.expose().clone() };
    let text = secret_json(&secret);
    secret.pin.zeroize();
    let verification_id = VerificationId(verification_id.to_owned());
    Ok(Body::Sealing(Sealing {
        use_: ["pin:", card_id].concat(),
        secret: text?,
        write: Box::new(move |encrypted_data: Sealed| {
            json(&NewPin { verification_id: verification_id.clone(), encrypted_data })
        }),
    }))
}

/// Whether a text is a SHA-256 in lower-case hex.
pub(crate) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}
