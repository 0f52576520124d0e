//! The checks as JSON.

use axum::extract::{Query, State as Shared};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    State,
    clock::rfc3339,
    device::Report,
    http::{Answer, Refusal},
    store::device_checks::{self, CheckRow},
};

#[derive(Deserialize)]
pub(crate) struct Filter {
    session_id: Option<String>,
}

/// `GET /sandbox/devices/checks`, the newest first; with `session_id`, that session's alone.
pub(crate) async fn list(Shared(state): Shared<State>, Query(filter): Query<Filter>) -> Result<Answer, Refusal> {
    let mut connection = state.store.read().await?;
    let rows = match filter.session_id {
        Some(id) => device_checks::find(&mut connection, &id).await?.into_iter().collect(),
        None => device_checks::newest(&mut connection).await?,
    };
    let checks: Vec<Value> = rows.iter().map(|row| check(&state, row)).collect::<Result<_, Refusal>>()?;
    Answer::ok(&json!({"checks": checks}))
}

fn check(state: &State, row: &CheckRow) -> Result<Value, Refusal> {
    let report = Report::of(state, row)?;
    let mut check = Map::from_iter([
        ("id".to_owned(), json!(row.id)),
        ("at".to_owned(), json!(rfc3339(row.created_at))),
        ("outcome".to_owned(), json!(row.outcome)),
        ("decision".to_owned(), json!(row.decision)),
        ("score".to_owned(), json!(row.score)),
        ("reasons".to_owned(), json!(report.reasons)),
        ("match".to_owned(), json!(report.matched)),
        ("signals".to_owned(), Value::Object(report.signals)),
        ("headers".to_owned(), json!(report.headers)),
    ]);
    for (name, value) in [("session_id", &row.session_id), ("device_jkt", &row.device_jkt)] {
        if let Some(value) = value {
            check.insert(name.to_owned(), json!(value));
        }
    }
    Ok(Value::Object(check))
}
