//! The calls of the contract's section 1, as data.

use portico_model::{ErrorCode as Code, netspend as wire};

use super::operation::{Access, Body, Content, Operation, Shape, shape};

mod cards;
mod people;
mod visits;

/// What stands inside sealed values: no call has it in the clear.
pub(super) const SEALED: &[Shape] = &[
    shape::<wire::DeviceStatement>(),
    shape::<wire::SessionGrant>(),
    shape::<wire::PersonSecrets>(),
    shape::<wire::IdentityQuestions>(),
    shape::<wire::IdentityAnswers>(),
    shape::<wire::DocumentImages>(),
    shape::<wire::CvcSecret>(),
    shape::<wire::PinSecret>(),
    shape::<wire::CardSecrets>(),
];

const GET: &str = "GET";
const POST: &str = "POST";
const PUT: &str = "PUT";
const PATCH: &str = "PATCH";

/// A call that changes nothing.
const fn read(
    (subject, id, place): (&'static str, &'static str, &'static str),
    summary: &'static str,
    answers: &'static [(u16, Content)],
    errors: &'static [&'static [Code]],
) -> Operation {
    let (access, body) = (Access::Bearer, Body::Nothing);
    Operation { method: GET, place, id, subject, summary, access, body, answers, takes_key: false, errors }
}

/// A call that changes something, under a key.
const fn write(
    method: &'static str,
    (subject, id, place): (&'static str, &'static str, &'static str),
    summary: &'static str,
    body: Shape,
    answers: &'static [(u16, Content)],
    errors: &'static [&'static [Code]],
) -> Operation {
    let (access, body) = (Access::Bearer, Body::Json(body));
    Operation { method, place, id, subject, summary, access, body, answers, takes_key: true, errors }
}

/// A card that something is done with.
const USABLE: &[Code] =
    &[Code::CardNotFound, Code::AccountNotFound, Code::SessionForbidden, Code::AccountInactive, Code::CardClosed];
/// Ordering a card.
const ORDER: &[Code] = &[
    Code::PersonNotFound,
    Code::AccountNotFound,
    Code::SessionForbidden,
    Code::AccountInactive,
    Code::KycNotApproved,
    Code::BrandNotAvailable,
    Code::CardNotFound,
    Code::CardNotClosed,
    Code::CardAlreadyReplaced,
];
/// Adding a person.
const NEW_PERSON: &[Code] = &[
    Code::ValidationFailed,
    Code::Unsealable,
    Code::AccountInactive,
    Code::AccountNotNew,
    Code::PrimaryPersonRequired,
    Code::OnboardingAlreadyBegun,
    Code::AddressCanadianNotAllowed,
    Code::AddressGeneralDeliveryNotAllowed,
    Code::AddressHasComponentMismatch,
    Code::AccountNotFound,
    Code::SessionForbidden,
];
/// Sending documents.
const DOCUMENTS: &[Code] = &[
    Code::ValidationFailed,
    Code::Unsealable,
    Code::DocumentRequestNotFound,
    Code::KycStepNotDue,
    Code::AccountInactive,
    Code::PersonNotFound,
    Code::AccountNotFound,
    Code::SessionForbidden,
];
/// An address.
const ADDRESS: &[Code] =
    &[Code::AddressCanadianNotAllowed, Code::AddressGeneralDeliveryNotAllowed, Code::AddressHasComponentMismatch];
/// A person that the call names.
const PERSON: &[Code] = &[Code::PersonNotFound, Code::AccountNotFound, Code::SessionForbidden];
/// An account that the call names.
const ACCOUNT: &[Code] = &[Code::AccountNotFound, Code::SessionForbidden];

/// Every call.
pub(super) fn operations() -> impl Iterator<Item = &'static Operation> {
    [visits::CALLS, people::CALLS, cards::CALLS].into_iter().flatten()
}
