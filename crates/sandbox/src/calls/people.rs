//! `/people`, and `/person` as its alias.

use axum::extract::{Path, State as Shared};
use portico_model::{
    ErrorCode, FieldCode,
    id::PersonId,
    netspend::{AccountState, NewPerson, PersonSecrets, Relationship},
};

use super::{
    kyc,
    person_fields::{PersonFields, refuse_if_any},
    person_wire,
    standing::{load, settle},
    visibility::{find_account, find_person_with_account},
};
use crate::{
    State,
    device::soften,
    domain::{
        checks::Outcome,
        fields::{Errors, to_e164},
    },
    http::{Answer, CallInfo, Effect, JsonBody, Refusal, Request, Visitor, WriteCall, run_write},
    random::generate_id,
    store::{
        Connection, Hold,
        accounts::AccountRow,
        people::{self, Contact, Identity, PersonRow},
    },
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
    let (person, account) = find_person_with_account(&mut connection, &visitor, &id).await?;
    let standing = load(&mut connection, &account).await?;
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

    fn holds<'a>(&'a self, visitor: &'a Visitor) -> Vec<Hold<'a>> {
        vec![Hold::Session(visitor.session.id.as_str()), Hold::Account(self.new.identity_context.account_id.as_str())]
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        self.check(effect.now)?;
        let account = find_account(connection, effect.visitor, self.new.identity_context.account_id.as_str()).await?;
        self.check_role(connection, effect, &account).await?;
        let mut row = self.into_row(effect, &account)?;
        let outcome = Outcome { kyc: row.kyc_status, ofac: row.ofac_status, cure: row.cure };
        let outcome = soften(effect.state, connection, &effect.visitor.session.id, outcome).await?;
        (row.kyc_status, row.cure) = (outcome.kyc, outcome.cure);
        people::insert(connection, &row).await?;
        kyc::open_cure(connection, &row, effect.now).await?;
        let (account_state, workflows) = settle(connection, &account, effect.now).await?;
        Answer::created(&person_wire::person(effect.state, &row, account_state, workflows)?)
    }
}

impl CreatePerson {
    /// The rules of the fields, all at once.
    fn check(&self, now: i64) -> Result<(), Refusal> {
        let new = &self.new;
        let fields = PersonFields {
            first_name: Some(&new.first_name),
            middle_name: new.middle_name.as_deref(),
            last_name: Some(&new.last_name),
            email: new.email.as_deref(),
            phone: new.phone.as_deref(),
            address: new.address.as_ref(),
            secrets: self.secrets.as_ref(),
        };
        let mut errors = Errors::default();
        let kind = new.identity_context.kind.as_str();
        errors.note("/identity_context/type", (kind != "account").then_some(FieldCode::OptionUnknown));
        fields.check(&mut errors, now)?;
        refuse_if_any(errors)
    }

    /// One primary person for an account, others only beside that one, and one onboarding for a session.
    async fn check_role(
        &self,
        connection: &mut Connection,
        effect: &Effect<'_>,
        account: &AccountRow,
    ) -> Result<(), Refusal> {
        if account.state == AccountState::Closed {
            return Err(ErrorCode::AccountInactive.into());
        }
        let begun = people::accounts_begun(connection, &account.id, &effect.visitor.session.id).await?;
        let has_primary = begun.contains(&account.id);
        match self.new.relationship {
            Relationship::Primary if has_primary => Err(ErrorCode::AccountNotNew.into()),
            Relationship::Primary if !begun.is_empty() => Err(ErrorCode::OnboardingAlreadyBegun.into()),
            Relationship::Secondary if !has_primary => Err(ErrorCode::PrimaryPersonRequired.into()),
            Relationship::Primary | Relationship::Secondary => Ok(()),
        }
    }

    /// The person as the database has them, with the checks run if the data suffices.
    fn into_row(self, effect: &Effect<'_>, account: &AccountRow) -> Result<PersonRow, Refusal> {
        let Self { new, secrets } = self;
        let id = PersonId(generate_id());
        let place = |column| Place { table: "people", row: id.as_str(), column };
        let vault = &effect.state.vault;
        let contact = Contact {
            first_name: new.first_name,
            middle_name: new.middle_name,
            last_name: new.last_name,
            email: new.email,
            phone: new.phone.map(to_e164),
            address: new.address,
        };
        let identity = secrets.map(|secrets| Identity {
            date_of_birth: secrets.date_of_birth,
            government_id: secrets.government_id.map(|id| (id.kind, id.value)),
        });
        let outcome = identity.as_ref().and_then(|identity| kyc::run_checks(&contact, identity));
        let Outcome { kyc, ofac, cure } = outcome.unwrap_or(Outcome::UNCHECKED);
        Ok(PersonRow {
            account_id: account.id.clone(),
            session_id: effect.visitor.session.id.clone(),
            relationship: new.relationship,
            kyc_status: kyc,
            ofac_status: ofac,
            cure,
            failed_cures: 0,
            contact: vault.seal(place("contact"), &contact)?,
            secrets: identity.map(|identity| vault.seal(place("secrets"), &identity)).transpose()?,
            created_at: effect.now,
            id: id.clone(),
        })
    }
}
