//! People, what cures their checks, and expected use.

use portico_model::{
    ErrorCode as Code,
    netspend::{
        Answers, DocumentRequest, DocumentRequestList, ExpectedUse, IdentityScan, NewDocuments, NewPerson, Person,
        PersonPatch, SealedAnswers, SealedQuestions,
    },
};

use super::{ADDRESS, DOCUMENTS, NEW_PERSON, PATCH, PERSON, POST, PUT, read, write};
use crate::reference::operation::{Body, Content::Json, Operation, shape};

pub(super) const CALLS: &[Operation] = &[
    write(
        POST,
        ("People", "create_person", "/people"),
        "Adds a person to an account. A check that fails does not fail the call.",
        shape::<NewPerson>(),
        &[(201, Json(shape::<Person>()))],
        &[NEW_PERSON],
    ),
    write(
        POST,
        ("People", "create_person_by_alias", "/person"),
        "The same by its other documented name.",
        shape::<NewPerson>(),
        &[(201, Json(shape::<Person>()))],
        &[NEW_PERSON],
    ),
    read(
        ("People", "get_person", "/people/{id}"),
        "A person and where their checks stand.",
        &[(200, Json(shape::<Person>()))],
        &[PERSON],
    ),
    write(
        PATCH,
        ("People", "change_person", "/people/{id}"),
        "Changes what is given. Birth date and government id only before the checks have run.",
        shape::<PersonPatch>(),
        &[(200, Json(shape::<Person>()))],
        &[ADDRESS, PERSON, &[Code::ValidationFailed, Code::Unsealable, Code::PiiLocked, Code::AccountInactive]],
    ),
    read(
        ("Cures", "get_identity_questions", "/people/{id}/kyc/identity_questions"),
        "Questions that only the person can answer, sealed to the session. Open for ten minutes.",
        &[(200, Json(shape::<SealedQuestions>()))],
        &[PERSON, &[Code::KycStepNotDue, Code::AccountInactive]],
    ),
    write(
        PUT,
        ("Cures", "answer_identity_questions", "/people/{id}/kyc/identity_questions"),
        "Answers them. Right answers approve the person.",
        shape::<SealedAnswers>(),
        &[(200, Json(shape::<Person>()))],
        &[
            PERSON,
            &[
                Code::ValidationFailed,
                Code::Unsealable,
                Code::KycStepNotDue,
                Code::IdentityQuestionsExpired,
                Code::AccountInactive,
            ],
        ],
    ),
    read(
        ("Cures", "get_identity_scan", "/people/{id}/kyc/identity_scan"),
        "The newest scan of the identity document.",
        &[(200, Json(shape::<IdentityScan>()))],
        &[PERSON, &[Code::KycStepNotDue, Code::AccountInactive]],
    ),
    read(
        ("Cures", "list_document_requests", "/people/{id}/document_requests"),
        "Which documents the platform asks for.",
        &[(200, Json(shape::<DocumentRequestList>()))],
        &[PERSON],
    ),
    Operation {
        body: Body::Documents(shape::<NewDocuments>()),
        ..write(
            POST,
            ("Cures", "send_documents", "/document_requests/{id}/documents"),
            "Sends the first documents of a request, with sealed images of up to 10 MB each.",
            shape::<NewDocuments>(),
            &[(201, Json(shape::<DocumentRequest>()))],
            &[DOCUMENTS, &[Code::DocumentsAlreadySent]],
        )
    },
    Operation {
        body: Body::Documents(shape::<NewDocuments>()),
        ..write(
            PUT,
            ("Cures", "replace_documents", "/document_requests/{id}/documents"),
            "Puts others in their place.",
            shape::<NewDocuments>(),
            &[(200, Json(shape::<DocumentRequest>()))],
            &[DOCUMENTS, &[Code::DocumentsNotSent]],
        )
    },
    read(
        ("Expected use", "get_expected_use", "/people/{id}/expected_use"),
        "The questions of a demand deposit account. Other accounts have none.",
        &[(200, Json(shape::<ExpectedUse>()))],
        &[PERSON],
    ),
    write(
        PUT,
        ("Expected use", "answer_expected_use", "/people/{id}/expected_use"),
        "Answers them.",
        shape::<Answers>(),
        &[(200, Json(shape::<ExpectedUse>()))],
        &[PERSON, &[Code::ValidationFailed, Code::ExpectedUseNotApplicable, Code::AccountInactive]],
    ),
];
