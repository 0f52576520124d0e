//! Requests for documents: listing them, sending the documents, and what the review makes of them.
//!
//! Images are of the sealed class. They are looked at in memory and dropped: what stays is type, length and a keyed hash.

use axum::extract::{Path, State as Shared};
use portico_model::{
    ErrorCode, FieldCode, FieldError,
    netspend::{DocumentImages, DocumentRequest, DocumentRequestList, DocumentRequestStatus, NewDocuments},
};
use serde_json::json;

use super::{approve, fail, require_cure};
use crate::{
    State,
    calls::{standing::settle_account, visibility::find_person},
    domain::{checks::Cure, images},
    http::{Answer, CallInfo, DocumentBody, Effect, Refusal, Request, Visitor, WriteCall, run_write},
    outbox::{Event, emit},
    store::{
        Connection, Hold,
        documents::{self, RequestRow, SideRow},
        people,
    },
};

/// What the sandbox asks documents for.
const PURPOSE: &str = "identity";
const TYPES: [&str; 4] = ["drivers_license", "state_id", "passport", "utility_bill"];
const MAX_DOCUMENTS: usize = 4;

pub(crate) async fn list(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Answer, Refusal> {
    let mut connection = state.store.read().await?;
    let person = find_person(&mut connection, &visitor, &id).await?;
    let rows = documents::of_person(&mut connection, &person.id).await?;
    Answer::ok(&DocumentRequestList { document_requests: rows.iter().map(wire).collect() })
}

/// `POST`: the first documents of a request.
pub(crate) async fn send(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    Path(id): Path<String>,
    DocumentBody(body): DocumentBody,
) -> Result<Answer, Refusal> {
    run_write::<SendDocuments>(state, visitor, call, (id, true), body).await
}

/// `PUT`: others in their place.
pub(crate) async fn replace(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    Path(id): Path<String>,
    DocumentBody(body): DocumentBody,
) -> Result<Answer, Refusal> {
    run_write::<SendDocuments>(state, visitor, call, (id, false), body).await
}

struct SendDocuments {
    request_id: String,
    is_first: bool,
    body: NewDocuments,
    images: Vec<DocumentImages>,
}

impl WriteCall for SendDocuments {
    /// The request, and whether these are its first documents.
    type Target = (String, bool);

    fn read((request_id, is_first): Self::Target, request: &mut Request<'_>) -> Result<Self, Refusal> {
        let body: NewDocuments = request.body()?;
        let code = match body.documents.len() {
            0 => Some(FieldCode::Required),
            1..=MAX_DOCUMENTS => None,
            _ => Some(FieldCode::TooLong),
        };
        if let Some(code) = code {
            return Err(Refusal::field("/documents", code));
        }
        let use_ = format!("document:{request_id}");
        let mut images = Vec::new();
        for (index, document) in body.documents.iter().enumerate() {
            let pointer = format!("/documents/{index}/encrypted_data");
            images.push(request.open_document(&pointer, &document.encrypted_data, &use_)?);
        }
        Ok(Self { request_id, is_first, body, images })
    }

    fn holds<'a>(&'a self, _: &'a Visitor) -> Vec<Hold<'a>> {
        vec![Hold::AccountOfDocumentRequest(&self.request_id)]
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        let found = documents::find(connection, &self.request_id).await?;
        let mut row = found.ok_or(ErrorCode::DocumentRequestNotFound)?;
        let person = find_person(connection, effect.visitor, row.person_id.as_str()).await?;
        require_cure(connection, &person, Cure::ProvideDocuments).await?;
        match (self.is_first, row.status == DocumentRequestStatus::Requested) {
            (true, true) | (false, false) => {}
            (true, false) => return Err(ErrorCode::DocumentsAlreadySent.into()),
            (false, true) => return Err(ErrorCode::DocumentsNotSent.into()),
        }
        let sides = self.check(effect.state)?;
        documents::replace_sides(connection, &row.id, &sides, effect.now).await?;
        set_status(connection, &mut row, DocumentRequestStatus::UnderReview, effect.now).await?;
        let (account_state, workflows) = settle_account(connection, &person.account_id, effect.now).await?;
        let answer = DocumentRequest { account_state: Some(account_state), workflows: Some(workflows), ..wire(&row) };
        if self.is_first { Answer::created(&answer) } else { Answer::ok(&answer) }
    }
}

impl SendDocuments {
    /// Looks at every field and every image, and gives what is remembered of them.
    fn check(&self, state: &State) -> Result<Vec<SideRow>, Refusal> {
        let mut errors = Vec::new();
        let mut note = |pointer: &str, code: Option<FieldCode>| {
            errors.extend(code.map(|code| FieldError::new(pointer, code)));
        };
        let mut sides = Vec::new();
        note("/purpose", (self.body.purpose != PURPOSE).then_some(FieldCode::OptionUnknown));
        for (index, (document, images)) in self.body.documents.iter().zip(&self.images).enumerate() {
            let base = format!("/documents/{index}");
            let is_type = TYPES.contains(&document.document_type.as_str());
            note(&format!("{base}/document_type"), (!is_type).then_some(FieldCode::OptionUnknown));
            let is_country =
                document.country.len() == 2 && document.country.bytes().all(|byte| byte.is_ascii_uppercase());
            note(&format!("{base}/country"), (!is_country).then_some(FieldCode::CountryForm));
            let back = match (&images.back_image_content_type, &images.back_image) {
                (Some(kind), Some(image)) => Some(("back", kind, image)),
                (None, None) => None,
                (Some(_), None) => {
                    note(&format!("{base}/encrypted_data/back_image"), Some(FieldCode::Required));
                    None
                }
                (None, Some(_)) => {
                    let pointer = format!("{base}/encrypted_data/back_image_content_type");
                    note(&pointer, Some(FieldCode::Required));
                    None
                }
            };
            let front = ("front", &images.front_image_content_type, &images.front_image);
            for (side, content_type, image) in [Some(front), back].into_iter().flatten() {
                let pointer = format!("{base}/encrypted_data/{side}_image");
                match images::decode(content_type, image) {
                    Ok(bytes) => sides.push(SideRow {
                        position: i64::try_from(index).unwrap_or(i64::MAX),
                        side,
                        document_type: document.document_type.clone(),
                        country: document.country.clone(),
                        content_type: content_type.clone(),
                        length: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
                        hash: state.vault.compare(&bytes)?,
                    }),
                    Err((Some(code), _)) => note(&format!("{pointer}_content_type"), Some(code)),
                    Err((None, code)) => note(&pointer, Some(code)),
                }
            }
        }
        if errors.is_empty() { Ok(sides) } else { Err(Refusal::fields(ErrorCode::ValidationFailed, errors)) }
    }
}

/// A review comes to its end, by a test control.
pub(crate) async fn review(state: &State, id: &str, accepted: bool) -> Result<DocumentRequest, Refusal> {
    let mut write = state.store.write().await?;
    let now = state.clock.now();
    let connection = write.connection();
    let mut row = documents::find(connection, id).await?.ok_or(ErrorCode::DocumentRequestNotFound)?;
    let person = people::find(connection, row.person_id.as_str()).await?;
    let mut person = person.ok_or(ErrorCode::PersonNotFound)?;
    require_cure(connection, &person, Cure::ProvideDocuments).await?;
    if row.status != DocumentRequestStatus::UnderReview {
        return Err(ErrorCode::KycStepNotDue.into());
    }
    let status = if accepted { DocumentRequestStatus::Accepted } else { DocumentRequestStatus::Rejected };
    set_status(connection, &mut row, status, now).await?;
    if accepted {
        approve(connection, &mut person, now).await?;
    } else {
        fail(connection, &mut person, now).await?;
    }
    settle_account(connection, &person.account_id, now).await?;
    write.commit().await?;
    state.outbox.wake();
    Ok(wire(&row))
}

async fn set_status(
    connection: &mut Connection,
    row: &mut RequestRow,
    status: DocumentRequestStatus,
    now: i64,
) -> sqlx::Result<()> {
    documents::set_status(connection, &row.id, status).await?;
    row.status = status;
    let data = json!({"id": row.id, "person_id": row.person_id, "status": status});
    emit(connection, Event { kind: "document_request.modified", data_type: "document_request", data }, now).await
}

fn wire(row: &RequestRow) -> DocumentRequest {
    DocumentRequest {
        id: row.id.clone(),
        status: row.status,
        purpose: PURPOSE.to_owned(),
        document_types: TYPES.map(str::to_owned).into(),
        account_state: None,
        workflows: None,
    }
}
