//! Requests for documents, and what is remembered of the documents that came: never an image.

use portico_model::{
    id::{DocumentRequestId, PersonId},
    netspend::DocumentRequestStatus,
};

use super::{
    Connection, Row,
    people::{decode_name, encode_name},
    query,
};

/// A request as the database has it.
#[derive(Clone, Debug)]
pub(crate) struct RequestRow {
    pub(crate) id: DocumentRequestId,
    pub(crate) person_id: PersonId,
    pub(crate) status: DocumentRequestStatus,
    pub(crate) created_at: i64,
}

/// One side of a document that came.
#[derive(Clone, Debug)]
pub(crate) struct SideRow {
    /// Which of the call's documents it belongs to.
    pub(crate) position: i64,
    /// `front` or `back`.
    pub(crate) side: &'static str,
    pub(crate) document_type: String,
    pub(crate) country: String,
    pub(crate) content_type: String,
    /// Bytes of the image.
    pub(crate) length: i64,
    /// Keyed hash of the image.
    pub(crate) hash: String,
}

/// Asks for documents.
pub(crate) async fn insert(connection: &mut Connection, request: &RequestRow) -> sqlx::Result<()> {
    query("INSERT INTO document_requests (id, person_id, status, created_at) VALUES ($1, $2, $3, $4)")
        .bind(request.id.as_str())
        .bind(request.person_id.as_str())
        .bind(encode_name(&request.status)?)
        .bind(request.created_at)
        .execute(connection)
        .await?;
    Ok(())
}

/// The request with this id.
pub(crate) async fn find(connection: &mut Connection, id: &str) -> sqlx::Result<Option<RequestRow>> {
    query("SELECT id, person_id, status, created_at FROM document_requests WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?
        .as_ref()
        .map(request_of)
        .transpose()
}

/// The person's requests, oldest first.
pub(crate) async fn of_person(connection: &mut Connection, person: &PersonId) -> sqlx::Result<Vec<RequestRow>> {
    let rows = query(
        "SELECT id, person_id, status, created_at FROM document_requests WHERE person_id = $1 ORDER BY created_at, id",
    )
    .bind(person.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(request_of).collect()
}

/// The request moved on.
pub(crate) async fn set_status(
    connection: &mut Connection,
    id: &DocumentRequestId,
    status: DocumentRequestStatus,
) -> sqlx::Result<()> {
    query("UPDATE document_requests SET status = $1 WHERE id = $2")
        .bind(encode_name(&status)?)
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Remembers these documents in the place of the former ones.
pub(crate) async fn replace_sides(
    connection: &mut Connection,
    request: &DocumentRequestId,
    sides: &[SideRow],
    now: i64,
) -> sqlx::Result<()> {
    query("DELETE FROM documents WHERE request_id = $1").bind(request.as_str()).execute(&mut *connection).await?;
    for side in sides {
        query(
            "INSERT INTO documents (request_id, position, side, document_type, country, content_type, length, hash, \
             received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(request.as_str())
        .bind(side.position)
        .bind(side.side)
        .bind(&side.document_type)
        .bind(&side.country)
        .bind(&side.content_type)
        .bind(side.length)
        .bind(&side.hash)
        .bind(now)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

fn request_of(row: &Row) -> sqlx::Result<RequestRow> {
    Ok(RequestRow {
        id: DocumentRequestId(row.try_get("id")?),
        person_id: PersonId(row.try_get("person_id")?),
        status: decode_name(row.try_get("status")?)?,
        created_at: row.try_get("created_at")?,
    })
}
