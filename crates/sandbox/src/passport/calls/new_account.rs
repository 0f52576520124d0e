//! `POST /v1/customer/…/account`: the guide.

use axum::extract::State as Shared;
use portico_model::passport::{
    AcceptedBy, AcceptedLinkedDocument, AccountStatus, LinkedDocument, NewAccount, PassportCode, StoredDocument,
    missing_for_deposit,
};
use serde_json::{Map, Value};

use crate::{
    State,
    passport::{
        domain::{
            acceptance::{self, Owner},
            date::civil,
            document::{DocumentFault, MAX_DOCUMENT, inspect},
            field::{Faults, Mode, Reader},
            lifecycle::PENDING_VERIFICATION,
            tables::NEW_ACCOUNT,
        },
        http::{Bearer, CustomerPath, Done, JsonObject, Refused, Warning, read_body},
        records::{find_active_customer, open_document, seal_details, settle_primary},
        store::{
            accounts::{self, AccountRow, Details},
            customers::CustomerRow,
            ids::{self, Sequence},
        },
        wire,
    },
    random::generate_digits,
    store::Connection,
};

/// A document's base64, and the rest of the body.
const MAX_BODY: usize = MAX_DOCUMENT / 3 * 4 + 512 * 1024;
const ACCOUNT_DIGITS: usize = 16;

pub(crate) async fn create(
    Shared(state): Shared<State>,
    _: Bearer,
    CustomerPath(key): CustomerPath,
    JsonObject(body): JsonObject<MAX_BODY>,
) -> Result<Done, Refused> {
    // What the body alone tells is checked before anyone waits for the turn to write.
    let read = read_request(&state, body)?;
    let now = state.clock.now();
    let mut write = state.store.write().await?;
    let connection = write.connection();
    let customer = find_active_customer(connection, &key).await?;
    check_customer(&state, &customer, &read)?;
    require_free(connection, read.new.external_id.as_deref()).await?;
    let id = ids::next(connection, Sequence::Account).await?;
    let warnings = read.warnings();
    let Request { new, documents, .. } = read;
    let details = Details {
        account_number: generate_digits(ACCOUNT_DIGITS)?,
        nick_name: new.nick_name,
        purpose: new.purpose,
        documents,
        meta_data: new.meta_data,
        tags: new.tags,
    };
    let account = AccountRow {
        id,
        customer_id: customer.id,
        external_id: new.external_id,
        is_customer_owned: new.is_customer_owned.unwrap_or(false),
        is_primary: false,
        status: AccountStatus::Inactive,
        status_reason: PENDING_VERIFICATION.to_owned(),
        status_at: now,
        due_at: Some(now),
        details: seal_details(&state, id, &details)?,
        created_at: now,
        updated_at: now,
    };
    accounts::insert(connection, &account).await?;
    if new.is_primary == Some(true) {
        accounts::set_primary(connection, customer.id, id).await?;
    }
    let elected = settle_primary(connection, customer.id).await?;
    write.commit().await?;
    state.passport.wake();
    let is_overruled = new.is_primary == Some(false) && elected == Some(id);
    let overruled = is_overruled.then_some(Warning::FirstIsPrimary);
    Ok(Done::Created(wire::account_path(customer.id, id), overruled.into_iter().chain(warnings).collect()))
}

/// A body that holds what it must, and its documents without their content.
struct Request {
    new: NewAccount,
    documents: Vec<AcceptedLinkedDocument>,
    /// Who is said to have accepted, each with the path at which that stands.
    accepted_by: Vec<(String, AcceptedBy)>,
}

impl Request {
    fn warnings(&self) -> Option<Warning> {
        let is_sparse = self.documents.iter().any(acceptance::is_sparse);
        is_sparse.then_some(Warning::AcceptanceIncomplete)
    }
}

fn read_request(state: &State, body: Map<String, Value>) -> Result<Request, Refused> {
    let mut faults = Faults::default();
    let reader = Reader { mode: Mode::Whole, now: civil(state.clock.now()) };
    reader.check(NEW_ACCOUNT, &body, "", &mut faults);
    if !faults.0.is_empty() {
        return Err(faults.into());
    }
    let is_list = body.get("linkedDocument").is_some_and(Value::is_array);
    let mut new: NewAccount = read_body(body)?;
    let accepted_by = acceptance::told(&new);
    let linked = acceptance::gather(&mut new);
    if new.is_customer_owned == Some(true) && linked.is_empty() {
        return Err(Refused::missing(vec!["linkedDocument".to_owned()]));
    }
    let configured = &state.config.passport.purposes;
    if new.purpose.as_ref().is_some_and(|purpose| !configured.contains(purpose)) {
        let code = PassportCode::PurposeNotConfigured;
        return Err(Refused::field(code, "purpose", code.message()));
    }
    let documents = linked.into_iter().enumerate().map(|(index, linked)| {
        let path = if is_list { format!("linkedDocument[{index}]") } else { "linkedDocument".to_owned() };
        read_document(linked, &path)
    });
    Ok(Request { documents: documents.collect::<Result<_, _>>()?, new, accepted_by })
}

/// Judges a document's type and content, and keeps what an answer shows of it.
fn read_document(linked: LinkedDocument, path: &str) -> Result<AcceptedLinkedDocument, Refused> {
    let LinkedDocument { purpose, document, acceptance_mode, acceptance_details } = linked;
    if document.kind != "SPAA" {
        let code = PassportCode::DocumentTypeInvalid;
        return Err(Refused::field(code, &format!("{path}.document.type"), code.message()));
    }
    let inspected = inspect(&document.content).map_err(|fault| {
        let (code, message) = match fault {
            DocumentFault::NotBase64 => (PassportCode::FieldValueInvalid, "This is no base64."),
            DocumentFault::NotPdf => (PassportCode::DocumentNotPdf, PassportCode::DocumentNotPdf.message()),
            DocumentFault::TooLarge => (PassportCode::TooLarge, "A document has 25 MB at most."),
        };
        Refused::field(code, &format!("{path}.document.base64encodedContent"), message)
    })?;
    let document =
        StoredDocument { kind: document.kind, name: document.name, size: inspected.size, sha256: inspected.sha256 };
    Ok(AcceptedLinkedDocument { purpose, document, acceptance_mode, acceptance_details })
}

/// What only the customer's data tells: who can have accepted, and what a deposit account needs.
fn check_customer(state: &State, customer: &CustomerRow, request: &Request) -> Result<(), Refused> {
    let document = open_document(state, customer)?;
    let owner = Owner {
        kind: customer.kind,
        id: customer.id,
        external_id: customer.external_id.as_deref(),
        document: &document,
    };
    let mut faults = Faults::default();
    for (path, by) in &request.accepted_by {
        acceptance::check(path, by, owner, &mut faults);
    }
    if !faults.0.is_empty() {
        return Err(faults.into());
    }
    if request.new.is_customer_owned == Some(true) {
        let missing = missing_for_deposit(&Value::Object(document));
        if !missing.is_empty() {
            return Err(Refused::missing(missing));
        }
    }
    Ok(())
}

async fn require_free(connection: &mut Connection, external_id: Option<&str>) -> Result<(), Refused> {
    let Some(id) = external_id else { return Ok(()) };
    if accounts::is_taken(connection, id).await? {
        let code = PassportCode::ExternalIdTaken;
        return Err(Refused::field(code, "externalId", code.message()));
    }
    Ok(())
}
