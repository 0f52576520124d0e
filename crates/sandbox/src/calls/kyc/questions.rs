//! `/people/{id}/kyc/identity_questions`: questions sealed to the visitor, answers sealed to the platform.

use axum::extract::{Path, State as Shared};
use portico_model::{
    ErrorCode,
    netspend::{IdentityAnswers, SealedAnswers, SealedQuestions},
};

use super::{approve, fail, require_cure};
use crate::{
    State,
    calls::{
        person_wire,
        standing::{load, settle_account},
        visibility::find_person,
    },
    clock::rfc3339,
    domain::{checks::Cure, identity_questions::QuestionSet},
    http::{Answer, CallInfo, Effect, JsonBody, Refusal, Request, Visitor, WriteCall, run_write, seal_to_session},
    store::{Connection, Hold, accounts, identity},
    vault::Place,
};

/// How long a set is open, in seconds.
const OPEN: i64 = 600;

/// The set that is open, or a new one. Reading an open one again gives the same questions: nobody picks among sets.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Answer, Refusal> {
    let mut write = state.store.write().await?;
    let now = state.clock.now();
    let connection = write.connection();
    let person = find_person(connection, &visitor, &id).await?;
    require_cure(connection, &person, Cure::IdentityQuestions).await?;
    let place = place(person.id.as_str());
    let (set, expires_at) = match identity::find_questions(connection, &person.id, now).await? {
        Some((sealed, expires_at)) => (state.vault.open::<QuestionSet>(place, &sealed)?, expires_at),
        None => {
            let set = QuestionSet::generate()?;
            identity::put_questions(connection, &person.id, &state.vault.seal(place, &set)?, now + OPEN).await?;
            (set, now + OPEN)
        }
    };
    let use_ = format!("identity_questions:{}", person.id);
    let encrypted_data = seal_to_session(&state, connection, &visitor, &use_, &set.questions).await?;
    let account = accounts::find(connection, person.account_id.as_str()).await?.ok_or(ErrorCode::AccountNotFound)?;
    let standing = load(connection, &account).await?;
    write.commit().await?;
    Answer::ok(&SealedQuestions {
        encrypted_data,
        expires_at: rfc3339(expires_at),
        account_state: standing.state,
        workflows: standing.workflows(),
    })
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

/// `PUT /people/{id}/kyc/identity_questions`.
struct AnswerQuestions {
    person_id: String,
    answers: IdentityAnswers,
}

impl WriteCall for AnswerQuestions {
    type Target = String;

    fn read(person_id: String, request: &mut Request<'_>) -> Result<Self, Refusal> {
        let body: SealedAnswers = request.body()?;
        let answers = request.open("encrypted_data", &body.encrypted_data, &format!("identity_answers:{person_id}"))?;
        Ok(Self { person_id, answers })
    }

    fn holds<'a>(&'a self, _: &'a Visitor) -> Vec<Hold<'a>> {
        vec![Hold::AccountOfPerson(&self.person_id)]
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        let mut person = find_person(connection, effect.visitor, &self.person_id).await?;
        require_cure(connection, &person, Cure::IdentityQuestions).await?;
        let open = identity::find_questions(connection, &person.id, effect.now).await?;
        let (sealed, _) = open.ok_or(ErrorCode::IdentityQuestionsExpired)?;
        let set: QuestionSet = effect.state.vault.open(place(person.id.as_str()), &sealed)?;
        let errors = set.check(&self.answers);
        if !errors.is_empty() {
            return Err(Refusal::fields(ErrorCode::ValidationFailed, errors));
        }
        // Right or wrong, these questions are done with.
        identity::remove_questions(connection, &person.id).await?;
        if set.is_right(&self.answers) {
            approve(connection, &mut person, effect.now).await?;
        } else {
            fail(connection, &mut person, effect.now).await?;
        }
        let (account_state, workflows) = settle_account(connection, &person.account_id, effect.now).await?;
        Answer::ok(&person_wire::person(effect.state, &person, account_state, workflows)?)
    }
}

fn place(person: &str) -> Place<'_> {
    Place { table: "identity_questions", row: person, column: "set" }
}
