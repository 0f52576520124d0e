//! `/agreements`, and what a person accepted of them.

use axum::extract::{Path, State as Shared};
use jiff::Timestamp;
use portico_model::{
    ErrorCode, FieldCode,
    id::AgreementId,
    netspend::{AccountState, AgreementAcceptance, AgreementList, AgreementReceipt, AgreementSearch, CLICKWRAP},
};

use super::{
    standing::{context_of, settle},
    visibility::{find_person, find_person_with_account},
};
use crate::{
    State,
    clock::rfc3339,
    domain::{agreements::AgreementVersion, catalog::Context, fields::Errors},
    http::{Answer, CallInfo, Effect, JsonBody, Partner, Refusal, Request, Visitor, WriteCall, read_body, run_write},
    store::{
        Connection, Hold,
        agreements::{self, AcceptanceRow, Offer},
    },
};

/// The longest language tag that anything real has.
const MAX_LOCALE: usize = 35;

pub(crate) async fn search(
    Shared(state): Shared<State>,
    _: Partner,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    let search: AgreementSearch = read_body(&body)?;
    let context = Context::find(search.provided_id.as_str()).ok_or(ErrorCode::ContextNotFound)?;
    let versions = agreements::in_force(&mut *state.store.read().await?, context).await?;
    let agreements = versions.iter().map(|version| version.wire(&state.config.public_url)).collect();
    Answer::ok(&AgreementList { agreements })
}

pub(crate) async fn show(Shared(state): Shared<State>, _: Visitor, Path(id): Path<String>) -> Result<Answer, Refusal> {
    let found = agreements::find_version(&mut *state.store.read().await?, &id).await?;
    let (version, _) = found.ok_or(ErrorCode::AgreementNotFound)?;
    Answer::ok(&version.wire(&state.config.public_url))
}

pub(crate) async fn accepted(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Answer, Refusal> {
    let mut connection = state.store.read().await?;
    let person = find_person(&mut connection, &visitor, &id).await?;
    let rows = agreements::acceptances(&mut connection, &person.id).await?;
    let agreements = rows
        .into_iter()
        .filter_map(|row| {
            let mut agreement = AgreementVersion::parse(&row.agreement_id)?.wire(&state.config.public_url);
            agreement.accepted_at = Some(row.accepted_at);
            Some(agreement)
        })
        .collect();
    Answer::ok(&AgreementList { agreements })
}

pub(crate) async fn accept(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    Path(target): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    run_write::<Accept>(state, visitor, call, target, body).await
}

/// `PUT /people/{id}/agreements/{agreement_id}`.
struct Accept {
    person_id: String,
    agreement_id: String,
    acceptance: AgreementAcceptance,
}

impl WriteCall for Accept {
    type Target = (String, String);

    fn read((person_id, agreement_id): Self::Target, request: &mut Request<'_>) -> Result<Self, Refusal> {
        Ok(Self { person_id, agreement_id, acceptance: request.body()? })
    }

    fn holds<'a>(&'a self, _: &'a Visitor) -> Vec<Hold<'a>> {
        vec![Hold::AccountOfPerson(&self.person_id)]
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        let (person, account) = find_person_with_account(connection, effect.visitor, &self.person_id).await?;
        let found = agreements::find_offer(connection, &person.id, &self.agreement_id).await?;
        let Offer { version, is_superseded, recorded } = found.ok_or(ErrorCode::AgreementNotFound)?;
        if !context_of(&account)?.agreements.iter().any(|origin| origin.id == version.origin.id) {
            return Err(ErrorCode::AgreementNotFound.into());
        }
        let id = version.id();
        // What stands in the record already is answered from there, whatever happened to the account since: the first
        // acceptance, even when this is a later one.
        if recorded.is_none() {
            if account.state == AccountState::Closed {
                return Err(ErrorCode::AccountInactive.into());
            }
            if is_superseded {
                return Err(ErrorCode::AgreementSuperseded.into());
            }
        }
        check(&self.acceptance, &version)?;
        let row = match recorded {
            Some(row) => row,
            None => {
                let row = AcceptanceRow::new(&id, self.acceptance, effect.now);
                agreements::insert_acceptance(connection, &person.id, &row).await?;
                row
            }
        };
        let (account_state, workflows) = settle(connection, &account, effect.now).await?;
        Answer::ok(&AgreementReceipt {
            agreement_id: AgreementId::from(&*id),
            accepted_at: row.accepted_at,
            recorded_at: rfc3339(row.recorded_at),
            locale: row.locale,
            document_sha256: row.document_sha256,
            acceptance_mode: row.acceptance_mode,
            account_state,
            workflows,
        })
    }
}

/// What was accepted has to be the text that is in force, and by a click.
fn check(acceptance: &AgreementAcceptance, agreement: &AgreementVersion) -> Result<(), Refusal> {
    let mut errors = Errors::default();
    let is_time = acceptance.accepted_at.parse::<Timestamp>().is_ok();
    errors.note("/accepted_at", (!is_time).then_some(FieldCode::WrongType));
    let is_tag = |text: &str| {
        (2..=MAX_LOCALE).contains(&text.len())
            && text.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    errors.note("/locale", (!is_tag(&acceptance.locale)).then_some(FieldCode::WrongType));
    let is_text = acceptance.document_sha256 == agreement.sha256();
    errors.note("/document_sha256", (!is_text).then_some(FieldCode::DocumentChanged));
    let is_click = acceptance.acceptance_mode == CLICKWRAP;
    errors.note("/acceptance_mode", (!is_click).then_some(FieldCode::OptionUnknown));
    match errors.into_list() {
        list if list.is_empty() => Ok(()),
        list => Err(Refusal::fields(ErrorCode::ValidationFailed, list)),
    }
}
