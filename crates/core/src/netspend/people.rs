//! People (contract: section 1.6).

use portico_model::id::AccountId;
use portico_model::netspend::{IdentityContext, NewPerson, Person, Relationship, Sealed};

use crate::call::limit::Scope;
use crate::call::request::{Body, Call, Sealing};
use crate::call::{Abort, CallOptions};
use crate::client::{Client, Inner};
use crate::encoding::json;
use crate::fault::Fault;
use crate::ports::Platform;
use crate::time::CivilDate;
use crate::validate::{CheckedPerson, PersonInput, check_person};

impl<P: Platform> Client<P> {
    /// Seals birth date and government id and creates the primary person of an account. A failed check does not fail
    /// the call: look at the statuses.
    ///
    /// # Errors
    /// `validation_failed` with all wrong fields, before anything is sent; `account_not_new`, and those of every call.
    pub async fn create_person<A: Abort>(
        &self,
        account_id: &str,
        person: PersonInput,
        options: CallOptions<A>,
    ) -> Result<Person, Fault> {
        let inner = &*self.inner;
        inner
            .within(options, async |scope| {
                let checked = inner.check_person(&person, scope).await?;
                inner.create_person(account_id, checked, inner.key_of(scope)?, scope).await
            })
            .await
    }

    /// Reads a person.
    ///
    /// # Errors
    /// `person_not_found`, and those of every call.
    pub async fn person<A: Abort>(&self, person_id: &str, options: CallOptions<A>) -> Result<Person, Fault> {
        let inner = &*self.inner;
        inner.within(options, async |scope| inner.read_person(person_id, scope).await).await
    }
}

impl<P: Platform> Inner<P> {
    /// Checks a person by the platform's calendar.
    pub(crate) async fn check_person(&self, person: &PersonInput, scope: &Scope) -> Result<CheckedPerson, Fault> {
        self.session_id()?;
        // What passes is sealed next, so that the key set is not fetched for the calendar alone.
        self.freshen(true, scope).await?;
        check_person(person, CivilDate::of_unix_seconds(self.now_seconds()))
    }

    pub(crate) async fn create_person(
        &self,
        account_id: &str,
        person: CheckedPerson,
        key: String,
        scope: &Scope,
    ) -> Result<Person, Fault> {
        let CheckedPerson { first_name, middle_name, last_name, email, phone, address, secrets } = person;
        let new = NewPerson {
            first_name,
            middle_name,
            last_name,
            relationship: Relationship::Primary,
            identity_context: IdentityContext {
                kind: "account".to_owned(),
                account_id: AccountId(account_id.to_owned()),
            },
            email: Some(email),
            phone: Some(phone),
            address: Some(address),
            encrypted_data: None,
        };
        let sealing = Sealing {
            use_: ["person:", account_id].concat(),
            secret: secrets,
            write: Box::new(move |sealed: Sealed| json(&NewPerson { encrypted_data: Some(sealed), ..new.clone() })),
        };
        let person: Person = self.call(&Call::write("POST", &["people"], Body::Sealing(sealing), key), scope).await?;
        self.remember_person(person.id.as_str()).await;
        Ok(person)
    }

    pub(crate) async fn read_person(&self, person_id: &str, scope: &Scope) -> Result<Person, Fault> {
        self.call(&Call::get(&["people", person_id]), scope).await
    }
}
