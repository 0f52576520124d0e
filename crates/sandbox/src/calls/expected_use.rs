//! `/people/{id}/expected_use`: a demand deposit account's two questions.

use axum::extract::{Path, State as Shared};
use portico_model::{
    ErrorCode,
    netspend::{AccountState, AccountType, Answers, ExpectedUse},
};

use super::{
    standing::{context_of, settle},
    visibility::find_person_with_account,
};
use crate::{
    State,
    domain::expected_use::{check, questions},
    http::{Answer, CallInfo, Effect, JsonBody, Refusal, Request, Visitor, WriteCall, run_write},
    store::{Connection, Hold, agreements::set_expected_use},
    vault::Place,
};

pub(crate) async fn show(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Answer, Refusal> {
    let mut connection = state.store.read().await?;
    let (_, account) = find_person_with_account(&mut connection, &visitor, &id).await?;
    let asks = context_of(&account)?.kind == AccountType::Dda;
    let questions = if asks { questions() } else { Vec::new() };
    Answer::ok(&ExpectedUse { questions, account_state: None, workflows: None })
}

pub(crate) async fn answer(
    Shared(state): Shared<State>,
    visitor: Visitor,
    call: CallInfo,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    run_write::<AnswerQuestions>(state, visitor, call, id, body).await
}

/// `PUT /people/{id}/expected_use`.
struct AnswerQuestions {
    person_id: String,
    answers: Answers,
}

impl WriteCall for AnswerQuestions {
    type Target = String;

    fn read(person_id: String, request: &mut Request<'_>) -> Result<Self, Refusal> {
        Ok(Self { person_id, answers: request.body()? })
    }

    fn holds<'a>(&'a self, _: &'a Visitor) -> Vec<Hold<'a>> {
        vec![Hold::AccountOfPerson(&self.person_id)]
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        let (person, account) = find_person_with_account(connection, effect.visitor, &self.person_id).await?;
        if context_of(&account)?.kind != AccountType::Dda {
            return Err(ErrorCode::ExpectedUseNotApplicable.into());
        }
        if account.state == AccountState::Closed {
            return Err(ErrorCode::AccountInactive.into());
        }
        let errors = check(&self.answers);
        if !errors.is_empty() {
            return Err(Refusal::fields(ErrorCode::ValidationFailed, errors));
        }
        let place = Place { table: "expected_use", row: person.id.as_str(), column: "answers" };
        let sealed = effect.state.vault.seal(place, &self.answers)?;
        set_expected_use(connection, &person.id, &sealed, effect.now).await?;
        let (account_state, workflows) = settle(connection, &account, effect.now).await?;
        Answer::ok(&ExpectedUse {
            questions: questions(),
            account_state: Some(account_state),
            workflows: Some(workflows),
        })
    }
}
