//! `/people`, and `/person` as its alias.

use axum::extract::{Path, State as Shared};
use portico_model::{
    ErrorCode, FieldCode,
    id::PersonId,
    netspend::{AccountState, GovernmentIdType, KycStatus, NewPerson, OfacStatus, PersonSecrets, Relationship},
};
use sqlx::AnyConnection;

use super::{
    person_wire,
    standing::{load, settle},
    visibility::{find_account, find_person},
};
use crate::{
    State,
    clock::day,
    domain::{
        checks,
        fields::{self, Errors},
        government_id,
    },
    http::{Answer, CallInfo, Effect, JsonBody, Refusal, Request, Visitor, WriteCall, run_write},
    random::generate_id,
    store::people::{self, Contact, Identity, PersonRow},
    vault::Place,
};

pub(crate) async fn create(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    run_write::<CreatePerson>(state, visitor, call, (), body).await
}

pub(crate) async fn show(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Answer, Refusal> {
    let mut connection = state.store.read().await?;
    let person = find_person(&mut connection, &visitor, &id).await?;
    let account = crate::store::accounts::find(&mut connection, person.account_id.as_str()).await?;
    let account = account.ok_or(ErrorCode::AccountNotFound)?;
    let (standing, _) = load(&state, &mut connection, &account).await?;
    Answer::ok(&person_wire::person(&state, &person, standing.state, standing.workflows())?)
}

/// `POST /people`.
struct CreatePerson {
    new: NewPerson,
    secrets: Option<PersonSecrets>,
}

impl WriteCall for CreatePerson {
    type Target = ();

    fn read((): (), request: &mut Request<'_>) -> Result<Self, Refusal> {
        let new: NewPerson = request.body()?;
        let use_ = format!("person:{}", new.identity_context.account_id);
        let secrets = match &new.encrypted_data {
            Some(sealed) => Some(request.open("encrypted_data", sealed, &use_)?),
            None => None,
        };
        Ok(Self { new, secrets })
    }

    async fn apply(self, connection: &mut AnyConnection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        self.check(effect.now)?;
        let Self { new, secrets } = self;
        let account = find_account(connection, effect.visitor, new.identity_context.account_id.as_str()).await?;
        if account.state == AccountState::Closed {
            return Err(ErrorCode::AccountInactive.into());
        }
        let is_primary = new.relationship == Relationship::Primary;
        if is_primary && people::find_primary(connection, &account.id).await?.is_some() {
            return Err(ErrorCode::AccountNotNew.into());
        }
        let id = PersonId(generate_id());
        let place = |column| Place { table: "people", row: id.as_str(), column };
        let vault = &effect.state.vault;
        let contact = Contact {
            first_name: new.first_name,
            middle_name: new.middle_name,
            last_name: new.last_name,
            email: new.email,
            phone: new.phone,
            address: new.address,
        };
        let (kyc_status, ofac_status) = secrets.as_ref().map_or(UNCHECKED, run_checks);
        let identity = secrets.map(|secrets| Identity {
            date_of_birth: secrets.date_of_birth,
            government_id: secrets.government_id.map(|id| (id.kind, id.value)),
        });
        let row = PersonRow {
            account_id: account.id,
            session_id: effect.visitor.session.id.clone(),
            relationship: new.relationship,
            kyc_status,
            ofac_status,
            contact: vault.seal(place("contact"), &contact)?,
            secrets: identity.map(|identity| vault.seal(place("secrets"), &identity)).transpose()?,
            created_at: effect.now,
            id: id.clone(),
        };
        people::insert(connection, &row).await?;
        let (account_state, workflows) = settle(effect.state, connection, &row.account_id, effect.now).await?;
        Answer::created(&person_wire::person(effect.state, &row, account_state, workflows)?)
    }
}

const UNCHECKED: (KycStatus, OfacStatus) = (KycStatus::Unchecked, OfacStatus::Unchecked);

/// The checks run when the data suffices: a birth date and a government id.
fn run_checks(secrets: &PersonSecrets) -> (KycStatus, OfacStatus) {
    match (&secrets.date_of_birth, &secrets.government_id) {
        (Some(_), Some(id)) => checks::run(id.kind, &id.value),
        _ => UNCHECKED,
    }
}

impl CreatePerson {
    /// The rules of the fields, all at once.
    fn check(&self, now: i64) -> Result<(), Refusal> {
        let mut errors = Errors::default();
        let new = &self.new;
        errors.note("/first_name", fields::check_name(&new.first_name));
        errors.note("/middle_name", new.middle_name.as_deref().and_then(fields::check_name));
        errors.note("/last_name", fields::check_name(&new.last_name));
        let kind = new.identity_context.kind.as_str();
        errors.note("/identity_context/type", (kind != "account").then_some(FieldCode::OptionUnknown));
        errors.note("/email", new.email.as_deref().and_then(fields::check_email));
        errors.note("/phone", new.phone.as_deref().and_then(fields::check_phone));
        if let Some(address) = &new.address {
            fields::check_address(address, "/address", &mut errors)?;
        }
        if let Some(secrets) = &self.secrets {
            let born = secrets.date_of_birth.as_deref();
            errors
                .note("/encrypted_data/date_of_birth", born.and_then(|text| fields::check_birth_date(text, day(now))));
            let id: Option<(GovernmentIdType, &str)> =
                secrets.government_id.as_ref().map(|id| (id.kind, id.value.as_str()));
            errors.note(
                "/encrypted_data/government_id/value",
                id.and_then(|(kind, value)| government_id::check(kind, value)),
            );
        }
        match errors.into_list() {
            list if list.is_empty() => Ok(()),
            list => Err(Refusal::fields(ErrorCode::ValidationFailed, list)),
        }
    }
}
