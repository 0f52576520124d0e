//! `/people/{id}/features`: what a person can enrol in, and enrolling.

use axum::extract::{Path, State as Shared};
use portico_model::{
    ErrorCode, FieldCode, FieldError,
    netspend::{
        AccountState, Feature, FeatureGate, FeatureList, FeatureName, FeatureState, GovernmentIdType, KycStatus,
        NewEnrollment, OfacStatus,
    },
};

use super::{standing::context_of, visibility::find_person_with_account};
use crate::{
    State,
    domain::{
        agreements::{AgreementVersion, ESIGN},
        catalog::Context,
        features::Facts,
    },
    http::{Answer, CallInfo, Effect, JsonBody, Refusal, Request, Visitor, WriteCall, run_write},
    store::{
        Connection, Hold,
        accounts::AccountRow,
        agreements, balances, cards, features,
        people::{Contact, Identity, PersonRow},
        sessions::Source,
    },
    vault::Place,
};

pub(crate) async fn list(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Answer, Refusal> {
    let mut connection = state.store.read().await?;
    let (person, account) = find_person_with_account(&mut connection, &visitor, &id).await?;
    let place = Stand::load(&state, &mut connection, &visitor, &person, &account).await?;
    Answer::ok(&FeatureList { features: FeatureName::ALL.into_iter().map(|feature| place.feature(feature)).collect() })
}

pub(crate) async fn enroll(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    Path((person_id, feature)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    visitor.require_person()?;
    let feature = FeatureName::from_word(&feature).ok_or(ErrorCode::FeatureNotFound)?;
    run_write::<Enroll>(state, visitor, call, (person_id, feature), body).await
}

/// `POST /people/{id}/features/{feature}/enrollments`.
struct Enroll {
    person_id: String,
    feature: FeatureName,
    new: NewEnrollment,
}

impl WriteCall for Enroll {
    type Target = (String, FeatureName);

    fn read((person_id, feature): Self::Target, request: &mut Request<'_>) -> Result<Self, Refusal> {
        let new: NewEnrollment = request.body()?;
        if feature != FeatureName::Savings && new.e_communications_consent.is_some() {
            let entry = FieldError::new("/e_communications_consent", FieldCode::UnknownField);
            return Err(Refusal::fields(ErrorCode::MalformedRequest, vec![entry]));
        }
        Ok(Self { person_id, feature, new })
    }

    fn holds<'a>(&'a self, _: &'a Visitor) -> Vec<Hold<'a>> {
        vec![Hold::AccountOfPerson(&self.person_id)]
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        let (person, account) = find_person_with_account(connection, effect.visitor, &self.person_id).await?;
        if *effect.visitor.require_person()? != person.id {
            return Err(ErrorCode::SessionForbidden.into());
        }
        let mut stand = Stand::load(effect.state, connection, effect.visitor, &person, &account).await?;
        if stand.feature(self.feature).state == FeatureState::Enrolled {
            return Answer::ok(&stand.feature(self.feature));
        }
        stand.facts.consents = self.new.e_communications_consent == Some(true);
        let missing = stand.missing(self.feature);
        if !missing.is_empty() {
            return Err(Refusal::feature(missing));
        }
        features::enroll(connection, &person.id, self.feature, effect.now).await?;
        stand.enrolled.push(self.feature);
        Answer::created(&stand.feature(self.feature))
    }
}

/// Where a person stands with all features.
struct Stand {
    facts: Facts,
    context: &'static Context,
    enrolled: Vec<FeatureName>,
}

impl Stand {
    async fn load(
        state: &State,
        connection: &mut Connection,
        visitor: &Visitor,
        person: &PersonRow,
        account: &AccountRow,
    ) -> Result<Self, Refusal> {
        let place = |column| Place { table: "people", row: person.id.as_str(), column };
        let contact: Contact = state.vault.open(place("contact"), &person.contact)?;
        let identity: Option<Identity> =
            person.secrets.as_deref().map(|sealed| state.vault.open(place("secrets"), sealed)).transpose()?;
        let government_id = identity.and_then(|identity| identity.government_id);
        let accepted = agreements::acceptances(connection, &person.id).await?;
        let enrolled = features::enrolled(connection, &person.id).await?;
        let facts = Facts {
            is_account_active: account.state == AccountState::Active,
            has_active_card: cards::has_active(connection, &person.id).await?,
            is_overdrawn: balances::of_account(connection, &account.id).await? < 0,
            is_approved: person.kyc_status == KycStatus::Approved && person.ofac_status == OfacStatus::Approved,
            has_ssn: government_id.is_some_and(|(kind, _)| kind == GovernmentIdType::Ssn),
            has_email: contact.email.is_some(),
            has_esign: accepted.iter().any(|acceptance| {
                AgreementVersion::parse(&acceptance.agreement_id).is_some_and(|version| version.origin.id == ESIGN.id)
            }),
            is_own_session: visitor.session.source == Source::Person(person.id.clone()),
            consents: false,
        };
        Ok(Self { facts, context: context_of(account)?, enrolled })
    }

    fn missing(&self, feature: FeatureName) -> Vec<FeatureGate> {
        self.facts.missing(feature, self.context.offers(feature))
    }

    /// As an answer has it. Who is enrolled stays so, whatever goes missing later, until the account is closed.
    fn feature(&self, feature: FeatureName) -> Feature {
        if self.facts.is_account_active && self.enrolled.contains(&feature) {
            return Feature { feature, state: FeatureState::Enrolled, missing: Vec::new() };
        }
        let missing = self.missing(feature);
        // The consent comes with the enrolment itself.
        let is_open = missing.iter().all(|gate| *gate == FeatureGate::ECommunicationsConsentMissing);
        Feature { feature, state: if is_open { FeatureState::Eligible } else { FeatureState::NotEligible }, missing }
    }
}
