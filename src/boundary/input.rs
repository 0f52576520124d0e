//! The arguments that more than one call takes.

use portico_core::{
    StepInput,
    onboarding::ShownAgreement,
    validate::{AddressInput, GovernmentIdInput, PersonInput},
};
use portico_model::{
    FieldCode,
    netspend::{AgreementFile, Answer, GovernmentIdType},
};

use super::fields::Fields;

/// `NewPerson` of index.d.ts.
pub(crate) fn person(fields: &mut Fields<'_>) -> PersonInput {
    PersonInput {
        first_name: fields.typed("firstName"),
        middle_name: fields.optional_typed("middleName"),
        last_name: fields.typed("lastName"),
        email: fields.typed("email"),
        phone: fields.typed("phone"),
        address: fields.object("address", address),
        date_of_birth: fields.typed("dateOfBirth"),
        government_id: fields.object("governmentId", government_id),
    }
}

fn government_id(fields: &mut Fields<'_>) -> GovernmentIdInput {
    let kind = match fields.text("type").as_str() {
        "passport" => GovernmentIdType::Passport,
        "non_us_passport" => GovernmentIdType::NonUsPassport,
        // A blank one is a fault already.
        "ssn" | "" => GovernmentIdType::Ssn,
        _ => {
            fields.fault::<()>("type", FieldCode::OptionUnknown);
            GovernmentIdType::Ssn
        }
    };
    GovernmentIdInput { kind, value: fields.typed("value") }
}

/// `Address` of index.d.ts.
pub(crate) fn address(fields: &mut Fields<'_>) -> AddressInput {
    AddressInput {
        line1: fields.typed("line1"),
        line2: fields.optional_typed("line2"),
        city: fields.typed("city"),
        state: fields.typed("state"),
        postal_code: fields.typed("postalCode"),
        country: fields.optional_typed("country"),
    }
}

/// `Answer[]` of index.d.ts.
pub(crate) fn answers(fields: &mut Fields<'_>) -> Vec<Answer> {
    fields
        .list("answers", |answer| Answer { question_id: answer.text("questionId"), option_id: answer.text("optionId") })
}

/// The files of an `Agreement` of index.d.ts: one that we gave out, so what the page added to it is left alone.
pub(crate) fn agreement_files(fields: &mut Fields<'_>) -> Vec<AgreementFile> {
    fields.text("id");
    let files = fields.list("documents", |document| {
        document.text("type");
        document.list("files", |file| AgreementFile { content_type: file.text("contentType"), url: file.text("url") })
    });
    fields.ignore_the_rest();
    files.into_iter().flatten().collect()
}

/// `StepInput` of index.d.ts. `None` for a kind that no step has.
pub(crate) fn step(fields: &mut Fields<'_>) -> Option<StepInput> {
    Some(match fields.text("kind").as_str() {
        "person_details" => StepInput::PersonDetails(Box::new(person(fields))),
        "accept_agreements" => StepInput::AcceptAgreements {
            accepted: fields.flag("accepted"),
            agreements: fields.list("agreements", |shown| ShownAgreement {
                id: shown.text("id"),
                document_sha256: shown.text("documentSha256"),
            }),
        },
        "expected_use" => StepInput::ExpectedUse { answers: answers(fields) },
        "order_card" => {
            StepInput::OrderCard { brand_name: fields.text("brandName"), address: fields.object("address", address) }
        }
        "activate_card" => StepInput::ActivateCard { cvc: fields.typed("cvc"), pin: fields.typed("pin") },
        _ => {
            fields.ignore_the_rest();
            return fields.fault("kind", FieldCode::OptionUnknown);
        }
    })
}
