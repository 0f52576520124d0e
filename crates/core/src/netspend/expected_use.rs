//! Expected use of a demand deposit account (contract: section 1.8).

use portico_model::netspend::{Answer, Answers, ExpectedUse, Question};

use crate::call::limit::Scope;
use crate::call::request::{Body, Call};
use crate::call::{Abort, CallOptions};
use crate::client::{Client, Inner};
use crate::encoding::json;
use crate::fault::Fault;
use crate::ports::Platform;

impl<P: Platform> Client<P> {
    /// The expected-use questions. Empty for an account that asks none.
    ///
    /// # Errors
    /// `person_not_found`, and those of every call.
    pub async fn expected_use<A: Abort>(
        &self,
        person_id: &str,
        options: CallOptions<A>,
    ) -> Result<Vec<Question>, Fault> {
        let inner = &*self.inner;
        inner.within(options, async |scope| inner.read_expected_use(person_id, scope).await).await
    }

    /// Answers the expected-use questions.
    ///
    /// # Errors
    /// `validation_failed`, `expected_use_not_applicable`, and those of every call.
    pub async fn answer_expected_use<A: Abort>(
        &self,
        person_id: &str,
        answers: Vec<Answer>,
        options: CallOptions<A>,
    ) -> Result<(), Fault> {
        let inner = &*self.inner;
        inner.within(options, async |scope| inner.answer_expected_use(person_id, answers, scope).await.map(drop)).await
    }
}

impl<P: Platform> Inner<P> {
    pub(crate) async fn read_expected_use(&self, person_id: &str, scope: &Scope) -> Result<Vec<Question>, Fault> {
        self.move_to_person(person_id, scope).await?;
        let asked: ExpectedUse = self.call(&Call::get(&["people", person_id, "expected_use"]), scope).await?;
        Ok(asked.questions)
    }

    /// The key is new for each logical call, and not kept over a reload: the last answers count, however often.
    pub(crate) async fn answer_expected_use(
        &self,
        person_id: &str,
        answers: Vec<Answer>,
        scope: &Scope,
    ) -> Result<ExpectedUse, Fault> {
        self.move_to_person(person_id, scope).await?;
        let body = Body::Clear(json(&Answers { answers })?);
        let call = Call::write("PUT", &["people", person_id, "expected_use"], body, self.key_of(scope)?);
        self.call(&call, scope).await
    }
}
