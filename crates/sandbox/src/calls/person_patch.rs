//! `PATCH /people/{id}`: changing what a person told.

use axum::extract::{Path, State as Shared};
use portico_model::{
    ErrorCode,
    netspend::{AccountState, KycStatus, PersonPatch, PersonSecrets},
};

use super::{
    kyc,
    person_fields::{PersonFields, refuse_if_any},
    person_wire,
    standing::settle,
    visibility::find_person_with_account,
};
use crate::{
    State,
    device::soften,
    domain::{
        checks::Outcome,
        fields::{Errors, to_e164},
    },
    http::{Answer, CallInfo, Effect, JsonBody, Refusal, Request, Visitor, WriteCall, run_write},
    store::{
        Connection, Hold,
        people::{self, Contact, Identity, PersonRow},
    },
    vault::Place,
};

pub(crate) async fn change(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    run_write::<ChangePerson>(state, visitor, call, id, body).await
}

struct ChangePerson {
    person_id: String,
    patch: PersonPatch,
    secrets: Option<PersonSecrets>,
}

impl WriteCall for ChangePerson {
    type Target = String;

    fn read(person_id: String, request: &mut Request<'_>) -> Result<Self, Refusal> {
        let patch: PersonPatch = request.body()?;
        let secrets = match &patch.encrypted_data {
            Some(sealed) => Some(request.open("encrypted_data", sealed, &format!("person:{person_id}"))?),
            None => None,
        };
        Ok(Self { person_id, patch, secrets })
    }

    fn holds<'a>(&'a self, _: &'a Visitor) -> Vec<Hold<'a>> {
        vec![Hold::AccountOfPerson(&self.person_id)]
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        let (mut row, account) = find_person_with_account(connection, effect.visitor, &self.person_id).await?;
        if account.state == AccountState::Closed {
            return Err(ErrorCode::AccountInactive.into());
        }
        if self.secrets.is_some() && row.kyc_status != KycStatus::Unchecked {
            return Err(ErrorCode::PiiLocked.into());
        }
        self.check(effect.now)?;
        let outcome = self.store(connection, effect.state, &mut row).await?;
        if let Some(outcome) = outcome {
            let outcome = soften(effect.state, connection, &effect.visitor.session.id, outcome).await?;
            kyc::conclude(connection, &mut row, outcome, effect.now).await?;
            kyc::open_cure(connection, &row, effect.now).await?;
        }
        let (account_state, workflows) = settle(connection, &account, effect.now).await?;
        Answer::ok(&person_wire::person(effect.state, &row, account_state, workflows)?)
    }
}

impl ChangePerson {
    fn check(&self, now: i64) -> Result<(), Refusal> {
        let patch = &self.patch;
        let fields = PersonFields {
            first_name: patch.first_name.as_deref(),
            middle_name: patch.middle_name.as_deref(),
            last_name: patch.last_name.as_deref(),
            email: patch.email.as_deref(),
            phone: patch.phone.as_deref(),
            address: patch.address.as_ref(),
            secrets: self.secrets.as_ref(),
        };
        let mut errors = Errors::default();
        fields.check(&mut errors, now)?;
        refuse_if_any(errors)
    }

    /// Stores the changed members beside those that stay. Where the checks end, if the data now suffices for them.
    async fn store(
        self,
        connection: &mut Connection,
        state: &State,
        row: &mut PersonRow,
    ) -> Result<Option<Outcome>, Refusal> {
        let id = row.id.clone();
        let place = |column| Place { table: "people", row: id.as_str(), column };
        let vault = &state.vault;
        let old: Contact = vault.open(place("contact"), &row.contact)?;
        let Self { patch, secrets, .. } = self;
        let contact = Contact {
            first_name: patch.first_name.unwrap_or(old.first_name),
            middle_name: patch.middle_name.or(old.middle_name),
            last_name: patch.last_name.unwrap_or(old.last_name),
            email: patch.email.or(old.email),
            phone: patch.phone.map(to_e164).or(old.phone),
            address: patch.address.or(old.address),
        };
        row.contact = vault.seal(place("contact"), &contact)?;
        let mut identity: Identity = match &row.secrets {
            Some(sealed) => vault.open(place("secrets"), sealed)?,
            None => Identity::default(),
        };
        if let Some(secrets) = secrets {
            identity.date_of_birth = secrets.date_of_birth.or(identity.date_of_birth);
            identity.government_id = secrets.government_id.map(|id| (id.kind, id.value)).or(identity.government_id);
            row.secrets = Some(vault.seal(place("secrets"), &identity)?);
        }
        people::set_data(connection, &row.id, &row.contact, row.secrets.as_deref()).await?;
        let is_unchecked = row.kyc_status == KycStatus::Unchecked;
        Ok(if is_unchecked { kyc::run_checks(&contact, &identity) } else { None })
    }
}
