//! `POST /v1/customer/list` and `POST /v1/account/list`.

use axum::{Json, extract::State as Shared};
use portico_model::passport::{ListPage, ListRequest};
use serde_json::{Map, Value};

use super::MAX_BODY;
use crate::{
    State,
    passport::{
        domain::{
            filter::{self, Columns, Condition, FilterFault},
            page::Window,
        },
        http::{Bearer, JsonObject, Refused, read_body},
        store::{accounts, customers},
        wire,
    },
};

/// Customers.
pub(crate) async fn customers(
    Shared(state): Shared<State>,
    _: Bearer,
    JsonObject(body): JsonObject<MAX_BODY>,
) -> Result<Json<ListPage<Value>>, Refused> {
    let query = Query::read(body, filter::CUSTOMERS)?;
    let rows = customers::all(&mut *state.store.read().await?).await?;
    let found = rows.iter().map(|row| wire::customer(&state, row).map(Value::Object));
    query.run(found.collect::<Result<_, _>>()?)
}

/// Accounts of all customers.
pub(crate) async fn accounts(
    Shared(state): Shared<State>,
    _: Bearer,
    JsonObject(body): JsonObject<MAX_BODY>,
) -> Result<Json<ListPage<Value>>, Refused> {
    let query = Query::read(body, filter::ACCOUNTS)?;
    let rows = accounts::all(&mut *state.store.read().await?).await?;
    let accounts = rows.iter().map(|row| wire::account(&state, row)).collect::<Result<Vec<_>, _>>()?;
    let found = accounts.iter().map(serde_json::to_value).collect::<Result<_, _>>();
    query.run(found.map_err(|error| sqlx::Error::Encode(error.into()))?)
}

/// A list's body that was found to be good.
struct Query {
    columns: Columns,
    conditions: Vec<Condition>,
    request: ListRequest,
    window: Window,
}

impl Query {
    fn read(body: Map<String, Value>, columns: Columns) -> Result<Self, Refused> {
        let request: ListRequest = read_body(body)?;
        let filters = request.criteria.iter().flat_map(|criteria| &criteria.filters).enumerate();
        let conditions = filters.map(|(index, filter)| Condition::read(filter, index, columns));
        let conditions = conditions.collect::<Result<_, _>>().map_err(refuse)?;
        let window = Window::read(&request).map_err(refuse)?;
        // On nothing, for what it says about the order alone.
        filter::sort(&mut [], request.sort_options.as_ref(), columns).map_err(refuse)?;
        Ok(Self { columns, conditions, request, window })
    }

    /// What is personal lies sealed, so the database can't search it: the rows are opened and searched here.
    fn run(self, mut found: Vec<Value>) -> Result<Json<ListPage<Value>>, Refused> {
        found.retain(|resource| self.conditions.iter().all(|condition| condition.fits(resource)));
        filter::sort(&mut found, self.request.sort_options.as_ref(), self.columns).map_err(refuse)?;
        Ok(Json(self.window.of(found)))
    }
}

fn refuse((code, field): FilterFault) -> Refused {
    Refused::field(code, &field, code.message())
}
