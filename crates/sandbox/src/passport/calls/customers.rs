//! `/v1/customer`: create, get, update.

use axum::{Json, extract::State as Shared};
use portico_model::passport::{CustomerStatus, PassportCode};
use serde_json::{Map, Value};

use super::MAX_BODY;
use crate::{
    State,
    passport::{
        domain::{customer, date::civil, owners},
        http::{Bearer, CustomerPath, Done, JsonObject, Refused},
        key::Key,
        records::{find_active_customer, find_customer, open_document, seal_document},
        store::{
            customers::{self, CustomerRow},
            ids::{self, Sequence},
        },
        wire,
    },
    store::Connection,
};

/// `POST /v1/customer`.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    _: Bearer,
    JsonObject(body): JsonObject<MAX_BODY>,
) -> Result<Done, Refused> {
    let now = state.clock.now();
    let external_id = text(&body, "externalId");
    let (kind, mut document) = customer::make(body, civil(now))?;
    let mut write = state.store.write().await?;
    let connection = write.connection();
    require_free(connection, external_id.as_deref()).await?;
    let id = ids::next(connection, Sequence::Customer).await?;
    number_owners(connection, &mut document).await?;
    let customer = CustomerRow {
        id,
        external_id,
        kind,
        status: CustomerStatus::Active,
        status_reason: None,
        status_at: now,
        document: seal_document(&state, id, &document)?,
        created_at: now,
        updated_at: now,
    };
    customers::insert(connection, &customer).await?;
    write.commit().await?;
    Ok(Done::Created(wire::customer_path(id), Vec::new()))
}

/// `GET /v1/customer/…`.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    _: Bearer,
    CustomerPath(key): CustomerPath,
) -> Result<Json<Map<String, Value>>, Refused> {
    let customer = find_customer(&mut *state.store.read().await?, &key).await?;
    Ok(Json(wire::customer(&state, &customer)?))
}

/// `POST /v1/customer/…`.
pub(crate) async fn update(
    Shared(state): Shared<State>,
    _: Bearer,
    CustomerPath(key): CustomerPath,
    JsonObject(patch): JsonObject<MAX_BODY>,
) -> Result<Done, Refused> {
    let now = state.clock.now();
    let mut write = state.store.write().await?;
    let connection = write.connection();
    let mut row = find_active_customer(connection, &key).await?;
    let asked = patch.contains_key("externalId").then(|| text(&patch, "externalId"));
    let mut document = customer::update(row.kind, open_document(&state, &row)?, patch, civil(now))?;
    if let Some(asked) = asked.filter(|asked| *asked != row.external_id) {
        // Fixed once set, and null would be a change as well.
        if row.external_id.is_some() {
            let code = PassportCode::FieldFixed;
            return Err(Refused::field(code, "externalId", code.message()));
        }
        require_free(connection, asked.as_deref()).await?;
        row.external_id = asked;
    }
    number_owners(connection, &mut document).await?;
    row.document = seal_document(&state, row.id, &document)?;
    row.updated_at = now;
    customers::update(connection, &row).await?;
    write.commit().await?;
    Ok(Done::Changed)
}

async fn require_free(connection: &mut Connection, external_id: Option<&str>) -> Result<(), Refused> {
    let Some(id) = external_id else { return Ok(()) };
    match customers::find(connection, &Key::External(id.to_owned())).await? {
        None => Ok(()),
        Some(_) => {
            let code = PassportCode::ExternalIdTaken;
            Err(Refused::field(code, "externalId", code.message()))
        }
    }
}

/// Gives owners that have none an id.
async fn number_owners(connection: &mut Connection, document: &mut Map<String, Value>) -> Result<(), Refused> {
    for owner in owners::each_mut(document).filter(|owner| !owner.contains_key("id")) {
        owner.insert("id".to_owned(), ids::next(connection, Sequence::Owner).await?.into());
    }
    Ok(())
}

fn text(body: &Map<String, Value>, name: &str) -> Option<String> {
    body.get(name).and_then(Value::as_str).map(str::to_owned)
}
